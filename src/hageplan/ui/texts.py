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
_TIMES: Final = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
"""A time of day and a later one, as they are typed."""
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
    "member-chance": msg("{percent}% chance of a new member"),
    "teaches": msg("gives {times} times as much learning as an average visit"),
    "teaches-briefly": msg("learning ×{times}"),
    "status": msg("{status}"),
    "estimate": msg("Driving times are estimated: straight line × {omvei} at {km_per_time} km/h."),
    "known-roads": msg(
        "{count} known driving times (veier.toml) apply within {radius_km} km of their places."
    ),
    "winter": msg("Winter, {fra} to {til}: driving times × {faktor}."),
    "winter-place": msg("winter roads at {place}: driving time × {faktor}"),
    "road-around": msg("{name} is closed: another road is used"),
    "road-by-way-of": msg("{name} is closed: driving by way of {place}"),
    "road-longer": msg("{name} is closed: {minutes} min longer"),
    "road-convoy": msg("{name}: convoy driving, {minutes} min more"),
    "ferry": msg("ferry {name}: {minutes} min, and up to {wait} min of waiting"),
    "ferry-last": msg(
        "ferry {name}: {minutes} min, and up to {wait} min of waiting; the last goes at {last}"
    ),
    "long-way-up": msg("{minutes} min extra at {place}"),
    "roads-closed": msg(
        "Closed roads ({count} in veier.toml) lengthen drives whose straight line crosses them, "
        "on the days they are closed."
    ),
    "roads-avoided": msg(
        "Closed roads ({count} in veier.toml) are driven around on the days they are closed."
    ),
    "ferry-wait": msg(
        "Ferry {name}: {minutes} min of waiting all day, the longest between {begin} and {end}."
    ),
    "long-ways-up": msg("Places with extra driving at the end ({count} in veier.toml)."),
    "roads-valhalla": msg(
        "Driving times are from the road network (OpenStreetMap, {date}), routed by Valhalla (© "
        "OpenStreetMap contributors, ODbL)."
    ),
    "roads-valhalla-undated": msg(
        "Driving times are from the road network (OpenStreetMap, date unknown), routed by "
        "Valhalla (© OpenStreetMap contributors, ODbL)."
    ),
    "roads-osrm": msg(
        "Driving times are from the road network (OpenStreetMap, date not given), routed by an "
        "OSRM server (© OpenStreetMap contributors, ODbL)."
    ),
    "roads-failed": msg("The road service did not answer, so driving times are estimated: {why}"),
    "roads-old": msg("The road map is more than two years old: {date}."),
    "stood-in": msg("estimated: the road service did not answer"),
    "off-road": msg("{place} is {metres} m from the road where driving begins"),
    "parking": msg("{minutter} min of parking at each stop, counted as driving."),
    "mileage": msg("Mileage: NOK {kroner} per kilometre, the rate from {fra} (kilometersatser)."),
    "visit-length-medlem": msg(
        "Visits to members take {average} times as long as planned, most {low}–{high} times "
        "({count} in the log)."
    ),
    "visit-length-maalbedrift": msg(
        "Visits to target companies take {average} times as long as planned, most {low}–{high} "
        "times ({count} in the log)."
    ),
    "visit-length-prospekt": msg(
        "Visits to potential members take {average} times as long as planned, most {low}–{high} "
        "times ({count} in the log)."
    ),
    "prize-scale": msg(
        "An ordinary visit may cost up to {minutter} min of driving and waiting (prize_minutter)."
    ),
    "occasion-worth": msg(
        "What registers told of late adds to a visit's worth: {new} min for a new company, {grown} "
        "min for one that grew or shrank into another size, all of it for {full} days, nothing "
        "after {last} ([hendelser])."
    ),
    "visit-intervals": msg(
        "Days between visits: members {medlem}, target companies {maalbedrift}. Others by their "
        "last answer: committed {forpliktet}, interested {interessert}, neutral {noytral}, not "
        "interested {ikke}. A new visit is worth nothing before half the time has passed, and "
        "twice as much after twice the time."
    ),
    "each-week": msg(
        "Each week has as many visits as you have time to follow up. For more: --max-visits"
    ),
    "visits-behind": msg(
        "More visits come due than you have time for: on average {percent}% of the interval has "
        "passed."
    ),
    "visit-due": msg("due since {date}"),
    "proof-weeks": msg(
        "The proof holds for each week by itself, with its number of visits and the other weeks' "
        "visits given."
    ),
    "proof-size": msg("The proof covers plans with at most {most} visits to choose."),
    "proof-later": msg(
        "The proof holds for this week by itself, without the visits left to later weeks ({count})."
    ),
    "proof-shares": msg("The proof takes each municipality's share of visits as given."),
    "proof-two": msg(
        "In the upper bound, two people on the same visit begin within the same half hour."
    ),
    "proof-orders": msg(
        "In the upper bound, a visit that must come after another may come earlier the same day."
    ),
    "solver": msg("Routes found by {name}."),
    "solver-usual": msg(
        "Routes found by {name} in {rounds} rounds, set by the size of the plan. To search "
        "longer: --time-limit SECONDS."
    ),
    "solver-asked": msg("Routes found by {name} in {rounds} rounds, as requested."),
    "solver-seconds": msg("Routes found by {name} in {seconds} s, as requested."),
    "unread": nmsg(
        "One record has errors and is left out of this (hageplan check shows it).",
        "{count} records have errors and are left out of this (hageplan check shows them).",
    ),
    "no-answers": msg("Nobody has answered yet: everything here follows from the assumptions."),
    "prior-level": msg(
        "Starting point before anyone has answered: a typical company has a {percent}% chance of "
        "being interested, probably {low}–{high}%."
    ),
    "prior-spread": msg(
        "Differences assumed before anyone has answered (standard deviations of log odds): size "
        "{size}, size class {size_class}, industry {industry}, municipality {kommune}."
    ),
    "prior-refusals": msg(
        "Of companies chosen by you, {percent}% did not talk to you. Assumption: the odds of "
        "interest are {odds} times as high among those who did (standard deviation of log odds: "
        "{sd}). Answers cannot show whether that is right."
    ),
    "no-refusals": msg(
        "The log has no visits where nobody was met or nobody would talk, so the answers are "
        "taken to hold for every company chosen by you. Log such visits too (--utfall)."
    ),
    "prior-refusals-off": msg(
        "Those who talk are taken to be like everyone else: the settings ignore those who would "
        "not talk."
    ),
    "prior-answers": msg(
        "Assumed before anyone has answered (standard deviations of log odds): interest changes "
        "by {trend} a year, and answers given to two different people differ by {adviser}."
    ),
    "prior-self-selection": msg(
        "Assumption: the odds of interest are {odds} times as high for companies that contact us "
        "first, until answers show otherwise."
    ),
    "half-life": msg("An answer counts half after {years} years."),
    "conversion": msg(
        "Assumed share that joins: “not interested” {ikke}%, “neutral” {noytral}%, “interested” "
        "{interessert}%, “committed” {forpliktet}%. Each assumption weighs as much as {strength} "
        "answers. They join {months} months after being asked, on average."
    ),
    "members-undated": msg(
        "The date of joining (medlem_siden) is missing for {members} members. Their answers are "
        "assumed to have come before they joined."
    ),
    "value-members": msg("Every member is worth the same."),
    "value-jobs": msg(
        "A member is worth its number of employees. An owner working alone counts as one, an "
        "unknown number as the median, {median}."
    ),
    "value-hours": msg(
        "A member is worth {base} hours a year plus {each} per employee, at most {most}. An "
        "unknown number of employees counts as the median, {median}."
    ),
    "without-a-visit": msg(
        "A visit is worth what it changes. Of companies that would join if asked, {rate}% a year "
        "join unasked, and {each}% more where all others are members. Of interested companies "
        "with no next step agreed, {percent}% join anyway. These are guesses: change uten_besok."
    ),
    "kappa": msg("Learning counts {kappa} times as much as the chance of a new member."),
    "random-share": msg(
        "{percent}% of the visits are picked at random, so that the estimate does not become "
        "biased."
    ),
    "agreed-out": msg("it has opted out: cancel the appointment"),
    "agreed-closed-down": msg("it has closed down: cancel the appointment"),
    "agreed-unknown": msg("no medarbeider has the ID {who} any more"),
    "agreed-holiday": msg("{date} is a public holiday"),
    "agreed-away": msg("{who} is away from {fra} to {til}"),
    "agreed-off": msg("{who} does not work on {date}"),
    "agreed-hours": msg("{meeting} is outside {who}'s working hours on {date}: {hours}"),
    "agreed-half-day": msg(
        "{meeting} is outside {who}'s working hours on {date}, a half day: {hours}"
    ),
    "agreed-busy": msg("{who} is busy from {fra} to {til}, according to the calendar"),
    "agreed-at-once": msg("{who} is with {name} then ({meeting}): {minutes} min overlap"),
    "agreed-late": msg(
        "{minutes} min too little time between {first} and {then}: the meeting ends {end}, then "
        "comes {slack} min of buffer and {driving} min of driving, and the next begins {start}"
    ),
    "agreed-pauses": msg(
        "driving there and back leaves {who} no time for the day's breaks (lunch, time kept "
        "free, calendar)"
    ),
    "agreed-dark": msg("{who} would have to drive in the dark: under way {away}, daylight {light}"),
    "agreed-ferry": msg("the drive to or from {name} is after the last ferry ({last})"),
    "agreed-drive": msg(
        "{who} has {minutes} min of driving to appointments that day; the limit is {limit} min"
    ),
    "agreed-midnight": msg("{who} would still be driving at midnight"),
    "agreed-closed-day": msg("{name} does not take visits on that weekday"),
    "agreed-closed-then": msg(
        "the appointment is outside the visiting hours of {name} that day: {hours}"
    ),
    "agreed-season": msg("{name} does not take visits from {fra} to {til}"),
    "agreed-season-why": msg("{name} does not take visits from {fra} to {til} ({why})"),
    "agreed-asks": msg("{name} asks for {words}, which {who} does not have"),
    "drive-reserve": msg("Driving times have extra time: × {factor}."),
    "alone": msg("Two people should visit {name}, but only {who} can at the time agreed."),
    "lacking": msg("{name} gets {made} of the {least} visits it should have."),
    "longer-day": msg("on {date} with a working day {minutes} min longer"),
    "longer-dear-day": msg(
        "on {date} with a working day {minutes} min longer (the detour is {detour} min, the "
        "visit worth {prize} min)"
    ),
    "other-day": nmsg(
        "on {date} instead of one other (worth {minutes} min less)",
        "on {date} instead of {count} others (worth {minutes} min less)",
    ),
    "more-driving": msg("on {date} with {minutes} min more driving allowed"),
    "other-hours": msg("if the company could be visited {date} at {time}"),
    "instead": msg("swap with {name} (worth {minutes} min less)"),
    "worth-more": msg("if the visit were worth {minutes} min more"),
    "staffing-member-hours": msg(
        "Hours per member: {base} plus {each} per employee, at most {most}, averaged over the "
        "region's companies (medlemstimer)."
    ),
    "staffing-joined": msg(
        "Everyone who will join has joined when the year begins, and no member leaves."
    ),
    "staffing-visits": msg(
        "Members and a share of all others are visited. On the map, the companies likeliest to "
        "join stand in for the new members."
    ),
    "staffing-tours": msg(
        "The year is planned as two or more rounds of whole days, from one place, 08:00 to 16:00."
    ),
    "staffing-no-grants": msg("No grants are included: add tilskudd under [bemanning]."),
    "staffing-no-money": msg(
        "Money is left out. Add kroner_per_aarsverk and medlemsavgift under [bemanning] to "
        "include it."
    ),
    "forecast-guesses": msg(
        "How many you get to talk to, how long they take to join, and word of mouth are guesses: "
        "change treffer, forsinkelse_maaneder and uten_besok."
    ),
    "forecast-shared": msg(
        "Assumptions shared by all næringshager (treffer, frafall, timer_per_medlem) turn out "
        "the same for all of them in each simulation. Everything else varies for each."
    ),
    "forecast-withheld": msg(
        "Members of {count} næringshager are withheld: fewer than 5, or possible to work out "
        "from the total. Single figures below 5 are withheld too."
    ),
    "forecast-order": msg(
        "Other companies are visited in the order of hageplan next, as far as the work for "
        "members leaves time. They are asked again when the answer is old."
    ),
    "forecast-left": msg(
        "Members who leave do not come back, and companies that have declined are not asked again."
    ),
    "forecast-driving": msg("Each visit takes as much driving as in the planned year."),
    "staffing-home": msg(
        "Days begin and end at home. Driving to the office on other days is not counted."
    ),
    "jobs-once": msg(
        "If a company reports on the same matter again, only the latest report counts."
    ),
    "jobs-change": msg(
        "Each period shows only its changes, so periods add up and reported figures stand."
    ),
    "jobs-corrected": msg(
        "Entries in the log have been corrected or withdrawn since: this period first had {new} "
        "new and {kept} retained jobs (hageplan log show --corrected)."
    ),
    "jobs-so-far": msg("The period is not over: figures as of {date}."),
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
        "A match needs a reason: a need that the other can meet, or texts that are at least "
        "{least} alike."
    ),
    "match-roads": msg(
        "Matches are chosen by estimated distance. The first {most} are shown with distance by "
        "road."
    ),
    "match-distance": msg("Nearness counts half at {km} km by road (straight line × {omvei})."),
    "outside": nmsg(
        "One company is outside the target group of the næringshage and is not counted.",
        "{count} companies are outside the target group of the næringshage and are not counted.",
    ),
    "outside-never": msg("listed under aldri"),
    "outside-public": msg("public: municipality, county or state"),
    "outside-form": msg("organisation form {form}"),
    "outside-industry": msg("industry {code}"),
    "outside-size-unknown": msg("number of employees unknown"),
    "outside-small": nmsg(
        "1 employee, fewer than {least}", "{count} employees, fewer than {least}"
    ),
    "outside-large": nmsg("1 employee, more than {most}", "{count} employees, more than {most}"),
    "report-accounts": msg(
        "Growth covers companies with known accounts for both of the last two years. Unknown "
        "figures are left out, never guessed."
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
    "data-source": msg("Data from {title}, {licence}, fetched {date}."),
    "ask-called-off": msg("The appointment was cancelled or moved after the plan was made: call."),
    "ask-declined": msg("A visit is no longer relevant ({status}): plan again."),
    "ask-first": msg("First contact: tell them what you store about them, and why."),
    "ask-interest": msg("How interested are they?"),
    "ask-flytter": msg("Do they still want to move? What could make them stay?"),
    "ask-selger": msg("Do they still want to sell? Who could take over?"),
    "ask-legger_ned": msg("Do they still want to close down? What would help?"),
    "ask-again": msg("They answered “{grade}” on {date}: does that still hold?"),
    "ask-expansion": msg("How is the expansion they mentioned on {date} going?"),
    "ask-jobs": msg("New or retained jobs since last time? Who reports it, and how certain is it?"),
    "ask-size": msg("How many work there?"),
    "ask-needs": msg("What do they need?"),
    "ask-offers": msg("What could they do for others?"),
    "ask-contact": msg("Whom should we call and write to? May we send e-mail?"),
    "no-office": msg("No office in hageplan.toml: days begin and end in {sted}."),
    "no-medarbeider": msg("No medarbeider in hageplan.toml: planned for one person, {fra}–{til}."),
}

_NO_NUMBER: Final = msg("no organisation number yet")

LEFT_OUT: Final[Mapping[Reason, Message]] = {
    "opted-out": msg("has opted out"),
    "asked-to-leave-out": msg("left out by --without"),
    "booked": msg("has an appointment on {date}"),
    "planned": msg("has a visit planned on {date}"),
    "called-off": msg("cancelled a visit on {date}"),
    "waits": msg("must come after {name}"),
    "season": msg("does not take visits at this time of year"),
    "nobody-can": msg("nobody at work has the skills the company asks for"),
    "no-time-for-two": msg("no time when two people can be there"),
    "closed-down": msg("has closed down"),
    "declined": msg("has declined"),
    "recently-contacted": msg("visited {date}; due again from {again}"),
    "outside-hours": msg("cannot be visited within your working hours on these days"),
    "too-far": msg("too far to drive there and back in one day within its visiting hours"),
    "not-worth-the-drive": msg(
        "the detour is {detour_minutes} min, the visit worth {prize_minutes} min"
    ),
    "uneven": msg("would divide the work less evenly"),
    "no-time-left": msg("no time left"),
    "visit-limit": msg("more than {limit} visits"),
    "later": msg("better visited later, around {date}"),
    "not-tried": nmsg(
        "not tried: one other is worth as much or more",
        "not tried: {count} others are worth as much or more",
    ),
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
        told = _filled(REMARKS[code], values, day)
        return _dated(told, code, values, day) if code in HAPPENINGS else told
    except (KeyError, ValueError):  # somebody has edited a saved plan
        return printable(coded)


def task_words(tekst: str) -> str:
    """Return what a task is about: what people wrote, or what a register told."""
    return remark(tekst) if decode(tekst)[0] in HAPPENINGS else tekst


def _dated(told: str, code: str, values: Mapping[str, str], day: Callable[[date], str]) -> str:
    """Return what happened with its day, where that is said."""
    if "date" not in values:
        return told
    when = _value(values["date"], day)
    if code in ("happened-more", "happened-fewer"):
        return shown(msg("{what} since {date}", what=told, date=when))
    return shown(msg("{what}, {date}", what=told, date=when))


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
    return _TIMES.sub(r"\1–\2", printable(value))
