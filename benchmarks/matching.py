"""How good and how fast pairs are chosen, on seeded regions with known good pairs.

python benchmarks/matching.py            up to 5000 companies, and all pairs at once up to 800
python benchmarks/matching.py --quick    up to 400

A quarter of the companies have a partner of whom we know: each needs what the other alone has, and
they lie near each other. The others need and offer what many do. "Lost" is the value against a
program of all pairs, "at most" what the prices prove. "Alike": five tags, eight places, no sizes,
so that thousands of pairs are worth the same.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np

from hageplan.matching import assign as assigning
from hageplan.matching.assign import assign
from hageplan.matching.profile import Profile
from hageplan.matching.scores import Scores
from hageplan.records.settings.kobling import Koblinger

CAP = 3
STEMS = (
    "lokalmat", "rekruttering", "finansiering", "servering", "lokaler", "guiding", "transport",
    "nettsalg", "lærlinger", "snekkerarbeid", "overnatting", "møterom", "markedsføring", "renhold",
    "prototyper", "emballasje", "eksport", "avløser", "tømmer", "solceller", "sjåfører", "regnskap",
    "rådgivning", "flis", "energi", "bærekraft", "treforedling", "sveising", "anbud", "eierskifte",
    "graving", "merkevare", "digitalisering", "lager", "skilting", "vedlikehold", "fryselager",
    "slakting", "ysting", "tapping",
)  # fmt: skip
CODES = ("01.410", "10.510", "16.100", "41.200", "43.320", "47.110", "49.410", "55.101", "56.101",
         "62.010", "70.220", "79.110")  # fmt: skip
PARTNERED = 0.25
ALL_AT_ONCE = 800


def region(count: int, seed: int) -> tuple[list[Profile], set[tuple[int, int]]]:
    """Return companies, and the pairs that are known to be good."""
    rng = np.random.default_rng(seed)
    popularity = 1 / np.arange(1, len(STEMS) + 1)
    popularity /= popularity.sum()
    partners = rng.permutation(count)[: int(PARTNERED * count) // 2 * 2].reshape(-1, 2)
    special = {int(c): n for n, pair in enumerate(partners) for c in pair}
    first = {int(pair[0]) for pair in partners}
    places = rng.uniform((61.5, 9.5), (63.0, 12.0), (count, 2))
    for one, other in partners:
        places[other] = places[one] + rng.normal(0, 0.05, 2)
    companies = []
    for c in range(count):
        needs = [STEMS[t] for t in rng.choice(len(STEMS), rng.integers(0, 3), p=popularity)]
        offers = [STEMS[t] for t in rng.choice(len(STEMS), rng.integers(0, 3), p=popularity)]
        if c in special:
            own, theirs = f"vare{special[c]:04d}", f"tjeneste{special[c]:04d}"
            needs, offers = ([own], [theirs]) if c in first else ([theirs], [own])
        companies.append(_profile(c, needs, offers, places[c], rng))
    return companies, {(min(a, b), max(a, b)) for a, b in partners.tolist()}


def _profile(
    number: int,
    needs: list[str],
    offers: list[str],
    place: np.ndarray[tuple[int], np.dtype[np.float64]],
    rng: np.random.Generator,
) -> Profile:
    name = f"{number:09d}"
    return Profile(
        id=name,
        navn=f"Bedrift {number}",
        family=name,
        kommunenummer="3430",
        needs={tag: tag for tag in needs},
        offers={tag: tag for tag in offers},
        need_text=" ".join(needs),
        offer_text=" ".join(offers),
        codes=(CODES[int(rng.integers(len(CODES)))],),
        employees=int(rng.geometric(0.15)) - 1,
        place=(float(place[0]), float(place[1])),
    )


def alike(count: int, seed: int) -> list[Profile]:
    """Return companies of which many are alike."""
    rng = np.random.default_rng(seed)
    companies = []
    for c in range(count):
        needs, offers = ([STEMS[int(rng.integers(5))]] for _ in range(2))
        place = np.array([62.0, 10.0 + int(rng.integers(8)) / 5])
        companies.append(replace(_profile(c, needs, offers, place, rng), employees=None))
    return companies


def report(count: int, *, is_alike: bool) -> str:
    """Return a row of the table for a region of `count` companies."""
    companies, known = (alike(count, 1), set()) if is_alike else region(count, count)
    with_all = count <= ALL_AT_ONCE and not is_alike
    began = time.perf_counter()
    scores = Scores(companies, companies, Koblinger(), 1.25)
    limits = np.full(count, CAP)
    found = assign(scores, limits, limits)
    seconds = time.perf_counter() - began
    chosen = set(zip(found.rows.tolist(), found.columns.tolist(), strict=True))
    recovered = f"{len(chosen & known) / len(known):.0%}" if known else ""
    at_most = 1 - found.value / found.bound
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    lost = ""
    if with_all:
        assigning.MORE_THAN_LIMIT = count  # type: ignore[misc]
        whole = assign(scores, limits, limits)
        lost = f"{1 - found.value / whole.value:.2%} of {whole.pairs}"
    name = f"{count}, alike" if is_alike else f"{count}"
    return (
        f"| {name} | {seconds:.1f} | {peak:.0f} | {found.pairs} | {len(chosen)} | "
        f"{recovered} | {at_most:.2%} | {lost} |"
    )


def main() -> None:
    """Print a row for each size, each in a process of its own for its memory."""
    if sys.argv[1:2] in (["--one"], ["--alike"]):
        print(report(int(sys.argv[2]), is_alike=sys.argv[1] == "--alike"))
        return
    usual = (100, 400) if "--quick" in sys.argv else (200, 800, 2000, 5000)
    sizes = [("--one", count) for count in usual] + [("--alike", usual[1]), ("--alike", usual[-2])]
    print(
        "| companies | s | MB | pairs in the program | chosen | known found | lost at most | lost |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for kind, count in sizes:
        done = subprocess.run(
            [sys.executable, __file__, kind, str(count)],
            capture_output=True,
            text=True,
            check=True,
        )
        print(done.stdout.strip(), flush=True)


if __name__ == "__main__":
    main()
