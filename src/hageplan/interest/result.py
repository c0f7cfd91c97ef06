"""What `score` returns: shares in [0, 1], counts of companies, ages in years."""

from datetime import date
from typing import Literal

from hageplan.interest.coverage import Coverage
from hageplan.records.base import Document, Many, Record, Schema
from hageplan.records.logg import Grad

Knowledge = Literal["nothing", "little", "some", "much", "everything"]
"""How much is known of a municipality: nobody answered, by the 80 % interval, everybody did."""

Tipping = Literal["holds", "all-known", "sure", "out-of-reach"]
"""Whether a threshold can be tipped: `holds` has a number; with `sure` the known yes reach it
alone; with `out-of-reach` not even all of the unanswered would."""


class Interval(Record):
    """Both ends, in the unit of what it is an interval of."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """The distance between the ends."""
        return self.high - self.low

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends."""
        return self.low, self.high


class Terms(Record):
    """The split of a share; the terms add up to it, 0.01 is a percentage point.

    Attributes:
        region: An average company of the region in a municipality of which nothing is known.
        size: The municipality's companies are of other sizes.
        industry: They are in other industries.
        kommune: The municipality itself, as its answers show it.
        self_selection: What the estimate leaves out because those who answered came by themselves.
        refusals: What it leaves out because those who were not met, or would not talk, may differ.
    """

    region: float
    size: float
    industry: float
    kommune: float
    self_selection: float
    refusals: float


class Sensitivity(Record):
    """The share if some companies had this odds ratio of interest, against equal others."""

    odds_ratio: float
    share: float


class Courtesy(Record):
    """The share if this part of the answers `interessert` was said out of courtesy."""

    part: float
    share: float


class Weighty(Record):
    """An answer, and how far it moves the share (0.01 is a percentage point).

    `organisasjonsnummer` and `navn` are "" where names are left out.
    """

    organisasjonsnummer: str
    navn: str
    interesse: Grad
    date: date
    inbound: bool
    effect: float


class Explanation(Record):
    """Why the share is what it is, and what it would take to change it.

    Attributes:
        terms: The split of the share.
        bounds: What the answers prove with no assumption at all (Manski).
        sensitivity: The share under strengths of self-selection that are given, not learned.
        refusals: The share if those who talked with us were so much more interested than those who
            did not; empty where nobody refused, or was not met.
        courtesy: The share if some said `interessert` out of courtesy, which no answer shows.
        tipping: Whether the threshold can be tipped.
        tipping_log_odds: How far off the unanswered must be for the share to be at the threshold,
            in log odds relative to the estimate; None unless `tipping` is `holds`.
        weighty: The answers that move the share most, the strongest first.
    """

    terms: Terms
    bounds: Interval
    sensitivity: Many[Sensitivity]
    refusals: Many[Sensitivity]
    courtesy: Many[Courtesy]
    tipping: Tipping
    tipping_log_odds: float | None
    weighty: Many[Weighty]


class Estimated(Record):
    """What is estimated of some companies.

    Attributes:
        share: Expected share that is interested; None without companies.
        share80: Its 80 % interval.
        share90: Its 90 % interval.
        above_threshold: Chance that the share is at least the threshold.
        interested: Expected number interested, members included.
        interested80: Its 80 % interval.
        interested90: Its 90 % interval.
        new_members: Expected number that becomes members and is not yet, if all are asked.
        new_members80: Its 80 % interval.
    """

    share: float | None
    share80: Interval | None
    share90: Interval | None
    above_threshold: float | None
    interested: float
    interested80: Interval
    interested90: Interval
    new_members: float
    new_members80: Interval


class Counted(Record):
    """What was counted among some companies.

    Attributes:
        companies: Companies that have not closed down, N.
        members: Of these, members.
        answered: Of these, with an answer, n.
        inbound: Of those that answered, who came to us by themselves.
        missed: Sought out by us without an answer: nobody was met, or would talk.
        interested: Of those that answered, at least `interessert`.
        effective: Answers, each weighed by its age.
        age_years: Median age of the answers; None without.
        oldest_years: Age of the oldest.
        raw_share: `interested` / `answered`; None without answers.
        raw90: Its 90 % interval (Wilson), which takes the answers for a random sample.
    """

    companies: int
    members: int
    answered: int
    inbound: int
    missed: int
    interested: int
    effective: float
    age_years: float | None
    oldest_years: float | None
    raw_share: float | None
    raw90: Interval | None


class KommuneScore(Record):
    """One municipality.

    Attributes:
        kommunenummer: Its number.
        navn: Its name.
        covered: Whether the næringshage serves it already.
        asked: What was counted.
        estimated: What is estimated.
        rank: 1 for the highest expected share; None without companies.
        rank_probabilities: Chance of each rank, from the first, among those shown.
        best_considered: Chance of the highest share among those shown that are considered; None for
            one that is covered, and without companies.
        knowledge: How much is known.
        explanation: Where it was asked for.
    """

    kommunenummer: str
    navn: str
    covered: bool
    asked: Counted
    estimated: Estimated
    rank: int | None
    rank_probabilities: Many[float]
    best_considered: float | None
    knowledge: Knowledge
    explanation: Explanation | None


class SelfSelection(Record):
    """What the answers say of those who came to us: the odds ratio against equal others.

    Attributes:
        odds_ratio: Its median.
        odds_ratio90: Its 90 % interval.
        inbound: Answers of those who came to us.
        outbound: Answers of those we chose; without these nothing is learned of it.
    """

    odds_ratio: float
    odds_ratio90: Interval
    inbound: int
    outbound: int


class Reach(Record):
    """How many of those we sought out in the region talked with us.

    Attributes:
        sought: Companies we sought out.
        answered: Of these, with an answer.
        odds_ratio: What is taken to be the odds ratio of interest of those who talk, against equal
            others, its median: an assumption, of which answers teach little.
        odds_ratio90: Its 90 % interval.
    """

    sought: int
    answered: int
    odds_ratio: float
    odds_ratio90: Interval


class GradeConversion(Record):
    """Share of those who gave this answer that become members.

    Attributes:
        interesse: The answer.
        share: Expected share, the assumption and the history together.
        asked: Answers of the covered municipalities, each by the part of its outcome that has
            shown by now.
        joined: Of these, those that became members.
    """

    interesse: Grad
    share: float
    asked: float
    joined: int


class Score(Document):
    """Interest per municipality, the highest share first.

    Attributes:
        today: The day it is as of.
        threshold: The share that decides.
        kommuner: One a municipality.
        total_asked: What was counted in all of these together.
        total: What is estimated of all together, from joint draws.
        self_selection: How those who come by themselves differ.
        reach: How many of those we sought out talked with us.
        conversions: From answers to memberships, by grade.
        joined_in_a_year: Share of the new members that have joined a year after they are asked.
        outside: Companies of these municipalities that stand outside the target group.
        coverage: What the list has of these municipalities, as far as statistics were brought in;
            nothing of it goes into the estimate, which is of the companies on the list.
        assumptions: What the numbers rest on, as coded remarks.
        example_data: Whether the companies are invented.
    """

    schema_: Schema[Literal["hageplan/score/1"]] = "hageplan/score/1"
    today: date
    threshold: float
    kommuner: Many[KommuneScore]
    total_asked: Counted
    total: Estimated
    self_selection: SelfSelection
    reach: Reach
    conversions: Many[GradeConversion]
    joined_in_a_year: float
    outside: int
    coverage: Many[Coverage] = ()
    assumptions: Many[str]
    example_data: bool

    @property
    def is_mixed(self) -> bool:
        """Whether both covered and considered municipalities are shown."""
        return len({row.covered for row in self.kommuner}) > 1


def without_names(score: Score) -> Score:
    """Return `score` for a board or an owner: no answer tells whose it is."""
    return score.model_copy(update={"kommuner": tuple(map(_unnamed, score.kommuner))})


def _unnamed(row: KommuneScore) -> KommuneScore:
    if row.explanation is None:
        return row
    nobody = {"organisasjonsnummer": "", "navn": ""}
    weighty = tuple(one.model_copy(update=nobody) for one in row.explanation.weighty)
    explanation = row.explanation.model_copy(update={"weighty": weighty})
    return row.model_copy(update={"explanation": explanation})
