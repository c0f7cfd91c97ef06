"""Jobs of a period: from the log to the result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hageplan.errors import RequestError
from hageplan.jobs.claims import Key, Word, counted, standing, words_of
from hageplan.jobs.result import Basis, Claim, Group, Jobs, KommuneJobs, Sums
from hageplan.messages import msg
from hageplan.records.coded import encode
from hageplan.records.periode import Periode
from hageplan.records.workspace import Workspace


def count_jobs(
    workspace: Workspace,
    period: Periode,
    *,
    today: date,
    kommuner: Sequence[str] = (),
    explain: bool = False,
) -> Jobs:
    """Return the jobs of `period` by municipality, as known on `today`.

    `kommuner` are numbers (none: all that are covered or considered, and others with claims).
    Raises RequestError for a period that is yet to begin.
    """
    if period.first > today:
        raise RequestError(
            msg("the period {name} is yet to begin", name=period.name),
            msg("a period that has begun, such as {year}", year=today.year),
        )
    bedrifter = {b.organisasjonsnummer: b for b in workspace.bedrifter}
    words = words_of(workspace.henvendelser, bedrifter)
    change = _Change(
        standing(words, period.first - timedelta(days=1)), standing(words, min(period.last, today))
    )
    said = {word.key for word in words if period.first <= word.day <= min(period.last, today)}
    claimed = [change.after[key].bedrift.kommunenummer for key in said]
    shown = kommuner or (*workspace.dekker, *workspace.vurderer, *sorted(claimed))
    rows = [
        KommuneJobs(number, workspace.kommuner[number].navn, change.sums(said, {number}))
        for number in dict.fromkeys(shown)
    ]
    listed = [*change.listed(said, set(shown), words)]
    return Jobs(
        today,
        period.name,
        period.first,
        period.last,
        tuple(rows),
        change.sums(said, set(shown)),
        tuple(listed) if explain else (),
        _remarks(listed, period, today),
        workspace.example_data,
    )


@dataclass(frozen=True)
class _Change:
    """The claims that stand before a period, and at its end."""

    before: Mapping[Key, Word]
    after: Mapping[Key, Word]

    def sums(self, said: Iterable[Key], kommuner: set[str]) -> Sums:
        """Return what the period changed in some municipalities; `said` are its claims."""

        def of(claims: Mapping[Key, Word]) -> list[Word]:
            found = counted(claims).values()
            return [word for word in found if word.bedrift.kommunenummer in kommuner]

        before, after = of(self.before), of(self.after)
        spoken = [self.after[key] for key in said]
        spoken = [word for word in spoken if word.bedrift.kommunenummer in kommuner]
        companies = {word.bedrift.organisasjonsnummer: _baseline(word)[0] for word in spoken}
        return Sums(
            len(spoken),
            len(companies),
            _total(after, "nye") - _total(before, "nye"),
            _total(after, "bevarte") - _total(before, "bevarte"),
            _groups(before, after, lambda word: word.said.sikkerhet),
            _groups(before, after, lambda word: word.said.kilde),
            sum(known for known in companies.values() if known is not None),
            sum(known is None for known in companies.values()),
        )

    def listed(
        self, said: Iterable[Key], kommuner: set[str], words: Sequence[Word]
    ) -> Iterable[Claim]:
        """Give the claims of the period one by one, by day."""
        in_sums = counted(self.after)
        for key in sorted(said, key=lambda key: (self.after[key].day, key)):
            word = self.after[key]
            if word.bedrift.kommunenummer in kommuner:
                earlier = [w.henvendelse for w in words if w.key == key and w.day <= word.day]
                yield _claim(word, self.before.get(key), earlier[:-1], is_counted=key in in_sums)


def _claim(word: Word, before: Word | None, earlier: Sequence[str], *, is_counted: bool) -> Claim:
    bedrift, said = word.bedrift, word.said
    baseline, basis = _baseline(word)
    return Claim(
        bedrift.organisasjonsnummer,
        bedrift.navn,
        bedrift.kommunenummer,
        said.gjelder,
        said.nye,
        said.bevarte,
        before.said.nye if before else 0,
        before.said.bevarte if before else 0,
        said.kilde,
        said.sikkerhet,
        word.day,
        word.henvendelse,
        tuple(earlier),
        is_counted,
        baseline,
        basis,
    )


def _baseline(word: Word) -> tuple[int | None, Basis]:
    """Return the employees before: as the claim has it, else as registered."""
    if word.said.grunnlag is not None:
        return word.said.grunnlag, "claim"
    registered = word.bedrift.antall_ansatte
    return (registered, "register") if registered is not None else (None, "unknown")


def _total(words: Iterable[Word], key: str) -> int:
    return sum(getattr(word.said, key) for word in words)


def _groups(
    before: Iterable[Word], after: Iterable[Word], word_of: Callable[[Word], str]
) -> tuple[Group, ...]:
    """Return what changed by source or confidence, however it is capitalized."""
    new: defaultdict[str, int] = defaultdict(int)
    kept: defaultdict[str, int] = defaultdict(int)
    for sign, words in ((-1, before), (1, after)):
        for word in words:
            name = word_of(word).strip().casefold()
            new[name] += sign * word.said.nye
            kept[name] += sign * word.said.bevarte
    return tuple(
        Group(name, new[name], kept[name]) for name in sorted(new) if new[name] or kept[name]
    )


def _remarks(claims: Iterable[Claim], period: Periode, today: date) -> tuple[str, ...]:
    """Return what to know about the figures; no remark names a company."""
    found = [*claims]
    remarks = [encode("jobs-once"), encode("jobs-change")]
    if period.last > today:
        remarks.append(encode("jobs-so-far", date=today))
    counts = {
        "jobs-restated": sum(bool(claim.said_before) for claim in found),
        "jobs-main-unit": sum(not claim.counted for claim in found),
        "jobs-no-source": sum(not claim.source for claim in found),
        "jobs-no-confidence": sum(not claim.confidence for claim in found),
        "jobs-beyond": sum(c.baseline is not None and c.kept > c.baseline for c in found),
    }
    remarks += [encode(code, count=count) for code, count in counts.items() if count]
    return tuple(remarks)
