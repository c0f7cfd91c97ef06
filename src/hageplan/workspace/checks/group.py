"""What the target group, `[maalgruppe]`, must agree on with the companies."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hageplan.errors import Problem
from hageplan.messages import msg
from hageplan.records.workspace import Workspace
from hageplan.workspace.located import Reading
from hageplan.workspace.lookup import suggest_number

_TABLE = "maalgruppe"


def check_group(reading: Reading, workspace: Workspace) -> Iterator[Problem]:
    """Find exceptions that mean nobody, or that change nothing, and a group that leaves nobody."""
    yield from leaves_nobody(reading, workspace)
    if reading.oppsett is None or workspace.group is None:
        return
    if reading.misses_bedrifter or not workspace.bedrifter:
        return
    at, rules = reading.oppsett, workspace.group.rules
    names = {b.organisasjonsnummer: b.navn for b in workspace.bedrifter}
    owners = {b.overordnet_enhet for b in workspace.bedrifter}
    for key, numbers, known in (("alltid", rules.alltid, names.keys()),
                                ("aldri", rules.aldri, names.keys() | owners)):  # fmt: skip
        for index, number in enumerate(numbers):
            if number not in known:
                yield at.problem(
                    "unknown-bedrift",
                    (_TABLE, key, index),
                    severity="warning",
                    value=f'"{number}"',
                    what=msg("no company in bedrifter/ has this organisation number"),
                    expected=msg("a company on the list"),
                    todo=suggest_number(number, names),
                )
    for index, number in enumerate(rules.aldri):
        if number in names and number not in workspace.outside:
            yield at.problem(
                "never-and-in",
                (_TABLE, "aldri", index),
                severity="warning",
                value=f'"{number}"',
                what=msg("{name} is in the target group anyway", name=names[number]),
                expected=msg(
                    "a company that is not a member or målbedrift, and has no "
                    "appointment or open task"
                ),
            )


def leaves_nobody(reading: Reading, workspace: Workspace) -> Iterator[Problem]:
    """Find a group that leaves none of the companies there are."""
    active = [b for b in workspace.bedrifter if b.status != "nedlagt"]
    outside = [workspace.outside.get(b.organisasjonsnummer, "") for b in active]
    if reading.oppsett is None or not active or not all(outside):
        return
    reason, count = Counter(one.split()[0] for one in outside).most_common(1)[0]
    yield reading.oppsett.problem(
        "empty-group",
        (_TABLE,),
        what=msg("none of the {count} companies are in the target group", count=len(active)),
        expected=msg("rules that leave some companies: {share} of them are stopped by {key}",
                     share=count, key=_KEYS[reason]),
        todo=msg("change that line. To include all companies in one command: --alle"),
    )  # fmt: skip


_KEYS = {
    "outside-never": "aldri",
    "outside-public": "offentlige",
    "outside-form": "organisasjonsformer, ikke_organisasjonsformer",
    "outside-industry": "naeringer, ikke_naeringer",
    "outside-size-unknown": "ukjent_ansatte",
    "outside-small": "ansatte_minst",
    "outside-large": "ansatte_maks",
}
"""The keys whose rules leave a company out."""
