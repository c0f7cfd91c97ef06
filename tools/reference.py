"""The reference of the docs, made from the commands, the records and the schemas.

`tools/man.py` writes its pages, in both languages. What a key is for stands in docs/keys.toml; its
kind, limits and default come from the model that reads the file.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from hageplan.app.commands import GROUPS, app_for
from hageplan.app.examples import EXAMPLES
from hageplan.app.manual import TERMS, ManualCommand, commands
from hageplan.i18n import shown
from hageplan.records.bedrift import Bedrift, Ressurs
from hageplan.records.hendelser import Hendelse
from hageplan.records.logg import Avtale, Henvendelse, Kobling, Oppfolging
from hageplan.records.naeringshage import Oppsett
from hageplan.records.personvern import Reservasjon
from hageplan.records.settings.veier import Veier

DOCS = Path(__file__).parents[1] / "docs"
Schema = dict[str, Any]
Texts = Mapping[str, str]
Path_ = tuple[str, ...]
"""A file, its tables and a key."""
FILES: Final[Mapping[str, Mapping[str, Any]]] = {
    "hageplan.toml": {"": Oppsett},
    "bedrifter/*.toml": {"bedrift": Bedrift},
    "logg/YYYY.toml": {
        "henvendelse": Henvendelse,
        "avtale": Avtale,
        "oppfolging": Oppfolging,
        "kobling": Kobling,
    },
    "hendelser/YYYY.toml": {"hendelse": Hendelse},
    "veier.toml": {"": Veier},
    "ressurser.toml": {"ressurs": Ressurs},
    "reservert.toml": {"reservasjon": Reservasjon},
}
"""The records that each file holds, by the name of their table; "" is the whole file."""
TEXTS: Final[Mapping[str, Mapping[str, str]]] = {
    "nb": {
        "made": "<!-- Laget av tools/man.py fra koden. -->",
        "commands": "Kommandoer",
        "commands_about": "Det samme som `hageplan KOMMANDO --help` viser. Eksemplene kan prøves "
        "på eksempelregionen (`hageplan init --demo MAPPE`).",
        "usual": "Valg til de fleste kommandoer",
        "usual_about": "Disse gjentas ikke nedenfor. `--help` viser hvilke en kommando har.",
        "option": "Argument eller valg",
        "what": "Hva",
        "exit_codes": "Avslutningskoder",
        "environment": "Miljøvariabler",
        "files": "Filer og innstillinger",
        "files_about": "Filene i en arbeidsmappe er ren tekst (TOML). `hageplan check` finner feil "
        "i dem, med fil og linje. En ukjent nøkkel er en feil. Det som ikke er kjent, utelates.",
        "term": "Navn",
        "key": "Nøkkel",
        "value": "Verdi",
        "default": "Standard",
        "source": "Grunnlag",
        "antakelse": "antakelse",
        "required": "må oppgis",
        "integer": "heltall",
        "number": "tall",
        "string": "tekst",
        "boolean": "true/false",
        "array": "liste",
        "object": "tabell",
        "time": "klokkeslett",
        "date": "dato",
        "date-time": "tidspunkt",
        "schemas": "JSON-skjemaer",
        "schemas_about": "Det `--json` skriver, er beskrevet av disse skjemaene. De er på "
        "engelsk, og navnene i dem endres ikke.",
        "document": "Dokument",
        "schema": "Skjema",
    },
    "en": {
        "made": "<!-- Made by tools/man.py from the code. -->",
        "commands": "Commands and options",
        "commands_about": "What `hageplan COMMAND --help` shows. The examples can be tried on the "
        "example region (`hageplan init --demo FOLDER`).",
        "usual": "Options of most commands",
        "usual_about": "These are not repeated below. A command's `--help` shows which it takes.",
        "option": "Argument or option",
        "what": "What",
        "exit_codes": "Exit codes",
        "environment": "Environment variables",
        "files": "Files and settings",
        "files_about": "The files of a workspace are plain text (TOML). `hageplan check` finds "
        "errors in them, with file and line. An unknown key is an error. What is not "
        "known is left out.",
        "term": "Name",
        "key": "Key",
        "value": "Value",
        "default": "Default",
        "source": "Basis",
        "antakelse": "assumption",
        "required": "required",
        "integer": "whole number",
        "number": "number",
        "string": "text",
        "boolean": "true/false",
        "array": "list",
        "object": "table",
        "time": "time of day",
        "date": "date",
        "date-time": "date and time",
        "schemas": "JSON schemas",
        "schemas_about": "These schemas describe what `--json` prints. The names in them do "
        "not change.",
        "document": "Document",
        "schema": "Schema",
    },
}
"""The words of the pages themselves."""
NAMES: Final[Mapping[str, tuple[str, str, str]]] = {
    "nb": ("kommandoer.md", "filer-og-innstillinger.md", "skjemaer.md"),
    "en": ("command-reference.md", "files-and-settings.md", "schemas.md"),
}


def pages(language: str) -> dict[str, str]:
    """Return the pages by file name, in the language that is in force."""
    words = TEXTS[language]
    made = (commands_page(words), files_page(words, language), schemas_page(words))
    return dict(zip(NAMES[language], made, strict=True))


def commands_page(words: Texts) -> str:
    """Return all commands with options and examples, in the groups of `--help`."""
    listed = list(commands(app_for(None)))
    counts = Counter(option for one in listed for option in one.options)
    usual = [option for option, count in counts.items() if 2 * count > len(listed)]
    parts = [words["made"], f"# {words['commands']}", words["commands_about"]]
    parts += [f"## {words['usual']}", words["usual_about"], _options(usual, words)]
    for heading, named in GROUPS:
        parts.append(f"## {heading}")
        parts += [_command(one, usual, words) for one in listed if one.words.split()[0] in named]
    for name in ("exit_codes", "environment"):
        rows = [(f"`{term}`", shown(told)) for term, told in TERMS[name].items()]
        parts += [f"## {words[name]}", _table((words["term"], words["what"]), rows)]
    return "\n\n".join(parts) + "\n"


def _options(options: Iterable[tuple[str, str]], words: Texts) -> str:
    rows = [(f"`{name}`", _plain(told)) for name, told in options]
    return _table((words["option"], words["what"]), rows) if rows else ""


def _command(command: ManualCommand, usual: Sequence[tuple[str, str]], words: Texts) -> str:
    own = [option for option in command.options if option not in usual]
    examples = EXAMPLES.get(command.words, ())
    parts = [
        f"### hageplan {command.words}",
        _plain(" ".join(command.told.split())),
        f"```text\n{command.usage}\n```",
        _options(own, words),
        "```sh\n" + "\n".join(examples) + "\n```" if examples else "",
    ]
    return "\n\n".join(filter(None, parts))


def files_page(words: Texts, language: str) -> str:
    """Return every key of every file: what for, kind and limits, default and its basis."""
    told = described(language)
    files = [(f"`{name}`", shown(text)) for name, text in TERMS["files"].items()]
    parts = [words["made"], f"# {words['files']}", words["files_about"]]
    parts.append(_table((words["term"], words["what"]), files))
    for file, tables in FILES.items():
        parts.append(f"## {file}")
        for name, model in tables.items():
            schema = model.model_json_schema()
            parts += _of_table(schema, schema, (file, *filter(None, [name])), told, words)
    if told:
        names = "\n".join(" ".join(path) for path in told)
        raise SystemExit(f"docs/keys.toml describes what no file has:\n{names}")
    return "\n\n".join(parts) + "\n"


def described(language: str) -> dict[Path_, tuple[str, str]]:
    """Return what each key is for and the basis of its default, by file, tables and key."""
    place = ("nb", "en").index(language)
    found = {}
    for path, both in _leaves(tomllib.loads((DOCS / "keys.toml").read_text("utf-8"))):
        basis = both[2:][place : place + 1] or both[2:]
        word = basis[0] if basis else ""
        found[path] = (both[place], TEXTS[language].get(word, word))
    return found


def _leaves(tables: Schema, path: Path_ = ()) -> Iterator[tuple[Path_, list[str]]]:
    for key, value in tables.items():
        if isinstance(value, dict):
            yield from _leaves(value, (*path, key))
        else:
            yield (*path, key), value


def _of_table(
    table: Schema, whole: Schema, path: Path_, told: dict[Path_, tuple[str, str]], words: Texts
) -> Iterator[str]:
    """Give a table's heading and keys, and then the tables in it that are described as such."""
    rows, below = [], []
    for key, field in table["properties"].items():
        inner, is_many = _resolved(field, whole)
        if any(other[: len(path) + 1] == (*path, key) != other for other in told):
            below.append((inner, (*path, key), is_many))
            continue
        if (*path, key) not in told:
            raise SystemExit(
                f"docs/keys.toml does not describe {key}: add {key} = "
                f'["norsk", "English"] under {list(path)}'
            )
        text, basis = told.pop((*path, key))
        default = _default(field, words, is_required=key in table.get("required", ()))
        rows.append((f"`{key}`", text, _kind(inner, words, is_many=is_many), default, basis))
    if about := told.pop((*path, "_om"), None):
        yield about[0]
    if rows:
        yield _table([words[one] for one in ("key", "what", "value", "default", "source")], rows)
    for inner, inner_path, is_many in below:
        name = ".".join(inner_path[1:])
        yield f"### {f'[[{name}]]' if is_many else f'[{name}]'}"
        yield from _of_table(inner, whole, inner_path, told, words)


def _resolved(field: Schema, whole: Schema) -> tuple[Schema, bool]:
    """Return what a key holds, or one of what it holds several of."""
    options = [one for one in field.get("anyOf", [field]) if one.get("type") != "null"]
    found = {**field, **options[0]} if len(options) == 1 else field
    is_many = found.get("type") == "array"
    found = found["items"] if is_many and "items" in found else found
    if "$ref" in found:
        found = whole["$defs"][found["$ref"].rpartition("/")[2]]
    return found, is_many


def _kind(inner: Schema, words: Texts, *, is_many: bool) -> str:
    """Return the kind of a value, and between what it may be."""
    if "enum" in inner:
        kind = ", ".join(f"`{one}`" for one in inner["enum"])
    else:
        named = str(inner.get("format", inner.get("type", "string")))
        kind = words.get(named, words["string"])
    low, high = (inner.get(limit) for limit in ("minimum", "maximum"))
    if low is None and (above := inner.get("exclusiveMinimum")) is not None:
        kind += f" > {above:g}"
    if low is not None:
        kind += f" {low:g}" + ("" if high is None else f"–{high:g}")
    elif high is not None:
        kind += f" ≤ {high:g}"
    return f"{words['array']}: {kind}" if is_many else kind


def _default(field: Schema, words: Texts, *, is_required: bool) -> str:
    if is_required:
        return words["required"]
    value = field.get("default")
    if value in (None, "", [], {}) or isinstance(value, dict):
        return ""
    if isinstance(value, str) and field.get("format") == "time":
        value = value[:5]
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def schemas_page(words: Texts) -> str:
    """Return the published schemas, by the document they describe."""
    paths = sorted((DOCS / "schemas").glob("*.schema.json"))
    names = (path.name.removesuffix(".schema.json") for path in paths)
    rows = [
        (f"`hageplan/{'/'.join(name.rsplit('-', 1))}`", f"[{path.name}](../schemas/{path.name})")
        for name, path in zip(names, paths, strict=True)
    ]
    table = _table((words["document"], words["schema"]), rows)
    parts = (words["made"], f"# {words['schemas']}", words["schemas_about"], table)
    return "\n\n".join(parts) + "\n"


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _plain(text: str) -> str:
    """Return a text whose signs Markdown takes as they are."""
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
