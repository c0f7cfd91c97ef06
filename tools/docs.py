"""Build the docs as a site in `build/site`, Norwegian first, and follow every link of it.

    python tools/docs.py

Pages are those of docs/nb and docs/en, and the decisions with headings. The site opens from its
folder, and nothing of it comes from another host.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
BUILD = ROOT / "build"
CONFIGS = {"nb": str(ROOT / "mkdocs.yml"), "en": str(ROOT / "mkdocs.en.yml")}
SHARED = ("pictures", "schemas", "site")
BESIDE = ("ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md")
"""Pages of the repository that the English site has too."""
LINK = re.compile(r"\]\((?P<target>[^)#\s]+)(?P<place>#[^)\s]*)?\)")
DECISION = re.compile(
    r"^\*\*(?P<day>\d{4}-\d\d-\d\d) (?P<title>.+?)\.?\*\*\s*", re.MULTILINE | re.DOTALL
)


def stage(language: str) -> None:
    """Lay out a language's pages as the site has them: what languages share is beside them."""
    folder = BUILD / "docs" / language
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for name in SHARED:
        shutil.copytree(DOCS / name, folder / name)
    for path in pages_of(language):
        text = path.read_text("utf-8")
        text = with_headings(text) if path.name == "decisions.md" else text
        (folder / path.name).write_text(LINK.sub(partial(on_site, path, language), text), "utf-8")


def pages_of(language: str) -> Iterator[Path]:
    """Give the files of a language's pages."""
    yield from sorted((DOCS / language).glob("*.md"))
    if language == "en":
        yield from (DOCS / "decisions.md", *(ROOT / name for name in BESIDE))


def on_site(page: Path, language: str, link: re.Match[str]) -> str:
    """Return a link of `page` as the site has it: languages are in folders of their own there."""
    target, place = link["target"], link["place"] or ""
    goal = (page.parent / target).resolve()
    if urlsplit(target).scheme:
        return link[0]
    if goal in pages_of(language):
        target = goal.name
    elif goal in pages_of("nb"):
        target = f"../{goal.stem}.html"
    elif goal in pages_of("en"):
        target = f"en/{goal.stem}.html"
    elif goal.is_relative_to(DOCS):
        target = goal.relative_to(DOCS).as_posix()
    return f"]({target}{place})"


def with_headings(decisions: str) -> str:
    """Return the decisions with a heading for each day and each of them."""
    last = ""

    def heading(found: re.Match[str]) -> str:
        nonlocal last
        day, last = ("" if found["day"] == last else f"## {found['day']}\n\n"), found["day"]
        return f"{day}### {' '.join(found['title'].split())}\n\n"

    return (
        DECISION.sub(heading, decisions).replace("](en/", "](").replace("](schemas/", "](schemas/")
    )


def build() -> None:
    """Make both sites; what mkdocs warns of is a fault."""
    from mkdocs.commands.build import build as make
    from mkdocs.config import load_config

    for config in map(load_config, CONFIGS.values()):
        make(config)
        (Path(config.site_dir) / "404.html").unlink()  # for servers: it knows no folder


@dataclass
class Page(HTMLParser):
    """What a page of the site has: places to point at, what it points at, what it loads."""

    places: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what an element points at."""
        known = {name: value or "" for name, value in attrs}
        self.places |= {known.get("id", ""), known.get("name", "") if tag == "a" else ""}
        is_loaded = tag in ("img", "script", "iframe") or known.get("rel") in ("stylesheet", "icon")
        for value in filter(None, (known.get("href"), known.get("src"))):
            (self.loads if is_loaded else self.links).append(value)


def faults_of_site(site: Path) -> Iterator[str]:
    """Give each link that leads nowhere and each thing that is fetched from another host."""
    pages = {}
    for path in site.rglob("*.html"):
        pages[path.resolve()] = page = Page()
        page.feed(path.read_text("utf-8"))
    for path, page in pages.items():
        where = path.relative_to(site.resolve())
        yield from (f"{where}: loads {one}" for one in page.loads if urlsplit(one).netloc)
        for link in {*page.links, *page.loads}:
            to = urlsplit(link)
            goal = (path.parent / unquote(to.path)).resolve() if to.path else path
            is_ours = not (to.scheme or to.netloc)
            if is_ours and not _is_there(goal, unquote(to.fragment), pages):
                yield f"{where}: {link} leads nowhere"


def _is_there(goal: Path, place: str, pages: dict[Path, Page]) -> bool:
    return goal.is_file() and (not place or goal not in pages or place in pages[goal].places)


def faults_of_repository() -> Iterator[str]:
    """Give each link of a page, as the repository shows it, that leads to no file."""
    for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md")):
        for link in LINK.finditer(path.read_text("utf-8")):
            target = link["target"]
            if not urlsplit(target).scheme and not (path.parent / target).exists():
                yield f"{path.relative_to(ROOT)}: {target} leads nowhere"


def main() -> int:
    """Build and check; print what is wrong."""
    for language in CONFIGS:
        stage(language)
    build()
    faults = sorted({*faults_of_site(BUILD / "site"), *faults_of_repository()})
    print("\n".join(faults))
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main())
