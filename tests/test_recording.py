"""The moving picture of a terminal in the docs."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest

from tests.conftest import ROOT
from tools.picture import COMMANDS
from tools.recording import Scene, drawn

SVG = "{http://www.w3.org/2000/svg}"


def test_one_scene_is_seen_at_any_time() -> None:
    svg = drawn([Scene("$ a <b>\n", 1), Scene("\x1b[31m& æ\x1b[0m\n", 3)], "a <b>, c & d")
    assert [group.get("class") for group in ET.fromstring(svg).iter(f"{SVG}g")][1:] == [
        "scene s0", "scene s1 last",
    ]  # fmt: skip
    assert re.findall(r"([\d.]+%) { opacity: 1 } ([\d.]+%) { opacity: 0 }", svg) == [
        ("0.00%", "25.00%"), ("25.00%", "100.00%"),
    ]  # fmt: skip
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")  # no font from elsewhere


@pytest.mark.parametrize("name", ["terminal.svg", "terminal-en.svg"])
def test_the_recording_is_of_the_commands_that_stand_in_its_tool(name: str) -> None:
    root = ET.parse(ROOT / "docs/pictures" / name).getroot()
    lines = [
        "".join(text.itertext()).replace("\xa0", " ").strip() for text in root.iter(f"{SVG}text")
    ]
    for command in COMMANDS:
        assert command in lines
