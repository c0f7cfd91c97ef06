"""Answers of a form (Microsoft Forms, Google Forms, Nettskjema) as entries of the log."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from hageplan.calendars.clock import local
from hageplan.errors import RequestError
from hageplan.imports.newcomers import UnknownCompanyError, each_once
from hageplan.imports.result import (
    EntryCounts,
    NameMatch,
    Newcomer,
    RejectedRow,
    SurveyImport,
)
from hageplan.imports.sources.cells import unguarded
from hageplan.imports.sources.choices import choices_in, direction_of, kind_of, outcome_of
from hageplan.imports.sources.headings import HEADINGS as REGISTER
from hageplan.imports.sources.headings import (
    find_column,
    headings_told,
    spellings_of,
    unused_headings,
)
from hageplan.imports.sources.identity import (
    FindKommune,
    Identify,
    Names,
    NoSuchNameError,
    kommune_finder,
)
from hageplan.imports.sources.table import Row, SourceTable
from hageplan.messages import msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.logg import GRADER, Grad, Henvendelse, Kanal
from hageplan.records.settings.rules import Skjema
from hageplan.records.spelling import compact, is_organisasjonsnummer
from hageplan.records.when import day_of, moment_of
from hageplan.records.workspace import Workspace
from hageplan.records.written.days import is_told

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "tid": ("besøksdato", "dato for besøk", "dato for besøket", "visit date", "date of visit",
            "fullføringstidspunkt", "completion time", "tidsmerke", "tidsstempel", "timestamp",
            "$created", "$submitted", "levert", "innsendt", "tidspunkt", "starttidspunkt",
            "start time", "dato", "date", "tid"),
    "organisasjonsnummer": REGISTER["organisasjonsnummer"],
    "navn": ("bedrift", "bedriftens navn", "navn på bedriften", "firma", "company",
             "company name", "bedriftsnavn"),
    "kommune": ("kommune", "municipality"),
    "interesse": ("interesse", "interest", "hvor interessert er dere?", "hvor interessert er dere"),
    "utfall": ("utfall", "utfall av besøket", "resultat av besøket", "outcome"),
    "behov": ("behov", "hva trenger dere?", "hva trenger dere", "needs"),
    "tilbyr": ("tilbyr", "hva kan dere tilby?", "hva kan dere tilby", "offers"),
    "kanal": ("kanal", "type kontakt", "kontakttype", "kontaktform", "type henvendelse", "channel"),
    "retning": ("retning", "hvem tok kontakt", "hvem tok kontakt?", "direction"),
    "medarbeider": ("medarbeider", "besøkt av", "hvem besøkte", "hvem besøkte?", "utført av",
                    "registrert av", "visited by"),
    "notat": ("kommentar", "kommentarer", "notat", "annet", "comment", "comments"),
}  # fmt: skip
"""Headings by field that forms are known to have."""
TELLING: Final[Mapping[str, tuple[str, ...]]] = {
    "navn": ("bedrift", "firma", "virksomhet", "company"),
    "interesse": ("interess", "interest"),
    "behov": ("behov", "trenger", "need"),
    "tilbyr": ("tilby", "offer"),
}
"""Words in the heading of a field, and in no other, for forms that have none of the usual ones."""
_SLASHED: Final = re.compile(r"^\s*(\d{1,2})/(\d{1,2})(?=/\d{2,4}\b)")
_MOST_MONTHS: Final = 12
_ZONE: Final = re.compile(r"\s+(?!(?:AM|PM)$)[A-Z]{2,5}(?:[+-]\d\S*)?$")
_NINE_DIGITS: Final = re.compile(r"\b\d{3} ?\d{3} ?\d{3}\b")
_VISITED: Final = HEADINGS["tid"][:5]
"""Headings of the time that tell that the form is about visits."""
_Key = tuple[str, datetime, Kanal]
"""Which answer it is: of whom, when, and how."""


class UnknownGradeError(RequestError):
    """A word for the interest of which nobody has said what it means."""

    def __init__(self, word: str) -> None:
        super().__init__(
            msg(
                "«{word}» is not a known answer; add it under [skjema.grader] in hageplan.toml",
                word=word,
            )
        )
        self.word = word


def read_answers(
    workspace: Workspace, table: SourceTable, *, file: str, dry_run: bool, today: date
) -> SurveyImport:
    """Return the answers of the form `file`, and how many of them are logged already.

    A row without a number is looked for by name. An answer after `today` is rejected. Raises
    RequestError where the form has no column for the company or the time, or where its dates can be
    read in two ways.
    """
    columns = _columns(table.header, workspace.oppsett.skjema)
    rows = [*table.rows]
    reader = _reader_of(workspace, table, columns, rows, today)
    there: dict[_Key, set[Grad | None]] = {}
    for logged in (*workspace.henvendelser, *workspace.rettet):
        there.setdefault(_key(logged), set()).add(logged.interesse)
    new: dict[_Key, Henvendelse] = {}
    rejected: list[RejectedRow] = []
    by_name: list[NameMatch] = []
    same = 0
    for row in rows:
        try:
            entry, match = reader.entry(row)
            _check_same(entry, new.get(_key(entry)), there.get(_key(entry), set()))
        except RequestError as fault:
            rejected.append(_rejected(row, fault))
            continue
        by_name += [match] if match else []
        if _key(entry) in new or _key(entry) in there:
            same += 1
        else:
            new[_key(entry)] = entry
    mapping = {field: table.header[number] for field, number in columns.items()}
    return SurveyImport(
        file=file,
        encoding=table.encoding,
        delimiter=table.delimiter,
        dry_run=dry_run,
        counts=EntryCounts.of(new=len(new), same=same, rejected=len(rejected)),
        mapping=mapping,
        unused=unused_headings(table.header, mapping),
        new=tuple(new.values()),
        unknown=each_once(row.newcomer for row in rejected if row.newcomer),
        rejected=tuple(rejected),
        by_name=tuple(by_name),
        written=(),
    )


def _rejected(row: Row, fault: RequestError) -> RejectedRow:
    """Return a row that is no answer, with what somebody can say of it."""
    return RejectedRow(
        line=row.line,
        reason=fault.message,
        word=fault.word if isinstance(fault, UnknownGradeError) else "",
        newcomer=fault.newcomer if isinstance(fault, UnknownCompanyError) else None,
        cells=tuple(row.cells),
    )


def _reader_of(
    workspace: Workspace,
    table: SourceTable,
    columns: Mapping[str, int],
    rows: Sequence[Row],
    today: date,
) -> _Reader:
    settings, people = workspace.oppsett.skjema, workspace.oppsett.medarbeider
    is_visit = table.header[columns["tid"]].casefold().strip(" ?:*") in _VISITED
    # Who tells who of us was there, fills the form in after a contact of ours.
    usual_kind: Kanal = "besok" if is_visit or "medarbeider" in columns else "skjema"
    times = (row.cells[columns["tid"]] for row in rows if columns["tid"] < len(row.cells))
    usual: dict[str, Grad] = {grade: grade for grade in GRADER}
    told = {word.casefold(): grade for word, grade in settings.grader.items()}
    return _Reader(
        columns=columns,
        is_month_first=_is_month_first(times, settings),
        grades={**usual, **told},
        known=workspace.bedrift_by_number,
        identify=Names(workspace.bedrifter).find,
        find_kommune=kommune_finder(workspace),
        people={word.casefold(): p.id for p in people for word in (p.id, p.navn) if word},
        kanal=settings.kanal or usual_kind,
        today=today,
    )


def _check_same(
    entry: Henvendelse, before: Henvendelse | None, logged: Container[Grad | None]
) -> None:
    """Raise RequestError where an answer says else than that of the same company and minute.

    What is `logged` may have been corrected since: it has all the grades that it ever had.
    """
    if before is not None and entry != before:
        raise RequestError(msg("another answer from the same company at the same time"))
    if logged and entry.interesse is not None and entry.interesse not in logged:
        raise RequestError(
            msg(
                "the log has another answer: hageplan import undo and import again, or "
                "hageplan log fix"
            )
        )


@dataclass(frozen=True, kw_only=True)
class _Reader:
    """Reads a row; raises RequestError where it cannot be.

    `is_month_first` tells how days are written whose parts are apart by slashes, `people` our ids
    by id and name, `kanal` how a contact was where a row does not say.
    """

    columns: Mapping[str, int]
    is_month_first: bool
    grades: Mapping[str, Grad]
    known: Mapping[str, Bedrift]
    identify: Identify
    find_kommune: FindKommune
    people: Mapping[str, str]
    kanal: Kanal
    today: date

    def entry(self, row: Row) -> tuple[Henvendelse, NameMatch | None]:
        cells = {
            field: text
            for field, number in self.columns.items()
            if number < len(row.cells) and (text := unguarded(row.cells[number].strip()))
        }
        bedrift, likeness = self._company(cells)
        match = None if likeness is None else NameMatch.of(row.line, bedrift, likeness)
        tid = _time(cells.get("tid", ""), is_month_first=self.is_month_first)
        if tid.date() > self.today:
            raise RequestError(msg("{when} is in the future", when=tid))
        kanal = kind_of(cells["kanal"]) if "kanal" in cells else self.kanal
        utfall, answer = outcome_of(cells.get("utfall"), cells.get("interesse"), self.grades)
        entry = Henvendelse(
            organisasjonsnummer=bedrift.organisasjonsnummer,
            tid=tid,
            medarbeider=self._medarbeider(cells.get("medarbeider")),
            kanal=kanal,
            retning=direction_of(cells.get("retning"), kanal),
            utfall=utfall,
            interesse=self._grade(answer),
            behov=choices_in(cells.get("behov", "")),
            tilbyr=choices_in(cells.get("tilbyr", "")),
            notat=" ".join(cells.get("notat", "").split()),
        )
        return entry, match

    def _company(self, cells: Mapping[str, str]) -> tuple[Bedrift, float | None]:
        """Return the company of a row, and how like its name is where it was found by that."""
        number = compact(cells.get("organisasjonsnummer", "")).removesuffix(".0")
        if not number and (named := _NINE_DIGITS.search(cells.get("navn", ""))):
            number = compact(named[0])
        if number in self.known:
            return self.known[number], None
        told = cells.get("organisasjonsnummer", "–")
        no_number = msg("{number} is not on the list of companies", number=told)
        if "navn" not in cells:
            raise RequestError(no_number if number else msg("{field} is empty", field="navn"))
        kommune = self.find_kommune(cells["kommune"]) if "kommune" in cells else None
        navn = " ".join(_NINE_DIGITS.sub("", cells["navn"]).split())
        newcomer = Newcomer(navn=navn, kommune=kommune or "", organisasjonsnummer=number)
        if is_organisasjonsnummer(number):
            raise UnknownCompanyError(no_number, newcomer)
        try:
            return self.identify(cells["navn"], kommune)
        except NoSuchNameError as fault:
            unnumbered = newcomer.model_copy(update={"organisasjonsnummer": ""})
            raise UnknownCompanyError(fault.message, unnumbered) from fault

    def _medarbeider(self, word: str | None) -> str:
        """Return the id of who of us was there; raises RequestError for nobody of us."""
        if word is None:
            return ""
        if word.casefold() not in self.people:
            known = ", ".join(dict.fromkeys(self.people.values()))
            raise RequestError(
                msg("no medarbeider is called «{word}»; known: {known}", word=word, known=known)
            )
        return self.people[word.casefold()]

    def _grade(self, word: str | None) -> Grad | None:
        if word is None:
            return None
        if word.casefold() not in self.grades:
            raise UnknownGradeError(word)
        return self.grades[word.casefold()]


def _columns(header: Sequence[str], settings: Skjema) -> dict[str, int]:
    spelt = spellings_of(header)
    found: dict[str, int] = {}
    for field, usual in HEADINGS.items():
        told = (settings.kolonner[field],) if field in settings.kolonner else ()
        known = find_column(spelt, (*told, *usual))
        if known is not None:
            found[field] = known
    for field, words in TELLING.items():
        telling = [n for n, name in enumerate(header) if any(w in name.casefold() for w in words)]
        free = [number for number in telling if number not in found.values()]
        if field not in found and len(free) == 1:
            found[field] = free[0]
    # A question that was reworded must not lose what it is all about.
    missing = ["interesse"] if "interesse" in settings.kolonner.keys() - found.keys() else []
    missing += [] if "tid" in found else ["tid"]
    missing += [] if {"organisasjonsnummer", "navn"} & found.keys() else ["navn"]
    if missing:
        raise RequestError(
            msg("there is no column for {fields}", fields=", ".join(missing)),
            msg('set it in hageplan.toml: [skjema.kolonner] {field} = "HEADING"; the '
"headings are: {headings}", field=missing[0], headings=headings_told(header)),
        )  # fmt: skip
    return found


def _is_month_first(times: Iterable[str], settings: Skjema) -> bool:
    """Tell whether the month comes first in days of a form whose parts are apart by slashes.

    A date that can be read in only one way decides for all. Raises RequestError where none does,
    or where they contradict each other.
    """
    found = [(int(m[1]), int(m[2])) for text in times if (m := _SLASHED.match(text))]
    day_first = any(first > _MOST_MONTHS for first, _second in found)
    month_first = any(second > _MOST_MONTHS for _first, second in found)
    if not found or settings.dag_foerst is not None or day_first != month_first:
        return month_first if settings.dag_foerst is None else not settings.dag_foerst
    first, second = found[0]
    raise RequestError(
        msg("dates such as {date} can be read in two ways", date=f"{first}/{second}"),
        msg("set it in hageplan.toml: [skjema] dag_foerst = true, or false"),
    )


def _time(text: str, *, is_month_first: bool) -> datetime:
    """Return when an answer was given, in local time to the minute; a day alone begins it."""
    written = _ZONE.sub("", text.strip())
    if is_month_first:
        written = _SLASHED.sub(r"\2/\1", written)
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        moment = _written(written)
    if not is_told(moment):
        raise RequestError(msg("«{text}» is too far back or ahead in time", text=text[:60]))
    return local(moment).replace(second=0, microsecond=0)


def _written(text: str) -> datetime:
    try:
        return moment_of(text)
    except RequestError as fault:
        with suppress(RequestError):
            return datetime.combine(day_of(text), time())
        raise fault


def _key(entry: Henvendelse) -> _Key:
    return entry.organisasjonsnummer, entry.tid.replace(second=0, microsecond=0), entry.kanal
