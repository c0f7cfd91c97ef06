"""Turn pydantic's findings into faults that say what was expected and what to do."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from hageplan.errors import Problem
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.written.days import YEARS
from hageplan.workspace.files import Loc, TomlFile
from hageplan.workspace.lookup import nearest

_WHAT: Final[Mapping[str, Message]] = {
    "missing": msg("the key is missing"),
    "extra_forbidden": msg("unknown key"),
    "int_type": msg("{value} is not a whole number"),
    "int_from_float": msg("{value} is not a whole number"),
    "float_type": msg("{value} is not a number"),
    "finite_number": msg("{value} is not a number"),
    "string_type": msg("{value} is not text"),
    "bool_type": msg("{value} is not true or false"),
    "tuple_type": msg("{value} is not a list"),
    "model_type": msg("{value} is not a table"),
    "literal_error": msg("{value} is not one of the allowed words"),
    "string_too_short": msg("the text is empty"),
    "too_short": msg("the list is empty"),
    "organisasjonsnummer": msg("{value} is not an organisation number"),
    "klokkeslett": msg("{value} is not a time of day"),
    "time_type": msg("{value} is not a time of day"),
    "dato": msg("{value} is not a date"),
    "date_type": msg("{value} is not a date"),
    "tidspunkt": msg("{value} is not a date and time"),
    "datetime_type": msg("{value} is not a date and time"),
    "tidssone": msg("{value} has a time zone"),
    "aarstall": msg("{value} is too far back or ahead in time"),
    "rekkefolge": msg("it ends before it starts"),
    "koordinater": msg("only one of lat and lon is given"),
    "ledere": msg("more women in leadership than leaders"),
    "regnskap": msg("a year is listed twice in regnskap"),
    "samme_sted": msg("the road goes from a place to itself"),
    "maaned_dag": msg("{value} is not a month and a day"),
    "ulike_dager": msg("only one of fra and til has a year"),
    "vei_rundt": msg("the closed road has no detour, or several"),
    "kaier": msg("the ferry does not go from outside omraade into it"),
    "epostadresse": msg("{value} is not an e-mail address"),
    "ukryptert": msg("e-mail would be sent unencrypted from this machine"),
    "stigende": msg("kommune_sd is not in ascending order"),
    "uten_samtale": msg("an answer, although nobody talked"),
    "vekter": msg("neither needs nor words are weighted"),
    "lavt_hoyt": msg("oppfolginger_lavt is above oppfolginger_hoyt"),
    "treffer_lavt_hoyt": msg("treffer_lavt is above treffer_hoyt"),
    "naering": msg("there is no industry {value}"),
    "seksjon": msg("the letter {value} means different industries in SN2007 and SN2025"),
    "organisasjonsform": msg("there is no organisation form {value}"),
    "ansatte": msg("ansatte_maks is below ansatte_minst"),
    "alltid_aldri": msg("the same company is listed under both alltid and aldri"),
}

_EXPECTED: Final[Mapping[str, Message]] = {
    "int_type": msg("a whole number, without quotation marks"),
    "float_type": msg("a number with a decimal point, without quotation marks"),
    "finite_number": msg("a number with a decimal point, without quotation marks"),
    "string_type": msg("text in quotation marks"),
    "string_too_short": msg("some text"),
    "too_short": msg("one or more; or leave the key out"),
    "bool_type": msg("true or false, without quotation marks"),
    "tuple_type": msg("a list in square brackets"),
    "model_type": msg("a table, such as {{ key = value }}"),
    "organisasjonsnummer": msg("nine digits; the last is a check digit (mod 11)"),
    "klokkeslett": msg('a time such as "09:00"'),
    "time_type": msg('a time such as "09:00"'),
    "dato": msg('a date such as 2026-12-01, or "1.12.2026" in quotation marks'),
    "date_type": msg('a date such as 2026-12-01, or "1.12.2026" in quotation marks'),
    "tidspunkt": msg(
        'a date and time such as 2026-12-01 10:00:00, or "1.12.2026 10:00" in quotation marks'
    ),
    "datetime_type": msg(
        'a date and time such as 2026-12-01 10:00:00, or "1.12.2026 10:00" in quotation marks'
    ),
    "tidssone": msg("the local time, such as 2026-12-01 10:00:00, without a zone"),
    "aarstall": msg("a day between the years {first} and {last}", first=YEARS[0], last=YEARS[1]),
    "vekter": msg("behov or tekst above 0"),
    "lavt_hoyt": msg("a low figure that is not above the high figure"),
    "treffer_lavt_hoyt": msg("a low figure that is not above the high figure"),
    "rekkefolge": msg("til later than fra"),
    "koordinater": msg("both, or neither"),
    "ledere": msg("kvinner_i_ledelse at most ledere"),
    "regnskap": msg("each year once"),
    "samme_sted": msg("two different places"),
    "maaned_dag": msg('month and day, such as "11-15"'),
    "ulike_dager": msg('two dates, such as 2026-12-01, or two days of each year, such as "12-01"'),
    "vei_rundt": msg("just one of rundt, ekstra_minutter and kolonne_minutter"),
    "kaier": msg("fra_kai outside and til_kai inside omraade, with the corners in order"),
    "epostadresse": msg('an address such as "post@hage.example"'),
    "ukryptert": msg('sikkerhet = "starttls" or "tls", or a server on this machine'),
    "uten_samtale": msg('no interesse, or utfall = "snakket"'),
    "stigende": msg("ascending numbers, each once, such as [0.1, 0.45, 1.1]"),
    "naering": msg(
        'industries such as "84" or "84-88", the beginning of a code, or a letter from A to I'
    ),
    "seksjon": msg('two-digit industries, such as "84-88"'),
    "organisasjonsform": msg("a code from Enhetsregisteret, such as AS, ENK or BRL"),
    "ansatte": msg("ansatte_maks no lower than ansatte_minst"),
    "alltid_aldri": msg("each company in one of them"),
}

_EXPECTED_OF_KEY: Final[Mapping[str, Message]] = {
    "antall_ansatte": msg("0 or more; leave the key out if it is unknown"),
    "kommunenummer": msg('four digits, such as "3427"'),
    "postnummer": msg('four digits, such as "2500"'),
    "naeringskode": msg('a code such as "16.100"; leave the key out if it is unknown'),
    "id": msg("lower-case letters, digits, - and _"),
    "vert": msg('the name of a mail server, e.g. "smtp.hage.example"'),
    "lat": msg("degrees north between {low} and {high}", low=57.8, high=71.4),
    "punkter": msg("points such as [{{ lat = 62.55, lon = 11.02 }}]"),
    "omraade": msg("points such as [{{ lat = 62.55, lon = 11.02 }}]"),
    "lon": msg("degrees east between {low} and {high}", low=4.3, high=31.4),
}

_REMEDY: Final[Mapping[str, Message]] = {
    "organisasjonsnummer": msg("look up the number in Enhetsregisteret"),
    "rekkefolge": msg("swap them, or fix the one that is wrong"),
}


def problem_from(error: ErrorDetails, file: TomlFile, loc: Loc, model: type[BaseModel]) -> Problem:
    """Return the fault for one of pydantic's `errors()`.

    `loc` is the place of the validated table in `file`; `model` is the table's type.
    """
    inner = tuple(error["loc"])
    kind = error["type"]
    has_value = kind not in ("missing", "extra_forbidden") and not isinstance(error["input"], dict)
    value = toml_value(error["input"]) if has_value else ""
    key = ".".join(str(part) for part in inner if isinstance(part, str))
    return Problem(
        severity="error",
        code=kind.replace("_", "-"),
        file=file.name,
        line=file.line((*loc, *inner)),
        key=key,
        value=value,
        what=_what(kind, key, value),
        expected=_expected(error, key, model),
        todo=_todo(kind, key, model),
        table=loc,
    )


_SHOWN_IN_TENS: Final = 1 << 256
"""Python refuses to write numbers of thousands of digits, save in hexadecimal."""


def toml_value(value: object, limit: int = 60) -> str:
    """Return a value as files write it, shortened to `limit` characters."""
    if isinstance(value, str | bool | list):
        text = json.dumps(value, ensure_ascii=False, default=str)
    elif isinstance(value, int) and abs(value) > _SHOWN_IN_TENS:
        text = hex(value)
    else:
        text = str(value)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _what(kind: str, key: str, value: str) -> Message:
    if _is_bound(kind) and _last(key) in ("lat", "lon"):
        return msg("{value} is outside Norway", value=value)
    what = _WHAT.get(kind, msg("{value} is not allowed here"))
    return Message(what.template, {"value": value})


def _expected(error: ErrorDetails, key: str, model: type[BaseModel]) -> Message:
    kind, context = error["type"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return msg("one of: {keys}", keys=", ".join(_known_keys(key, model)))
    if kind == "literal_error":
        words = context["expected"].replace("'", "").replace(" or ", ", ")
        return msg("one of: {words}", words=words)
    if _last(key) in _EXPECTED_OF_KEY and kind != "missing":
        return _EXPECTED_OF_KEY[_last(key)]
    if _is_bound(kind):
        return _bound(context)
    return _EXPECTED.get(kind, NOTHING)


def _todo(kind: str, key: str, model: type[BaseModel]) -> Message:
    if kind == "extra_forbidden":
        near = nearest(_last(key), _known_keys(key, model))
        return msg("did you mean {key}?", key=near) if near else msg("remove it, or fix the name")
    if kind == "missing":
        return msg("add {key} to the table", key=_last(key))
    if _is_bound(kind) and _last(key) in ("lat", "lon"):
        return msg("check that lat and lon are not swapped")
    return _REMEDY.get(kind, NOTHING)


def _bound(context: Mapping[str, Any]) -> Message:
    if "ge" in context:
        return msg("{low} or more", low=_plain(context["ge"]))
    if "gt" in context:
        return msg("more than {low}", low=_plain(context["gt"]))
    return msg("{high} or less", high=_plain(context.get("le", context.get("lt"))))


def _plain(limit: object) -> object:
    """Return a limit as people write it: 0, not 0.0."""
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit


def _is_bound(kind: str) -> bool:
    return kind.startswith(("greater_than", "less_than"))


def _last(key: str) -> str:
    return key.rpartition(".")[2]


def _known_keys(key: str, model: type[BaseModel]) -> list[str]:
    """Return the keys of the table that has `key`."""
    for part in key.split(".")[:-1]:
        model = _table_of(model, part)
    return sorted(model.model_fields)


def _table_of(model: type[BaseModel], key: str) -> type[BaseModel]:
    """Return the type of the table (or of the tables in the array) at `key` of `model`."""
    pending: list[Any] = [model.model_fields[key].annotation]
    while pending:
        candidate = pending.pop()
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
        pending.extend(getattr(candidate, "__args__", ()))
    return model
