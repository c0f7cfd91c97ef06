"""Random workspaces with every rule mixed: planned, and walked through from outside."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from tests.driver import Ended, hageplan
from tests.tours.outside import Outside, minute
from tests.tours.random_worlds import HOTEL, numbers, random_world
from tests.tours.worlds import Table, World

pytestmark = [pytest.mark.no_cover, pytest.mark.slow]
"""Many weeks of the same lines."""

WORLDS, LONG_WORLDS = 25, 1200


def test_whatever_the_records_say_there_is_a_plan_that_keeps_them_or_a_clear_refusal(
    is_long: bool, figures: Callable[[object], None]
) -> None:
    counts: Counter[str] = Counter()
    for seed in range(LONG_WORLDS if is_long else WORLDS):
        with tempfile.TemporaryDirectory() as folder:
            _live(seed, Path(folder), counts)
    figures(f"random workspaces: {dict(sorted(counts.items()))}")
    assert counts["plans"] >= counts["workspaces"] / 3


def _live(seed: int, folder: Path, counts: Counter[str]) -> None:
    """Plan a world, and once more after an illness; raise where something is wrong with it."""
    world, draw, folder = _accepted(seed, folder, counts)
    words = [
        "--today",
        str(world.today),
        "--lang",
        "en",
        "--workspace",
        str(folder),
        "--json",
        "-q",
    ]
    ended = hageplan("plan", *world.words, *words, "--save")
    first = _judged(seed, world, ended, set(), counts)
    if first is None:
        _refused_rightly(seed, world, words, counts)
        return
    if draw.random() < 0.3:
        _used(seed, world, draw, folder, counts)
    if draw.random() < 0.6:
        return
    told = {
        (t["medarbeider"], t["date"], s["start"], s["organisasjonsnummer"])
        for t in first["tours"]
        for s in t["stops"]
    }
    ill = [f"{t['medarbeider']}:{t['date']}" for t in first["tours"][:1]]
    again = [word for one in ill for word in ("--absent", one)]
    ended = hageplan("plan", "--from-plan", "latest", *again, "--iterations", "20", *words)
    _judged(seed, world, ended, told, counts)


def _refused_rightly(seed: int, world: World, words: list[str], counts: Counter[str]) -> None:
    """Ask for less: where there is a plan without reserves, or of who must be visited alone."""
    asked = [word for word in world.words if word != "--robust"]
    if "--must" in asked:
        asked += ["--only", asked[asked.index("--must") + 1]]
    if asked != world.words:
        counts["refused, and asked for less"] += 1
        ended = hageplan("plan", *asked, *words)
        assert ended.code == 1, _case(seed, world, f"not refused: {asked}")


def _used(seed: int, world: World, draw: Random, folder: Path, counts: Counter[str]) -> None:
    """Look for times beside the saved plan, and write it into files."""
    where = ["--lang", "en", "--workspace", str(folder)]
    company = draw.choice(world.bedrifter)["organisasjonsnummer"]
    words = ["slots", company, "--json", "-q", "--today", str(world.today), *where]
    ended = hageplan(*words)
    assert ended.code in (0, 1), _case(seed, world, f"{words}: {ended.err}")
    offers = json.loads(ended.out)["offers"] if ended.code == 0 else []
    step = world.rules["klokkeslett_hver_minutter"]
    agreed = {f"{a['tid']:%H:%M}" for a in world.avtaler if a["organisasjonsnummer"] == company}
    starts = {offer["start"][:5] for offer in offers} - agreed  # for the other of two
    odd = [start for start in starts if minute(start) % step]
    assert not odd, _case(seed, world, f"{words}: {odd}")
    counts["times offered"] += len(offers)
    files = [f"plan.{ending}" for ending in ("ics", "html", "md", "xlsx", "gpx", "geojson", "csv")]
    writes = [word for name in files for word in ("-o", str(folder / "ut" / name))]
    (folder / "ut").mkdir()
    ended = hageplan("export", "latest", *writes, *where)
    assert ended.code == 0, _case(seed, world, f"export: {ended.err}")
    counts["files written"] += len(list((folder / "ut").iterdir()))


def _accepted(seed: int, folder: Path, counts: Counter[str]) -> tuple[World, Random, Path]:
    """Return the first world of a seed that `check` accepts, and where it is, within `folder`.

    What it does not accept ends in no fault of ours either.
    """
    draw = Random(seed)
    for number in range(20):
        world, inside = random_world(draw), folder / str(number)
        world.write(inside)
        where = ["--lang", "en", "--workspace", str(inside)]
        check = hageplan("check", *where)
        if check.code == 0:
            counts["workspaces"] += 1
            return world, draw, inside
        counts["refused by check"] += 1
        ended = hageplan("plan", *world.words, "--today", str(world.today), *where)
        assert (check.code, ended.code) in ((1, 0), (1, 1)), _case(
            seed, world, check.err + ended.err
        )
    raise AssertionError(f"seed {seed}: nothing that check accepts")


def _judged(
    seed: int,
    world: World,
    ended: Ended,
    told: set[tuple[str, str, str, str]],
    counts: Counter[str],
) -> Table | None:
    """Return the plan that was made, None where it was refused for a reason that is told."""
    if ended.code == 1:
        reason = ended.err.strip().splitlines()[0]
        assert reason, _case(seed, world, "refused without a word")
        counts[f"refused: {_kind(reason)}"] += 1
        return None
    assert ended.code == 0, _case(seed, world, ended.err)
    plan: Table = json.loads(ended.out)
    counts["plans"] += 1
    counts.update(_what(plan))
    found = list(Outside(world, plan, told).breaches())
    assert not found, _case(
        seed, world, "\n".join(found) + "\n" + json.dumps(plan["tours"], indent=1)
    )
    return plan


def _what(plan: Table) -> Iterator[str]:
    """Give what a plan has, once for each of it."""
    for conflict in plan.get("conflicts", []):
        yield f"appointments against the rules, kept: {conflict['is_kept']}"
    for tour in plan["tours"]:
        yield "tours"
        yield from (f"pauses: {kind}" for kind in ("lunch",) if tour[kind])
        yield from (f"pauses: {pause['kind']}" for pause in tour["pauses"])
        if tour["end"]["place"] == HOTEL:
            yield "nights away"
        for stop in tour["stops"]:
            yield "stops"
            yield from (f"stops: {key}" for key in ("avtale", "together_with") if stop[key])


def _kind(reason: str) -> str:
    return " ".join(word for word in reason.split() if word.isalpha())[:40]


def _case(seed: int, world: World, why: str) -> str:
    files = "\n".join(f"--- {name}\n{text}" for name, text in world.files().items())
    return f"seed {seed}: {why}\nplan {' '.join(world.words)} --today {world.today}\n{files}"


PLAIN: dict[str, Table] = {
    "naeringshage": {
        "kontor": {"navn": "Røros", "lat": 62.57468, "lon": 11.3842},
        "dekker": ["3430"],
    },
    "planlegging": {
        "klokkeslett_hver_minutter": 15,
        "lunsj_fra": "11:30",
        "lunsj_minutter": 20,
        "ledig_fra": "14:00",
        "ledig_minutter": 10,
        "slakk_minutter": 0,
    },
    "kjoring": {"omvei": 1.25, "km_per_time": 62.0, "parkering_minutter": 3.0},
}
BREACHES: list[tuple[str, Callable[[Table], None]]] = [
    ("no round time", lambda tour: tour["stops"][0].update(start="08:07", end="09:07")),
    ("has not its time", lambda tour: tour["stops"][0].update(end="08:59")),
    ("is closed", lambda tour: tour["stops"][0].update(start="06:00", end="07:00")),
    ("at the same time", lambda tour: tour["stops"][1].update(tour["stops"][0])),
    ("is not reached", lambda tour: tour["stops"][1].update(drive_minutes=60)),
    ("minutes for", lambda tour: tour["stops"][1].update(drive_minutes=60)),
    ("another wait", lambda tour: tour["stops"][1].update(wait_minutes=61)),
    ("is not home", lambda tour: tour["end"].update(time="15:59")),
    ("no lunch", lambda tour: tour.update(lunch=None)),
    ("lunch is", lambda tour: tour.update(lunch={"start": "11:00", "end": "11:20"})),
    ("lunch could have been", lambda tour: tour.update(lunch={"start": "15:00", "end": "15:20"})),
    ("no free", lambda tour: tour.update(pauses=[])),
    ("before the working hours", lambda tour: tour["start"].update(time="07:00")),
    ("after the working hours", lambda tour: tour["end"].update(time="17:00")),
    ("a day off", lambda tour: tour.update(date="2026-11-28")),
    ("is visited by 2", lambda tour: tour["stops"].append(tour["stops"][0])),
]


@pytest.mark.parametrize(("words", "spoil"), BREACHES, ids=[words for words, _ in BREACHES])
def test_the_walk_from_outside_finds_what_is_wrong(
    tmp_path: Path, words: str, spoil: Callable[[Table], None]
) -> None:
    bedrifter = [
        {
            "organisasjonsnummer": number,
            "navn": number,
            "kommunenummer": "3430",
            "lat": 62.57,
            "lon": 11.4,
        }
        for number in numbers()[:6]
    ]
    world = World(today=date(2026, 11, 23), settings=PLAIN, bedrifter=bedrifter)
    world.write(tmp_path)
    ended = hageplan(
        "plan", "-w", str(tmp_path), "--json", "-q", "--days", "1", "--today", "2026-11-23"
    )
    plan = json.loads(ended.out)
    assert list(Outside(world, plan, set()).breaches()) == []
    spoil(plan["tours"][0])
    assert any(words in breach for breach in Outside(world, plan, set()).breaches())
