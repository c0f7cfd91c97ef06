"""How a stop is reported from the car: letters that are filled in, and the form of the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hageplan.i18n import _, language, say
from hageplan.imports.answers.form import (
    ASKED,
    END,
    FIELDS,
    GRADE,
    HAGE,
    NEVER,
    OUTCOME,
    SCHEMA,
    SHORT,
    SUBJECT,
    form_text,
)
from hageplan.imports.answers.stops import PlannedStop
from hageplan.records.plan import Stop
from hageplan.tours.files.itinerary import Itinerary, ItineraryDay
from hageplan.ui.clean import printable
from hageplan.ui.links import letter
from hageplan.ui.numbers import day_in_text


@dataclass(frozen=True, kw_only=True)
class AnswerLink:
    """A letter that says how it went; `dots` of three are filled, `told` says what it means."""

    url: str
    text: str
    dots: int = 0
    told: str = ""


@dataclass(frozen=True, kw_only=True)
class StopAnswer:
    """The report of a stop.

    Attributes:
        known: What the form says before anybody fills it in, by field.
        grades: Letters that say how interested the company is.
        others: Letters that say why nobody knows that.
        when: Which visit it is of.
    """

    name: str
    known: Mapping[str, str]
    subject: str
    grades: Sequence[AnswerLink]
    others: Sequence[AnswerLink]
    when: str

    @classmethod
    def of(cls, stop: Stop, day: ItineraryDay, itinerary: Itinerary) -> StopAnswer:
        """Return the report of a stop, in the language of the page."""
        tour = day.tour
        planned = PlannedStop(
            number=stop.organisasjonsnummer,
            navn=printable(stop.navn),
            start=datetime.combine(tour.date, stop.start),
            medarbeider=tour.medarbeider,
        )
        known = planned.known(printable(itinerary.naeringshage))
        subject = f"{SUBJECT[language()]} {planned.id} {planned.navn}"

        def link(
            text: str,
            said: Mapping[str, str],
            *,
            dots: int = 0,
            told: str = "",
            short: bool = False,
        ) -> AnswerLink:
            body = form_text({**known, **said}, language(), only=SHORT if short else None)
            url = letter(itinerary.svar_til, subject, body)
            return AnswerLink(url=url, text=text, dots=dots, told=told)

        met = OUTCOME.choices["snakket"][language()]
        return cls(
            name=planned.navn,
            known=known,
            subject=subject,
            grades=[
                link(word, {"utfall": met, "interesse": word}, dots=dots)
                for dots, word in enumerate(one[language()] for one in GRADE.choices.values())
            ],
            others=[link(text, said, told=told, short=True) for text, told, said in _unknown()],
            when=say(
                "Visit {day} {time}, {who}",
                day=day_in_text(tour.date),
                time=f"{stop.start:%H:%M}",
                who=printable(day.navn),
            ),
        )


def _unknown() -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """Give the answers that tell no interest: what they say and mean, and what the form has."""
    _met, absent, refused = (one[language()] for one in OUTCOME.choices.values())
    yield _("Not met"), _("will be tried again"), {"utfall": absent}
    yield _("Would not talk"), _("does not count as a no"), {"utfall": refused}
    never = {"utfall": refused, "reservert": _("yes")}
    yield NEVER.label[language()], _("applies immediately"), never


def answer_script(itinerary: Itinerary) -> Mapping[str, Any]:
    """Return what the page's script needs to write the same form."""
    return {
        "to": itinerary.svar_til,
        "hage": printable(itinerary.naeringshage),
        "schema": SCHEMA,
        "fields": [
            [one.key, one.label[language()], one.head(language()), one is HAGE] for one in FIELDS
        ],
        "end": END[language()],
        "one": _("1 answer is stored in this browser"),
        "many": _("{count} answers are stored in this browser"),
        "unkept": _("This browser stores nothing: send or save before you close the page."),
        "made": _("When the e-mail is sent, remove the answer here."),
    }


def sample_letter() -> Mapping[str, Sequence[str]]:
    """Return what a letter looks like: the lines that are filled in, and those to write in."""
    met, grade = OUTCOME.choices["snakket"], GRADE.choices["forpliktet"]
    known = {"utfall": met[language()], "interesse": grade[language()]}
    filled = [f"{one.label[language()]}: {known[one.key]}" for one in (OUTCOME, GRADE)]
    asked = [f"{one.head(language())}:" for one in ASKED if one.key not in known]
    return {"filled": filled, "asked": asked}
