"""Jobs of a period for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.text import Text

from hageplan.i18n import _, say, short_date, shown
from hageplan.jobs.claims import JOB_WORDS
from hageplan.jobs.result import Claim, JobGroup, Jobs, Sums
from hageplan.ui.console import figures, line, table, text, title, words
from hageplan.ui.numbers import period_words
from hageplan.ui.texts import remark


def print_jobs(jobs: Jobs, out: Console) -> None:
    """Print `jobs` on `out`: by municipality, by confidence and source, and claim by claim."""
    name = say("Jobs, {period}", period=period_words(jobs.first, jobs.last))
    title(name, out, is_example=jobs.example_data)
    _print_kommuner(jobs, out)
    out.print()
    for told in _groups(jobs.total):
        out.print(text(told))
    if jobs.claims:
        _print_claims(jobs.claims, out)
    out.print()
    for one in jobs.remarks:
        out.print(text(remark(one), "dim"))


def _print_kommuner(jobs: Jobs, out: Console) -> None:
    numbers = figures(_("Reports"), _("New"), _("Retained"), _("Before"))
    rows = table(out, line(_("Municipality")), *numbers)
    for row in jobs.kommuner:
        rows.add_row(text(row.navn), *_cells(row.sums))
    rows.add_section()
    rows.add_row(text(_("Total"), "bold"), *_cells(jobs.total))
    out.print(rows)
    note = _(
        "Before: employees before, in companies that reported. +n?: n companies without a known "
        "figure."
    )
    out.print(
        text(
            note,
            "dim",
        )
    )


def _cells(sums: Sums) -> tuple[str, ...]:
    unknown = f" +{sums.baseline_unknown}?" if sums.baseline_unknown else ""
    return f"{sums.claims}", f"{sums.new}", f"{sums.kept}", f"{sums.baseline}{unknown}"


def job_words(written: str) -> str:
    """Return what people read for who reports jobs, or for how certain that is."""
    return shown(JOB_WORDS[written]) if written in JOB_WORDS else written


def _groups(sums: Sums) -> Iterator[str]:
    kinds = ((_("By certainty"), sums.by_confidence), (_("By source"), sums.by_source))
    for name, groups in kinds:
        if groups:
            yield f"{name}: {'; '.join(map(_group, groups))}"


def _group(group: JobGroup) -> str:
    return say(
        "{word} {new} new and {kept} retained",
        word=job_words(group.word) or _("not given"),
        new=group.new,
        kept=group.kept,
    )


def _print_claims(claims: Sequence[Claim], out: Console) -> None:
    out.print()
    rows = table(
        out,
        line(_("Day")),
        words(_("Company")),
        *figures(_("New"), _("Retained"), _("Before")),
        words(_("Source and certainty")),
    )
    for claim in claims:
        rows.add_row(*_claim_cells(claim))
    out.print(rows)


def _claim_cells(claim: Claim) -> Iterator[str | Text]:
    yield short_date(claim.day)
    yield text(f"{claim.navn}: {claim.gjelder}" if claim.gjelder else claim.navn)
    yield _changed(claim.new_before, claim.new, is_counted=claim.counted)
    yield _changed(claim.kept_before, claim.kept, is_counted=claim.counted)
    yield "?" if claim.baseline is None else str(claim.baseline)
    yield text(", ".join(_origin(claim)))


def _changed(before: int, now: int, *, is_counted: bool) -> str:
    """Return what a claim says, in parentheses where that is not in the sums."""
    told = str(now) if is_counted else f"({now})"
    return f"{before}→{told}" if before and (before != now or not is_counted) else told


def _origin(claim: Claim) -> Iterator[str]:
    yield job_words(claim.source) or _("source not given")
    yield job_words(claim.confidence) or _("certainty not given")
    if claim.said_before:
        yield say("replaces {ids}", ids=", ".join(claim.said_before))
    if not claim.counted:
        yield _("counted with its subunits")
