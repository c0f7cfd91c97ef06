"""What Siva reports of a næringshage's målbedrifter, from the records, by county.

The indicators are those of Siva's annual report: growth in turnover and value creation, customer
satisfaction, employment growth, number of companies, share of women in leading positions; and
growth in the operating result, which open accounts tell where they do not tell value creation.
Source: arsrapport23.siva.no.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final, Literal

from hageplan.jobs.claims import JOB_WORDS
from hageplan.jobs.count import count_jobs
from hageplan.jobs.periode import Periode
from hageplan.jobs.result import JobGroup, Jobs, Sums
from hageplan.messages import Message, decode, encode, msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.workspace import Workspace
from hageplan.reports.report import count, published, report_of, text, withhold
from hageplan.reports.report_result import Cell, Report, Section

Account = Literal["omsetning", "driftsresultat", "verdiskaping", "ansatte"]
Indicator = Callable[[Sequence[Bedrift], Periode, Sequence[Bedrift]], Cell]
"""Of some companies, in a period, all companies being those of the last argument."""
_COUNTS: Final = {"count", "new", "kept"}
"""What remarks have that count companies or jobs."""
_DECIMALS: Final = 3
"""Of a growth. With all of its digits, the sums that it is of would follow from it, and a company's
accounts from two reports, one of which is of that company too."""


def siva_report(workspace: Workspace, period: Periode, *, today: date) -> Report:
    """Return the indicators of the målbedrifter, with how many of them each is known for."""
    jobs = count_jobs(workspace, period, today=today)
    targets = [b for b in workspace.bedrifter if b.status == "maalbedrift"]
    fylker = sorted({workspace.kommuner[b.kommunenummer].fylke for b in targets})
    groups = [
        [b for b in targets if workspace.kommuner[b.kommunenummer].fylke == fylke]
        for fylke in fylker
    ]
    least = workspace.oppsett.rapport.minste_antall
    rows = tuple(
        (text(name), *(indicator(group, period, targets) for group in (*groups, targets)))
        for _key, name, indicator in _INDICATORS
    )
    notes = tuple(
        _known(name, indicator(targets, period, targets).basis or 0, len(targets), least)
        for _key, name, indicator in _INDICATORS[1:]
    )
    columns: tuple[Message | str, ...] = (msg("Indicator"), *fylker, msg("All"))
    table = Section(
        about="indicators",
        keys=tuple(key for key, _name, _indicator in _INDICATORS),
        heading=msg("Målbedrifter"),
        columns=columns,
        rows=rows,
        notes=(*_year_notes(targets, period, least), *notes),
    )
    return report_of(
        "siva",
        msg("Siva: indicators of the målbedrifter"),
        period,
        (published(table, least, has_total=len(groups) > 1), jobs_section(jobs, least)),
        (*_account_remarks(targets, period), *outside_remarks(jobs.remarks, least)),
        today=today,
        workspace=workspace,
    )


def _account_remarks(targets: Sequence[Bedrift], period: Periode) -> Iterator[str]:
    """Give what to know of growth, and why that of value creation is not known."""
    yield encode("report-accounts")
    if not _year(targets, "verdiskaping", period):
        yield encode("report-value-creation")


def _year_notes(targets: Sequence[Bedrift], period: Periode, least: int) -> Iterator[Message]:
    """Give from which year to which each growth is, and where there can be none."""
    for name, key in _ACCOUNTS:
        if year := _year(targets, key, period):
            yield msg("{name}: from {before} to {year}", name=name, before=year - 1, year=year)
            growth = _growth(key)(targets, period, targets)
            if growth.kind == "missing" and (growth.basis or 0) >= least:
                yield msg("{name}: no percentage, for the sum of {year} is not above zero",
                          name=name, year=year - 1)  # fmt: skip


def _known(name: Message, known: int, companies: int, least: int) -> Message:
    """Return how many of the companies an indicator is known for, as far as that may be told."""
    if 0 < companies < least:
        return msg("{name}: fewer than {least} målbedrifter", name=name, least=least)
    if 0 < known < least:
        return msg("{name}: known for fewer than {least} of {all} målbedrifter", name=name,
                   least=least, all=companies)  # fmt: skip
    return msg("{name}: known for {known} of {all} målbedrifter", name=name, known=known,
               all=companies)  # fmt: skip


def outside_remarks(remarks: Sequence[str], least: int) -> tuple[str, ...]:
    """Return what may be told outside: no remark that counts, since it may count few."""
    general = (remark for remark in remarks if not _COUNTS & decode(remark)[1].keys())
    return (encode("report-withheld", least=least), *general)


def jobs_section(jobs: Jobs, least: int | None) -> Section:
    """Return jobs created and kept, by who says so and how sure; None withholds nothing."""
    total = jobs.total
    parts = (
        (msg("Source: {word}"), total.by_source),
        (msg("Confidence: {word}"), total.by_confidence),
    )
    rows: list[tuple[Cell, ...]] = []
    for heading, groups in parts:
        cells = _published((*groups, total), least)
        names = [
            msg(heading.template, word=JOB_WORDS.get(group.word, group.word or "–"))
            for group in groups
        ]
        rows += [(text(name), *pair) for name, pair in zip(names, cells, strict=False)]
        sums = cells[-1]
    return Section(
        about="jobs",
        keys=("all",),
        heading=msg("Jobs"),
        columns=("", msg("New jobs"), msg("Retained jobs")),
        rows=((text(msg("All")), *sums), *rows),
    )


def _published(groups: Sequence[JobGroup | Sums], least: int | None) -> list[tuple[Cell, Cell]]:
    """Return the new and kept jobs of each group, the last of which is all of them together."""
    new = [count(group.new, group.new_companies) for group in groups]
    kept = [count(group.kept, group.kept_companies) for group in groups]
    if least is None:
        return [*zip(new, kept, strict=True)]
    shown = (withhold(cells, least, has_total=True) for cells in (new, kept))
    return [*zip(*shown, strict=True)]


def _number(companies: Sequence[Bedrift], period: Periode, everyone: Sequence[Bedrift]) -> Cell:
    del period, everyone
    return count(len(companies))


def _growth(key: Account) -> Indicator:
    """Return the growth of an account over two years, `_year` and the one before it.

    Companies without both are left out of both sums. Places of one owner that have the same
    accounts have its accounts, which count once.
    """

    def growth(companies: Sequence[Bedrift], period: Periode, everyone: Sequence[Bedrift]) -> Cell:
        latest = _year(everyone, key, period)
        both: dict[object, tuple[int, int]] = {}
        for one in companies:
            pair = _years(one, key, period.last.year).get(latest)
            if pair is not None:
                owner = one.overordnet_enhet if key != "ansatte" else None
                both[owner or one.organisasjonsnummer, pair] = pair
        before, after = sum(b for b, _after in both.values()), sum(a for _b, a in both.values())
        if not both:
            return Cell(kind="missing", basis=0)
        if before <= 0:
            return Cell(kind="missing", basis=len(both))
        return Cell(kind="change", value=round(after / before - 1, _DECIMALS), basis=len(both))

    return growth


def _year(companies: Sequence[Bedrift], key: Account, period: Periode) -> int:
    """Return the year up to the period's of which most companies have accounts, the latest such.

    So that the first to hand in next year's do not leave out all others. 0 where none has any.
    """
    pairs = Counter(year for b in companies for year in _years(b, key, period.last.year))
    return max(pairs, key=lambda year: (pairs[year], year), default=0)


def _years(bedrift: Bedrift, key: Account, last: int) -> dict[int, tuple[int, int]]:
    """Return what stood in the accounts of each year and the one before it."""
    known = {one.aar: getattr(one, key) for one in bedrift.regnskap if one.aar <= last}
    known = {year: value for year, value in known.items() if value is not None}
    return {year: (known[year - 1], value) for year, value in known.items() if year - 1 in known}


def _satisfaction(
    companies: Sequence[Bedrift], period: Periode, everyone: Sequence[Bedrift]
) -> Cell:
    """Return the mean of each company's last answer in the period, 1 to 6."""
    del everyone
    answers = [a for a in (_latest(b, period) for b in companies) if a is not None]
    if not answers:
        return Cell(kind="missing", basis=0)
    return Cell(kind="number", value=sum(answers) / len(answers), basis=len(answers))


def _latest(bedrift: Bedrift, period: Periode) -> int | None:
    within = [one for one in bedrift.tilfredshet if period.first <= one.dato <= period.last]
    return max(within, key=lambda one: one.dato).svar if within else None


def _women(companies: Sequence[Bedrift], period: Periode, everyone: Sequence[Bedrift]) -> Cell:
    """Return the share of women among all leaders together."""
    del period, everyone
    known = [(b.kvinner_i_ledelse, b.ledere) for b in companies]
    both = [(women, all_) for women, all_ in known if women is not None and all_]
    if not both:
        return Cell(kind="missing", basis=0)
    return Cell(
        kind="share", value=sum(w for w, _ in both) / sum(a for _, a in both), basis=len(both)
    )


_ACCOUNTS: tuple[tuple[Message, Account], ...] = (
    (msg("Growth in turnover"), "omsetning"),
    (msg("Growth in operating result"), "driftsresultat"),
    (msg("Growth in value creation"), "verdiskaping"),
    (msg("Growth in employees"), "ansatte"),
)
_INDICATORS: tuple[tuple[str, Message, Indicator], ...] = (
    ("companies", msg("Number of companies"), _number),
    *((key, name, _growth(key)) for name, key in _ACCOUNTS),
    ("satisfaction", msg("Customer satisfaction (1–6)"), _satisfaction),
    ("women", msg("Share of women in leading positions"), _women),
)
