"""What Siva reports of a næringshage's målbedrifter, from the records, by county.

The indicators are those of Siva's annual report: growth in turnover and value creation, customer
satisfaction, employment growth, number of companies, share of women in leading positions.
Source: arsrapport23.siva.no.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal

from hageplan.jobs.result import Group, Jobs
from hageplan.messages import Message, msg
from hageplan.records.bedrift import Bedrift
from hageplan.records.coded import decode, encode
from hageplan.records.periode import Periode
from hageplan.records.workspace import Workspace
from hageplan.reports.report import Cell, Report, Section, count, published, text, withhold

Account = Literal["omsetning", "verdiskaping", "ansatte"]
Indicator = Callable[[Sequence[Bedrift], Periode], Cell]


def siva_report(workspace: Workspace, period: Periode, jobs: Jobs, today: date) -> Report:
    """Return the indicators of the målbedrifter, with how many of them each is known for."""
    targets = [b for b in workspace.bedrifter if b.status == "maalbedrift"]
    fylker = sorted({workspace.kommuner[b.kommunenummer].fylke for b in targets})
    groups = [
        [b for b in targets if workspace.kommuner[b.kommunenummer].fylke == fylke]
        for fylke in fylker
    ]
    least = workspace.oppsett.rapport.minste_antall
    rows = tuple(
        (text(name), *(indicator(group, period) for group in (*groups, targets)))
        for name, indicator in _INDICATORS
    )
    notes = tuple(
        _known(name, indicator(targets, period).basis or 0, len(targets), least)
        for name, indicator in _INDICATORS[1:]
    )
    columns: tuple[Message | str, ...] = (msg("Indicator"), *fylker, msg("All"))
    table = Section(msg("Målbedrifter"), columns, rows, notes)
    remarks = (encode("report-accounts"), *outside_remarks(jobs.remarks, least))
    return Report(
        "siva",
        msg("Siva: indicators of the målbedrifter"),
        period,
        today,
        (published(table, least, has_total=len(groups) > 1), jobs_section(jobs, least)),
        remarks,
        workspace.example_data,
    )


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
    general = (remark for remark in remarks if "count" not in decode(remark)[1])
    return (encode("report-withheld", least=least), *general)


def jobs_section(jobs: Jobs, least: int | None) -> Section:
    """Return jobs created and kept, by who says so and how sure; None withholds nothing."""
    total = jobs.total
    everyone = Group("", total.new, total.kept, total.companies)
    parts = (
        (msg("Source: {word}"), total.by_source),
        (msg("Confidence: {word}"), total.by_confidence),
    )
    rows: list[tuple[Cell, ...]] = []
    for heading, groups in parts:
        cells = _published((*groups, everyone), least)
        names = [msg(heading.template, word=group.word or "–") for group in groups]
        rows += [(text(name), *pair) for name, pair in zip(names, cells, strict=False)]
        sums = cells[-1]
    return Section(msg("Jobs"), ("", msg("New"), msg("Kept")), ((text(msg("All")), *sums), *rows))


def _published(groups: Sequence[Group], least: int | None) -> list[tuple[Cell, Cell]]:
    """Return the new and kept jobs of each group, the last of which is all of them together."""
    new = [Cell("count", float(group.new), basis=group.companies) for group in groups]
    kept = [Cell("count", float(group.kept), basis=group.companies) for group in groups]
    if least is None:
        return [*zip(new, kept, strict=True)]
    shown = (withhold(cells, least, has_total=True) for cells in (new, kept))
    return [*zip(*shown, strict=True)]


def _number(companies: Sequence[Bedrift], period: Periode) -> Cell:
    del period
    return count(len(companies))


def _growth(key: Account) -> Indicator:
    """Return the growth of an account over the last two years that are known.

    The years are the last pair up to the period's that any company has; companies without both
    are left out of both sums.
    """

    def growth(companies: Sequence[Bedrift], period: Periode) -> Cell:
        pairs = {b.organisasjonsnummer: _years(b, key, period.last.year) for b in companies}
        latest = max((year for known in pairs.values() for year in known), default=None)
        both = [known[latest] for known in pairs.values() if latest in known] if latest else []
        before, after = sum(b for b, _after in both), sum(a for _before, a in both)
        if not both or before <= 0:
            return Cell("missing", basis=0)
        return Cell("change", after / before - 1, basis=len(both))

    return growth


def _years(bedrift: Bedrift, key: Account, last: int) -> dict[int, tuple[int, int]]:
    """Return what stood in the accounts of each year and the one before it."""
    known = {one.aar: getattr(one, key) for one in bedrift.regnskap if one.aar <= last}
    known = {year: value for year, value in known.items() if value is not None}
    return {year: (known[year - 1], value) for year, value in known.items() if year - 1 in known}


def _satisfaction(companies: Sequence[Bedrift], period: Periode) -> Cell:
    """Return the mean of each company's last answer in the period, 1 to 6."""
    answers = [a for a in (_latest(b, period) for b in companies) if a is not None]
    if not answers:
        return Cell("missing", basis=0)
    return Cell("number", sum(answers) / len(answers), basis=len(answers))


def _latest(bedrift: Bedrift, period: Periode) -> int | None:
    within = [one for one in bedrift.tilfredshet if period.first <= one.dato <= period.last]
    return max(within, key=lambda one: one.dato).svar if within else None


def _women(companies: Sequence[Bedrift], period: Periode) -> Cell:
    """Return the share of women among all leaders together."""
    del period
    known = [(b.kvinner_i_ledelse, b.ledere) for b in companies]
    both = [(women, all_) for women, all_ in known if women is not None and all_]
    if not both:
        return Cell("missing", basis=0)
    return Cell("share", sum(w for w, _ in both) / sum(a for _, a in both), basis=len(both))


_INDICATORS: tuple[tuple[Message, Indicator], ...] = (
    (msg("Number of companies"), _number),
    (msg("Growth in turnover"), _growth("omsetning")),
    (msg("Growth in value creation"), _growth("verdiskaping")),
    (msg("Growth in employment"), _growth("ansatte")),
    (msg("Customer satisfaction (1 to 6)"), _satisfaction),
    (msg("Share of women in leading positions"), _women),
)
