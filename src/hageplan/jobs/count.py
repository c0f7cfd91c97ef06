"""Jobs of a period: from the log to the result."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from hageplan.errors import RequestError
from hageplan.jobs.claims import JobStatement, Key, counted, standing, statements_of
from hageplan.jobs.periode import Periode
from hageplan.jobs.result import Basis, Claim, JobGroup, Jobs, KommuneJobs, Sums
from hageplan.messages import encode, msg
from hageplan.records.logg import Henvendelse
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
            msg(
                "the period from {first} to {last} has not begun",
                first=period.first,
                last=period.last,
            ),
            msg("choose a period that has begun, e.g. {year}", year=today.year),
        )
    bedrifter = workspace.bedrift_by_number
    change = _change(statements_of(workspace.henvendelser, bedrifter), period, today)
    at_first = _change(statements_of(_as_first_told(workspace), bedrifter), period, today)
    claimed = {word.bedrift.kommunenummer for word in (*change.claims, *at_first.claims)}
    shown = kommuner or (*workspace.dekker, *workspace.vurderer, *sorted(claimed))
    rows = [
        KommuneJobs(
            kommunenummer=number, navn=workspace.kommuner[number].navn, sums=change.sums({number})
        )
        for number in dict.fromkeys(shown)
    ]
    is_corrected = any(at_first.sums({row.kommunenummer}) != row.sums for row in rows)
    listed = [*change.listed(set(shown))]
    return Jobs(
        today=today,
        period=period.name,
        first=period.first,
        last=period.last,
        kommuner=tuple(rows),
        total=change.sums(set(shown)),
        claims=tuple(listed) if explain else (),
        remarks=(
            *workspace.remarks(),
            *_remarks(listed, period, today, at_first.sums(set(shown)) if is_corrected else None),
        ),
        example_data=workspace.example_data,
    )


@dataclass(frozen=True, kw_only=True)
class _Change:
    """What a period changed.

    Attributes:
        before: The claims that counted on the day before it.
        after: Those that count at its end.
        claims: The latest words of the claims that it changed, also by counting them no longer,
            the earliest first.
        earlier: Of each of them the ids of the contacts that spoke of it before.
    """

    before: Mapping[Key, JobStatement]
    after: Mapping[Key, JobStatement]
    claims: tuple[JobStatement, ...]
    earlier: Mapping[Key, tuple[str, ...]]

    def sums(self, kommuner: set[str]) -> Sums:
        """Return what the period changed in some municipalities."""
        before = _within(kommuner, self.before.values())
        after = _within(kommuner, self.after.values())
        spoken = _within(kommuner, (word for word in self.claims if word.key in self.after))
        companies = _baselines(spoken)
        every = _group("", before, after)
        return Sums(
            claims=len(spoken),
            companies=len(companies),
            new=every.new,
            kept=every.kept,
            by_confidence=_groups(before, after, lambda word: word.said.sikkerhet),
            by_source=_groups(before, after, lambda word: word.said.kilde),
            new_companies=every.new_companies,
            kept_companies=every.kept_companies,
            baseline=sum(known for known in companies.values() if known is not None),
            baseline_unknown=sum(known is None for known in companies.values()),
        )

    def listed(self, kommuner: set[str]) -> Iterable[Claim]:
        """Give the claims of some municipalities one by one."""
        for word in _within(kommuner, self.claims):
            yield self._claim(word)

    def _claim(self, word: JobStatement) -> Claim:
        bedrift, said, before = word.bedrift, word.said, self.before.get(word.key)
        baseline, basis = _baseline(word)
        return Claim(
            organisasjonsnummer=bedrift.organisasjonsnummer,
            navn=bedrift.navn,
            kommunenummer=bedrift.kommunenummer,
            gjelder=said.gjelder,
            new=said.nye,
            kept=said.bevarte,
            new_before=before.said.nye if before else 0,
            kept_before=before.said.bevarte if before else 0,
            source=said.kilde,
            confidence=said.sikkerhet,
            day=word.day,
            henvendelse=word.henvendelse,
            said_before=self.earlier[word.key],
            counted=word.key in self.after,
            baseline=baseline,
            basis=basis,
        )


def _change(words: Sequence[JobStatement], period: Periode, today: date) -> _Change:
    until = min(period.last, today)
    before = counted(standing(words, period.first - timedelta(days=1)))
    latest = standing(words, until)
    after = counted(latest)
    said = {word.key for word in words if period.first <= word.day <= until}
    changed = said | (before.keys() - after.keys())
    claims = tuple(word for word in words if word.key in changed and latest[word.key] is word)
    told: defaultdict[Key, list[str]] = defaultdict(list)
    for word in words:
        if word.day <= until:
            told[word.key].append(word.henvendelse)
    return _Change(
        before=before,
        after=after,
        claims=claims,
        earlier={key: tuple(ids[:-1]) for key, ids in told.items()},
    )


def _as_first_told(workspace: Workspace) -> list[Henvendelse]:
    """Return the contacts as they were first written, those taken back among them."""
    contacts = (*workspace.henvendelser, *workspace.rettet)
    return [contact for contact in contacts if contact.erstatter is None]


def _within(kommuner: set[str], words: Iterable[JobStatement]) -> list[JobStatement]:
    return [word for word in words if word.bedrift.kommunenummer in kommuner]


def _baseline(word: JobStatement) -> tuple[int | None, Basis]:
    """Return the employees before: as the claim has it, else as registered."""
    if word.said.grunnlag is not None:
        return word.said.grunnlag, "claim"
    registered = word.bedrift.antall_ansatte
    return (registered, "register") if registered is not None else (None, "unknown")


def _baselines(words: Iterable[JobStatement]) -> dict[str, int | None]:
    """Return each company's employees before: the latest that a claim has, else as registered."""
    found: dict[str, int | None] = {}
    for word in words:
        number = word.bedrift.organisasjonsnummer
        if word.said.grunnlag is not None or number not in found:
            found[number] = _baseline(word)[0]
    return found


def _groups(
    before: Sequence[JobStatement],
    after: Sequence[JobStatement],
    word_of: Callable[[JobStatement], str],
) -> tuple[JobGroup, ...]:
    """Return what changed by source or confidence, however it is capitalized."""
    sides: defaultdict[str, tuple[list[JobStatement], list[JobStatement]]]
    sides = defaultdict(lambda: ([], []))
    for at, words in enumerate((before, after)):
        for word in words:
            sides[word_of(word).strip().casefold()][at].append(word)
    found = (_group(name, *side) for name, side in sorted(sides.items()))
    return tuple(group for group in found if group.new or group.kept)


def _group(name: str, before: Iterable[JobStatement], after: Iterable[JobStatement]) -> JobGroup:
    """Return what changed from some statements to others, which are told under a word."""
    sums: Counter[tuple[str, str]] = Counter()
    for sign, words in ((-1, before), (1, after)):
        for word in words:
            sums[word.key[0], "new"] += sign * word.said.nye
            sums[word.key[0], "kept"] += sign * word.said.bevarte
    new, kept = (sum(n for (_, kind), n in sums.items() if kind == k) for k in ("new", "kept"))
    told = Counter(kind for (_, kind), n in sums.items() if n)
    return JobGroup(
        word=name,
        new=new,
        kept=kept,
        companies=len({number for (number, _), n in sums.items() if n}),
        new_companies=told["new"],
        kept_companies=told["kept"],
    )


def _remarks(
    claims: Iterable[Claim], period: Periode, today: date, at_first: Sums | None
) -> tuple[str, ...]:
    """Return what to know about the figures; no remark names a company.

    `at_first` are the sums as first told, where corrections have changed them.
    """
    found = [*claims]
    remarks = [encode("jobs-once"), encode("jobs-change")]
    if period.last > today:
        remarks.append(encode("jobs-so-far", date=today))
    if at_first is not None:
        remarks.append(encode("jobs-corrected", new=at_first.new, kept=at_first.kept))
    counts = {
        "jobs-restated": sum(bool(claim.said_before) for claim in found),
        "jobs-main-unit": sum(not claim.counted for claim in found),
        "jobs-no-source": sum(not claim.source for claim in found),
        "jobs-no-confidence": sum(not claim.confidence for claim in found),
        "jobs-beyond": sum(c.baseline is not None and c.kept > c.baseline for c in found),
    }
    remarks += [encode(code, count=count) for code, count in counts.items() if count]
    return tuple(remarks)
