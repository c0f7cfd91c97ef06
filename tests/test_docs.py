"""The docs as a site: it builds, every link of it leads somewhere, nothing comes from elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tools.docs import faults_of_site, with_headings

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
def test_the_site_is_built_and_every_link_of_it_leads_somewhere() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "tools/docs.py"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr
    site = ROOT / "build/site"
    assert 'lang="nb"' in (site / "index.html").read_text("utf-8")
    assert 'lang="en"' in (site / "en/index.html").read_text("utf-8")


def test_links_that_lead_nowhere_and_what_comes_from_elsewhere_are_faults(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en/a.html").write_text(
        '<h1 id="her">A</h1><a href="../b.html#der">B</a><a href="#her">A</a>'
        '<a href="borte.html">C</a><a href="#borte">D</a><a href="https://siva.no/">E</a>'
        '<script src="https://cdn.example/x.js"></script>'
    )
    (tmp_path / "b.html").write_text('<a name="der"></a><img src="pictures/borte.png">')
    assert sorted(faults_of_site(tmp_path)) == [
        "b.html: pictures/borte.png leads nowhere",
        "en/a.html: #borte leads nowhere",
        "en/a.html: borte.html leads nowhere",
        "en/a.html: loads https://cdn.example/x.js",
    ]


def test_decisions_get_headings_by_day_and_title() -> None:
    told = "# Decisions\n\n**2026-11-23 One thing.** Why.\n\n**2026-11-23 Another\nthing.** Why."
    assert with_headings(told) == (
        "# Decisions\n\n## 2026-11-23\n\n### One thing\n\nWhy.\n\n### Another thing\n\nWhy."
    )
