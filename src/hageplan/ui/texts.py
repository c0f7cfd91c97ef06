"""Sentences for the coded remarks of results."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from hageplan.i18n import nsay, short_date, short_moment, shown
from hageplan.messages import Count, Message, decode, msg, nmsg
from hageplan.records.base import A_LEAP_YEAR
from hageplan.records.spelling import is_provisional
from hageplan.ui.clean import printable
from hageplan.ui.entry_text import GRADES
from hageplan.ui.labels import STATUS_LABELS
from hageplan.ui.numbers import day_of_year, decimal

if TYPE_CHECKING:
    from hageplan.records.plan import Reason

_MOMENT: Final = re.compile(r"^\d{4}-\d\d-\d\d( \d\d:\d\d(:\d\d)?)?$")
"""A day, or a local time."""
_SEASON: Final = re.compile(r"^\d\d-\d\d$")
"""A month and a day."""
_FRACTION: Final = re.compile(r"^\d+\.\d+$")
_WORDS: Final[Mapping[str, Mapping[str, Message]]] = {
    "grade": GRADES,
    "status": {f"{status}": label for status, label in STATUS_LABELS.items()},
    "rolle": {"daglig leder": msg("general manager"), "styrets leder": msg("chair of the board")},
}
"""What people read for the words that a remark's values hold, by the value's name."""

HAPPENINGS: Final[Mapping[str, Message]] = {
    "happened-ny": msg("new company"),
    "happened-flyttet-inn": msg("moved to {til}"),
    "happened-flyttet-inn-from": msg("moved from {fra} to {til}"),
    "happened-flyttet-ut": msg("moved out to {til}"),
    "happened-flyttet-ut-from": msg("moved out, from {fra} to {til}"),
    "happened-navn": msg("changed its name to {til}"),
    "happened-navn-from": msg("changed its name from {fra} to {til}"),
    "happened-naering": msg("changed its industry to {til}"),
    "happened-naering-from": msg("changed its industry from {fra} to {til}"),
    "happened-more": nmsg(
        "one more employee ({fra} to {til})", "{count} more employees ({fra} to {til})"
    ),
    "happened-fewer": nmsg(
        "one employee fewer ({fra} to {til})", "{count} employees fewer ({fra} to {til})"
    ),
    "happened-avvikling": msg("is being wound up"),
    "happened-konkurs": msg("bankruptcy opened"),
    "happened-slettet": msg("deleted from the register"),
    "happened-rolle": msg("new {rolle}: {til}"),
    "happened-rolle-from": msg("new {rolle}: {til} after {fra}"),
}
"""What registers told of a company, by the remark's code."""
REMARKS: Final[Mapping[str, Message]] = {
    **HAPPENINGS,
    "do-not-phone": msg("do not phone"),
    "interest": msg("{grade} {date}"),
    "never-contacted": msg("never contacted"),
    "last-contact": msg("last contact {date}"),
    "employees": nmsg("{count} employee", "{count} employees"),
    "size-unknown": msg("size unknown"),
    "member-chance": msg("{percent} % chance of a member"),
    "teaches": msg("teaches {times} times the average"),
    "teaches-briefly": msg("teaches ×{times}"),
    "status": msg("{status}"),
    "estimate": msg("Driving is estimated: great circle × {omvei} at {km_per_time} km/h."),
    "known-roads": msg(
        "{count} known driving times (veier.toml) count within {radius_km} km of their places."
    ),
    "winter": msg("Winter, {fra} to {til}: driving × {faktor}."),
    "winter-place": msg("winter roads at {place}, driving × {faktor}"),
    "road-around": msg("{name} is closed: driven around"),
    "road-by-way-of": msg("{name} is closed: by way of {place}"),
    "road-longer": msg("{name} is closed: {minutes} min longer"),
    "road-convoy": msg("{name}: convoy, {minutes} min more"),
    "ferry": msg("ferry {name}, {minutes} min and up to {wait} min wait"),
    "ferry-last": msg("ferry {name}, {minutes} min and up to {wait} min wait; last one {last}"),
    "long-way-up": msg("{minutes} min more at {place}"),
    "roads-closed": msg(
        "Closed roads (veier.toml: {count}) count on their days for drives that they cross in a "
        "straight line."
    ),
    "roads-avoided": msg("Closed roads (veier.toml: {count}) are driven around on their days."),
    "ferry-wait": msg(
        "Ferry {name}: a wait of {minutes} min, the longest from {begin} to {end}, at any time."
    ),
    "long-ways-up": msg("Places with a long way up (veier.toml): {count}."),
    "roads-valhalla": msg(
        "Driving follows the roads of OpenStreetMap of {date}, found by Valhalla "
        "(© OpenStreetMap contributors, ODbL)."
    ),
    "roads-valhalla-undated": msg(
        "Driving follows the roads of OpenStreetMap, of an unknown date, found by Valhalla "
        "(© OpenStreetMap contributors, ODbL)."
    ),
    "roads-osrm": msg(
        "Driving follows the roads of OpenStreetMap, found by an OSRM server, which does not tell "
        "their date (© OpenStreetMap contributors, ODbL)."
    ),
    "roads-failed": msg("The roads gave no answer, so driving is estimated: {why}"),
    "roads-old": msg("The map of the roads is more than two years old: {date}."),
    "stood-in": msg("estimated: the roads gave no answer"),
    "off-road": msg("{place} is {metres} m from the road where driving begins"),
    "parking": msg("{minutter} min to park at each stop, counted as driving."),
    "mileage": msg("Mileage: {kroner} kr a kilometre, the rate from {fra} (kilometersatser)."),
    "visit-length-medlem": msg(
        "Visits to members take {average} times what is planned, most of them {low} to {high} "
        "times ({count} in the log)."
    ),
    "visit-length-maalbedrift": msg(
        "Visits to target companies take {average} times what is planned, most of them {low} to "
        "{high} times ({count} in the log)."
    ),
    "visit-length-prospekt": msg(
        "Visits to potential members take {average} times what is planned, most of them {low} to "
        "{high} times ({count} in the log)."
    ),
    "prize-scale": msg("An average visit is worth {minutter} min of driving and waiting."),
    "visit-intervals": msg(
        "Days from one visit to the next: members {medlem}, target companies {maalbedrift}; by the "
        "last answer {forpliktet} (committed), {interessert} (interested), {noytral} (neutral), "
        "{ikke} (not interested). A visit is worth nothing before half of them, twice as much "
        "after twice as many."
    ),
    "each-week": msg(
        "Each week has as many visits as can be followed up in it; more: --max-visits"
    ),
    "visits-behind": msg(
        "More visits are due than are made: on average {percent} % of the interval has passed."
    ),
    "visit-due": msg("due since {date}"),
    "proof-weeks": msg(
        "It is proven of each week by itself: how many visits it may have, and whom the others "
        "visit, is given."
    ),
    "proof-size": msg("It is proven of plans with {most} visits to choose at most."),
    "proof-later": msg(
        "It is proven of this week by itself, without the visits that are left to later weeks "
        "({count})."
    ),
    "proof-shares": msg("It is proven with the municipalities' shares of visits as they are."),
    "proof-two": msg("In the bound, both begin a visit for two within the same half hour."),
    "proof-orders": msg("In the bound, a visit that waits for another may come earlier that day."),
    "solver": msg("Tours found by {name}."),
    "solver-usual": msg(
        "Tours found by {name} in {rounds} rounds, by the plan's size; --time-limit SECONDS looks "
        "longer."
    ),
    "solver-asked": msg("Tours found by {name} in {rounds} rounds, as asked for."),
    "solver-seconds": msg("Tours found by {name} in {seconds} s, as asked for."),
    "unread": nmsg(
        "One record has errors and is left out of this (hageplan check shows it).",
        "{count} records have errors and are left out of this (hageplan check shows them).",
    ),
    "no-answers": msg("Nobody has answered yet: all of this is what was assumed beforehand."),
    "prior-level": msg(
        "Before any answer a typical company is taken to be interested with a chance of "
        "{percent} %, and anything from {low} to {high} % is thought possible."
    ),
    "prior-spread": msg(
        "Differences expected beforehand (standard deviations of log odds): size {size}, size "
        "class {size_class}, industry {industry}, municipality {kommune}."
    ),
    "prior-refusals": msg(
        "Of those you sought out {percent} % did not talk with you. Those who did are taken to "
        "have {odds} times their odds of interest (log odds: sd {sd}); answers cannot tell."
    ),
    "no-refusals": msg(
        "The log has nobody who was not met or would not talk: answers are taken for all of those "
        "you sought out. Log such visits too (--utfall)."
    ),
    "prior-refusals-off": msg(
        "Those who talk are taken for all: the settings leave refusals out of account."
    ),
    "prior-answers": msg(
        "Expected beforehand (standard deviations of log odds): interest changes by {trend} a "
        "year, and what two of you hear of the same company differs by {adviser}."
    ),
    "prior-self-selection": msg(
        "Those who come by themselves are taken to have {odds} times the odds of interest of equal "
        "others, until answers say otherwise."
    ),
    "half-life": msg("An answer counts half after {years} years."),
    "conversion": msg(
        "Of those who answer ikke, nøytral, interessert, forpliktet, {ikke}, {noytral}, "
        "{interessert}, {forpliktet} % are taken to become members; each figure weighs as much as "
        "{strength} answers. They join {months} months after they are asked, on average."
    ),
    "members-undated": msg(
        "Of {members} members nobody wrote down since when they are (medlem_siden): their answers "
        "are taken to be what led to it."
    ),
    "value-members": msg("Every member is worth the same."),
    "value-jobs": msg(
        "A member is worth its employees; an owner alone counts as one, an unknown headcount as "
        "the median, {median}."
    ),
    "value-hours": msg(
        "A member is worth {base} hours a year and {each} for each employee, at most {most}; an "
        "unknown headcount counts as the median, {median}."
    ),
    "without-a-visit": msg(
        "A visit is worth what it changes. Of those who would join if asked, {rate} % a year do so "
        "unasked, and {each} % more where all others are members; of the interested without an "
        "agreed next step, {percent} % join anyway. These are guesses (uten_besok)."
    ),
    "kappa": msg("What an answer teaches weighs {kappa} times the chance of a member."),
    "random-share": msg(
        "{percent} % of the visits are drawn by lot, so that those are asked, too, whom the model "
        "would never choose."
    ),
    "agreed-out": msg("it has opted out: cancel the appointment"),
    "agreed-closed-down": msg("it has closed down: cancel the appointment"),
    "agreed-unknown": msg("no medarbeider has the id {who} any more"),
    "agreed-holiday": msg("{date} is a public holiday"),
    "agreed-away": msg("{who} is away from {fra} to {til}"),
    "agreed-off": msg("{who} does not work on {date}"),
    "agreed-hours": msg("{meeting} lies outside the hours of {who} on {date}: {hours}"),
    "agreed-half-day": msg(
        "{meeting} lies outside the hours of {who} on {date}, half a day: {hours}"
    ),
    "agreed-busy": msg("the calendar of {who} is taken from {fra} to {til}"),
    "agreed-at-once": msg("{who} is at {name} then, {meeting}: {minutes} min at the same time"),
    "agreed-late": msg(
        "from {first} to {then} {minutes} min are missing: the meeting ends {end}, then "
        "come {slack} min of slack and {driving} min of driving, and the next one begins "
        "{start}"
    ),
    "agreed-pauses": msg(
        "the drives to and from it leave {who} no time for the pauses of that day (lunch, what is "
        "kept free, what the calendar blocks)"
    ),
    "agreed-dark": msg(
        "{who} would drive in the dark for it: under way {away}, and it is light {light}"
    ),
    "agreed-ferry": msg("the way to or from {name} comes after the last ferry at {last}"),
    "agreed-drive": msg(
        "the appointments of {who} that day take {minutes} min of driving, {limit} are allowed"
    ),
    "agreed-midnight": msg("{who} would be under way at midnight for it"),
    "agreed-closed-day": msg("{name} takes no visits on that weekday"),
    "agreed-closed-then": msg("it is agreed outside the hours of {name} that day: {hours}"),
    "agreed-season": msg("{name} takes no visits from {fra} to {til}"),
    "agreed-season-why": msg("{name} takes no visits from {fra} to {til} ({why})"),
    "agreed-asks": msg("{name} asks for {words}, which {who} does not have"),
    "drive-reserve": msg("Driving takes a reserve: × {factor}."),
    "alone": msg("Two should visit {name}, and only {who} can as it is agreed."),
    "lacking": msg("{name} gets {made} of the {least} visits that it should."),
    "longer-day": msg("on {date} with {minutes} min more"),
    "longer-dear-day": msg(
        "on {date} with {minutes} min more; {detour} min of driving and waiting, worth {prize}"
    ),
    "other-day": msg("on {date} instead of {count} others, worth {minutes} min less"),
    "more-driving": msg("on {date} with {minutes} min more driving"),
    "other-hours": msg("if it could be visited {date} at {time}"),
    "instead": msg("instead of {name}, worth {minutes} min less"),
    "worth-more": msg("if it were worth {minutes} min more"),
    "staffing-member-hours": msg(
        "Hours a member: {base} and {each} for each employee, at most {most}, averaged over the "
        "companies of the region (medlemstimer)."
    ),
    "staffing-joined": msg(
        "All who will join have joined when the year begins, and no member leaves."
    ),
    "staffing-visits": msg(
        "Members, and a share of all others, are visited; those likeliest to join stand for the "
        "new members on the map."
    ),
    "staffing-tours": msg(
        "The year is planned as two or more rounds of whole days, from one place, 08:00 to 16:00."
    ),
    "staffing-no-grants": msg("No grants are counted: put them into tilskudd in [bemanning]."),
    "staffing-no-money": msg(
        "Money is left out until kroner_per_aarsverk and medlemsavgift stand in [bemanning]."
    ),
    "forecast-guesses": msg(
        "How many talk to us, how long they take to join, and word of mouth are guesses (treffer, "
        "forsinkelse_maaneder, uten_besok)."
    ),
    "forecast-shared": msg(
        "What is assumed alike for all næringshager (treffer, frafall, timer_per_medlem) turns out "
        "alike for all in a future; the rest is each one's own."
    ),
    "forecast-withheld": msg(
        "Members of {count} næringshager are not told: fewer than 5, or to be found by subtraction "
        "from the sum. Single figures below 5 are left out too."
    ),
    "forecast-order": msg(
        "Others are visited in the order of hageplan next, as far as the work for members leaves "
        "time; whoever was asked is asked again as the answer grows old."
    ),
    "forecast-left": msg(
        "Members that leave do not come back, and companies that declined are not asked again."
    ),
    "forecast-driving": msg("Every visit takes the driving that it takes in the planned year."),
    "staffing-home": msg(
        "Days begin and end at home; the way to the office on other days is not counted."
    ),
    "jobs-once": msg(
        "A company's words about one matter are one claim; the latest takes the place of those "
        "before."
    ),
    "jobs-change": msg(
        "A period shows what its words changed, so periods add up and what was reported stays."
    ),
    "jobs-corrected": msg(
        "Entries of the log were corrected or taken back: as first told, this period had "
        "{new} new, {kept} kept (hageplan log show --corrected)."
    ),
    "jobs-so-far": msg("The period is not over: as of {date}."),
    "jobs-restated": nmsg(
        "One report repeats an earlier one and counts once.",
        "{count} reports repeat earlier ones and count once.",
    ),
    "jobs-main-unit": nmsg(
        "One report from a main unit is counted with its subunits.",
        "{count} reports from main units are counted with their subunits.",
    ),
    "jobs-no-source": nmsg(
        "One report has no source (kilde).", "{count} reports have no source (kilde)."
    ),
    "jobs-no-confidence": nmsg(
        "One report does not say how certain it is (sikkerhet).",
        "{count} reports do not say how certain they are (sikkerhet).",
    ),
    "jobs-beyond": nmsg(
        "One report claims more retained jobs than the company had: check it (--explain).",
        "{count} reports claim more retained jobs than the companies had: check them (--explain).",
    ),
    "match-weights": msg(
        "Weights: needs {needs}, words {text}, industry {industry}, known supplies {supply}, size "
        "{size}, distance {distance}."
    ),
    "match-reason": msg(
        "A pair needs a reason: a need that is offered, or words alike by {least} or more."
    ),
    "match-roads": msg(
        "Pairs are chosen by that estimate; what is shown of them is by road, of the first {most}."
    ),
    "match-distance": msg("Nearness counts half at {km} km of road, the straight line × {omvei}."),
    "outside": nmsg(
        "One company is outside the target group of the næringshage and is not counted.",
        "{count} companies are outside the target group of the næringshage and are not counted.",
    ),
    "outside-never": msg("named in aldri"),
    "outside-public": msg("public: municipality, county or state"),
    "outside-form": msg("organisation form {form}"),
    "outside-industry": msg("industry {code}"),
    "outside-size-unknown": msg("number of employees unknown"),
    "outside-small": nmsg(
        "1 employee, fewer than {least}", "{count} employees, fewer than {least}"
    ),
    "outside-large": msg("{count} employees, more than {most}"),
    "report-accounts": msg(
        "Growth is that of companies whose accounts are known for both of the last two years; what "
        "is not known is left out, never guessed."
    ),
    "report-value-creation": msg(
        "Value creation is unknown: open accounts do not tell wages. Companies' own figures go "
        "into verdiskaping in the records."
    ),
    "report-withheld": msg(
        "Withheld: figures for fewer than {least} companies, and any they could be derived from."
    ),
    "said": msg("{text}"),
    "needs": msg("Needs: {text}"),
    "offers": msg("Offers: {text}"),
    "promised": msg("Promised by {date} ({who}): {text}"),
    "promised-untold": msg("Promised by {date} ({who}), without a note"),
    "data-source": msg("Records from {title}, {licence}, fetched {date}."),
    "ask-called-off": msg("The appointment was called off or moved after the plan was made: call."),
    "ask-declined": msg("No visit is wanted any more ({status}): plan again."),
    "ask-first": msg("First contact: tell them what you record of them, and why."),
    "ask-interest": msg("How interested are they?"),
    "ask-flytter": msg("Do they still want to move? What could make them stay?"),
    "ask-selger": msg("Do they still want to sell? Who could take over?"),
    "ask-legger_ned": msg("Do they still want to close down? What would help?"),
    "ask-again": msg("They said {grade} on {date}: does that still hold?"),
    "ask-expansion": msg("How goes the expansion that they spoke of on {date}?"),
    "ask-jobs": msg("New or kept jobs since last time? Who says so, how sure is it?"),
    "ask-size": msg("How many work there?"),
    "ask-needs": msg("What do they need?"),
    "ask-offers": msg("What could they do for others?"),
    "ask-contact": msg("Whom to call and write to, and may we send e-mail?"),
    "no-office": msg("No office in hageplan.toml: days begin and end in {sted}."),
    "no-medarbeider": msg("No medarbeider in hageplan.toml: one person, {fra}-{til}."),
}

_NO_NUMBER: Final = msg("no organisasjonsnummer yet")

LEFT_OUT: Final[Mapping[Reason, Message]] = {
    "opted-out": msg("has opted out"),
    "asked-to-leave-out": msg("left out by --without"),
    "booked": msg("has an appointment {date}"),
    "planned": msg("has a visit planned {date}"),
    "called-off": msg("called off a visit on {date}"),
    "waits": msg("waits for {name}"),
    "season": msg("no visits in this season"),
    "nobody-can": msg("nobody at work knows what it asks for"),
    "no-time-for-two": msg("no time at which two can be there"),
    "closed-down": msg("has closed down"),
    "declined": msg("has declined"),
    "recently-contacted": msg("met {date}; again from {again}"),
    "outside-hours": msg("cannot be visited in our hours on these days"),
    "too-far": msg("cannot be reached in its hours, there and back in a day"),
    "not-worth-the-drive": msg("{detour_minutes} min extra, worth {prize_minutes}"),
    "uneven": msg("would share the work less evenly"),
    "no-time-left": msg("no time left"),
    "visit-limit": msg("more than {limit} visits"),
    "later": msg("better visited later, about {date}"),
    "not-tried": msg("not tried: {count} others are worth as much or more"),
}


def number_words(number: str) -> str:
    """Return a company's number as people read it: one that stands in for none is no number."""
    return shown(_NO_NUMBER) if is_provisional(number) else number


def company_words(navn: str, number: str) -> str:
    """Return a company as people tell it from others: by its name, with its number."""
    return f"{navn} ({number_words(number)})"


def outside_group(count: int) -> str:
    """Return how many companies are not looked at, and how they would be."""
    return nsay(
        "One company is outside the target group; --alle includes it.",
        "{count} companies are outside the target group; --alle includes them.",
        count=count,
    )


def remark(coded: str, day: Callable[[date], str] = short_date) -> str:
    """Return the sentence for a coded remark; an unknown or damaged one stays as it is."""
    try:
        code, values = decode(coded)
        return _filled(REMARKS[code], values, day)
    except (KeyError, ValueError):  # somebody has edited a saved plan
        return printable(coded)


def reason(code: Reason, detail: str) -> str:
    """Return why a company was left out; damaged details stay as they are."""
    try:
        return _filled(LEFT_OUT[code], decode(detail)[1])
    except (KeyError, ValueError):
        return printable(f"{code} {detail}".strip())


def _filled(
    message: Message, values: Mapping[str, str], day: Callable[[date], str] = short_date
) -> str:
    shown_values: dict[str, object] = {
        key: shown(_WORDS[key][value]) if value in _WORDS.get(key, {}) else _value(value, day)
        for key, value in values.items()
    }
    if message.plural:
        shown_values["count"] = Count(values["count"])
    return shown(Message(message.template, shown_values, message.plural))


def _value(value: str, day: Callable[[date], str]) -> str:
    if found := _MOMENT.match(value):
        at = datetime.fromisoformat(value)
        return short_moment(at) if found[1] else day(at.date())
    if _SEASON.match(value):
        return day_of_year(date.fromisoformat(f"{A_LEAP_YEAR}-{value}"))
    if _FRACTION.match(value):
        return decimal(float(value), 3)
    return printable(value)
