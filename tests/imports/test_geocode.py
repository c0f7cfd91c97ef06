"""`hageplan geocode`: where companies are, asked once, against a service on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hageplan import load
from tests.conftest import NUMBERS, SETTINGS, Run, Write, bedrift
from tests.documents import document
from tests.imports.maps import Maps, serving

pytestmark = pytest.mark.slow

SAG, GARD, KRO, VERK, BORT = NUMBERS[:5]
SAG_KEYS = {"adresse": "Sagveien 1", "postnummer": "2550", "poststed": "OS"}
COMPANIES = (
    bedrift(SAG, **SAG_KEYS)
    + bedrift(GARD, adresse="Nordgardsvegen 12 B", postnummer="2550")
    + bedrift(KRO, adresse="Ukjent", postnummer="2552")
    + bedrift(VERK)
    + bedrift(BORT, adresse="Sagveien 1", lat=62.5, lon=11.2)
)
KNOWN = {
    "adressetekst=Sagveien 1": [(62.49612, 11.22581)],
    "adressenavn=Nordgardsvegen": [(62.5, 11.0), (62.6, 11.2)],
    "postnummer=2552": [(62.4, 11.1)],
}


def workspace(write: Write, maps: Maps) -> Path:
    settings = f'{SETTINGS}\n[innlesing]\nadresse_url = "{maps.url}"\npause_sekunder = 0\n'
    return write({"hageplan.toml": settings, "bedrifter/os.toml": COMPANIES})


def geocode(run: Run, folder: Path, *words: str, code: int = 0) -> dict[str, Any]:
    done = run("geocode", "-w", folder, "--json", *words)
    assert done.returncode == code, done.stderr
    return document(done.stdout)


def test_by_address_by_road_by_postcode_and_how_well(run: Run, write: Write) -> None:
    with serving(Maps(KNOWN)) as maps:
        folder = workspace(write, maps)
        before = (folder / "bedrifter/os.toml").read_text("utf-8")
        dry = geocode(run, folder, "--dry-run")
        assert (folder / "bedrifter/os.toml").read_text("utf-8") == before
        found = geocode(run, folder)
    assert dry["counts"] == found["counts"]
    assert found["counts"] == {
        "adresse": 1,
        "vei": 1,
        "poststed": 1,
        "unknown": 0,
        "asked_before": 0,
        "no_address": 1,
        "not_asked": 0,
    }
    places = {b.organisasjonsnummer: (b.lat, b.lon, b.posisjon) for b in load(folder).bedrifter}
    assert places == {
        SAG: (62.49612, 11.22581, "adresse"),
        GARD: (62.55, 11.1, "vei"),
        KRO: (62.4, 11.1, "poststed"),
        VERK: (None, None, None),
        BORT: (62.5, 11.2, None),
    }
    assert run("import", "undo", "-w", folder).returncode == 0
    assert (folder / "bedrifter/os.toml").read_text("utf-8") == before


def test_nothing_is_asked_twice_until_the_address_changes(run: Run, write: Write) -> None:
    with serving(Maps()) as maps:
        folder = workspace(write, maps)
        assert geocode(run, folder)["counts"]["unknown"] == 3
        asked = len(maps.asked)
        again = geocode(run, folder)
        assert again["counts"]["asked_before"] == 3
        assert len(maps.asked) == asked
        path = folder / "bedrifter/os.toml"
        path.write_text(path.read_text("utf-8").replace("Ukjent", "Sagveien 1"), "utf-8")
        maps.known = KNOWN
        found = geocode(run, folder)
    assert list(found["found"]) == [KRO]


def test_what_was_found_before_a_fault_is_kept(run: Run, write: Write) -> None:
    with serving(Maps(KNOWN)) as maps:
        folder = workspace(write, maps)
        maps.statuses = [503]
        assert geocode(run, folder, "-k", "Os")["counts"]["adresse"] == 1
    done = run("geocode", "-w", folder, "--lang", "en")
    assert done.returncode == 0
    assert "Without an address: 1" in done.stdout
    with serving(Maps(KNOWN)) as maps:
        folder = workspace(write, maps)
        path = folder / "kilder/kartverket.toml"
        path.unlink()
        maps.statuses = [400]
        refused = run("geocode", "-w", folder, "--lang", "en")
        assert (refused.returncode, "run the command again" in refused.stderr) == (3, True)
        assert "By street: 1\nBy postcode: 1\n" in refused.stdout  # the others are asked for
        assert "Not found: 1" in refused.stdout
        assert geocode(run, folder)["counts"]["adresse"] == 1


def test_without_the_service_it_says_so(run: Run, write: Write) -> None:
    with serving(Maps()) as maps:
        folder = workspace(write, maps)
    with (folder / "hageplan.toml").open("a", encoding="utf-8") as settings:
        settings.write("svar_sekunder = 0.2\n")  # what fails is asked again for so long
    done = run("geocode", "-w", folder, "--lang", "en")
    assert done.returncode == 3
    assert done.stdout.splitlines() == ["Without an address: 1", "Not found: 3"]
    assert "Kartverket's service for addresses" in done.stderr


NOWHERE = [(0.0, 0.0), (78.22, 15.65), (62.5, -11.2), (91.0, 11.0), (57.7, 11.9), (1e300, -1e300)]


@pytest.mark.parametrize("point", NOWHERE)
def test_what_lies_outside_the_mainland_is_told_and_never_written(
    run: Run, write: Write, point: tuple[float, float]
) -> None:
    outside = {key: [point] for key in ("adressetekst=Sagveien 1", "postnummer=2550")}
    with serving(Maps({**KNOWN, **outside})) as maps:
        folder = workspace(write, maps)
        found = geocode(run, folder)
        assert (found["unknown"], found["outside"]) == ([SAG], [SAG])
        (folder / "kilder/kartverket.toml").unlink()
        told = run("geocode", "-w", folder, "--lang", "en").stdout
    assert "left out: Prøve AS" in told
    assert run("check", "-w", folder).returncode == 0
    assert {b.organisasjonsnummer for b in load(folder).bedrifter if b.lat} == {GARD, KRO, BORT}


def test_a_hit_outside_does_not_move_the_others(run: Run, write: Write) -> None:
    mixed = {"adressetekst=Sagveien 1": [(0.0, 0.0), (62.49612, 11.22581)]}
    with serving(Maps({**KNOWN, **mixed})) as maps:
        found = geocode(run, workspace(write, maps))
    assert (found["found"][SAG]["lat"], found["outside"]) == (62.49612, [])


def test_what_others_write_while_the_service_is_asked_stays(run: Run, write: Write) -> None:
    """One gets another address, one coordinates by hand, one goes away altogether."""
    changed: list[Path] = []

    def change(maps: Maps) -> None:
        if len(maps.asked) == 1:
            path = changed[0] / "bedrifter/os.toml"
            text = path.read_text("utf-8").replace("Nordgardsvegen 12 B", "Sagveien 1", 1)
            text = text.replace('adresse = "Ukjent"', 'adresse = "Ukjent"\nlat = 62.0\nlon = 11.0')
            path.write_text(text.replace(bedrift(SAG, **SAG_KEYS), ""), "utf-8")

    with serving(Maps(KNOWN, before=change)) as maps:
        folder = workspace(write, maps)
        changed.append(folder)
        found = geocode(run, folder)
        assert (found["found"], found["counts"]["not_asked"]) == ({}, 1)
        assert not (folder / "kilder/kartverket.toml").read_text("utf-8").count("[[sagt]]")
        places = {b.organisasjonsnummer: (b.lat, b.lon) for b in load(folder).bedrifter}
        assert (places[KRO], SAG in places) == ((62.0, 11.0), False)
        assert list(geocode(run, folder)["found"]) == [GARD]


def test_others_write_while_the_service_is_slow(run: Run, write: Write) -> None:
    logged: list[int] = []

    def log(_maps: Maps) -> None:
        words = ("log", VERK, "--interesse", "interessert", "-w", folder)
        logged.append(run(*words, HAGEPLAN_WAIT="0").returncode)

    with serving(Maps(KNOWN, before=log)) as maps:
        folder = workspace(write, maps)
        assert geocode(run, folder, "-k", "Os")["counts"]["adresse"] == 1
    assert set(logged) == {0}


@pytest.mark.parametrize(
    ("url", "environ"),
    [
        ("http://a:b", {}),
        ("http://ø..no", {}),
        ("http://a.example", {"ALL_PROXY": "socks5://127.0.0.1:1"}),
        ("https://a.example", {"HTTPS_PROXY": "ftp://x"}),
        ("https://a.example", {"SSL_CERT_FILE": "/nowhere.pem"}),
        ("https://a.example", {"SSL_CERT_FILE": __file__}),
    ],
)
def test_what_cannot_be_asked_at_all_is_told(
    run: Run, write: Write, url: str, environ: dict[str, str]
) -> None:
    folder = workspace(write, Maps(url=url))
    done = run("geocode", "-w", folder, "--lang", "en", **environ)
    assert (done.returncode, f"{url} cannot be used" in done.stderr) == (1, True)
    assert "HTTPS_PROXY" in done.stderr


def test_hits_of_several_places_are_no_position(run: Run, write: Write) -> None:
    two = [(62.5, 11.2), (59.9, 10.7)]
    apart = {"adressetekst=Sagveien 1": two, "adressenavn=Sagveien": two}
    with serving(Maps({**KNOWN, **apart})) as maps:
        folder = workspace(write, maps)
        found = geocode(run, folder)
    assert (found["counts"]["adresse"], found["unknown"]) == (0, [SAG])
