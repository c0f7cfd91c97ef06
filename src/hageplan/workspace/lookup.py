"""Which company or municipality somebody means: by number, by name, or by a name like it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from hageplan.errors import RequestError
from hageplan.messages import NOTHING, Message, msg
from hageplan.records.spelling import compact, fold, long_name_key, name_key, plain

if TYPE_CHECKING:
    from hageplan.records.kommune import Kommune, Kommuner
    from hageplan.records.naeringshage import Medarbeider
    from hageplan.records.workspace import Workspace

ALIKE: Final = 60.0
"""Score of 100 from which a word or a name may be meant."""
SURE: Final = 90.0
"""Score from which a name is taken without asking, where no other comes near."""
MARGIN: Final = 8.0
SHOWN: Final = 8
NEAR: Final = 3
"""Municipalities that are suggested."""
NEAR_CUTOFF: Final = 65.0


class Named(Protocol):
    """A company, or as much of one as it takes to know which one is meant."""

    @property
    def organisasjonsnummer(self) -> str:
        """Nine digits."""
        ...

    @property
    def navn(self) -> str:
        """What it is called."""
        ...

    @property
    def kommunenummer(self) -> str:
        """Its municipality."""
        ...


NamedT = TypeVar("NamedT", bound=Named)


def no_company(text: str, known: Sequence[Named]) -> RequestError:
    """Return what is said where `text` means no company."""
    number = compact(text)
    if number.isdigit():
        return _no_number(number, {company.organisasjonsnummer: company.navn for company in known})
    return RequestError(
        msg("no company is called {name}", name=repr_name(text)),
        msg("give the organisation number, or more of the name"),
    )


def find_bedrift(text: str, by_number: Mapping[str, NamedT]) -> NamedT:
    """Return the company whose organisasjonsnummer `text` is; raises RequestError."""
    number = compact(text)
    if number in by_number:
        return by_number[number]
    raise _no_number(number, {number: company.navn for number, company in by_number.items()})


def _no_number(number: str, names: Mapping[str, str]) -> RequestError:
    return RequestError(
        msg("no company in bedrifter/ has the organisation number {name}", name=repr_name(number)),
        suggest_number(number, names),
    )


def check_whole(number: str, workspace: Workspace) -> None:
    """Raise RequestError where a record of a company is left out: what it says must be known."""
    if number in workspace.unread:
        raise RequestError(
            msg("there are errors in the entries about {navn}", navn=workspace.name_of(number)),
            msg("fix them before anything is written about the company: hageplan check"),
        )


def candidates(
    text: str, known: Sequence[NamedT], likely: Collection[str] = ()
) -> tuple[NamedT, ...]:
    """Return the companies that `text` may mean, the likeliest first; one if there is no doubt.

    It is a number, a name as it stands, its beginning (handles are such), or a name like it. Of
    several, those whose numbers are `likely` are meant, where there are any.
    """
    unique = {company.organisasjonsnummer: company for company in known}
    number = compact(text)
    if number in unique:
        return (unique[number],)
    companies = tuple(unique.values())
    found = called(text, companies)
    if not found and not number.isdigit():
        found = _alike(text, companies)
    meant = [one for one in found if one.organisasjonsnummer in likely] if len(found) > 1 else ()
    return tuple(meant or found)[:SHOWN]


def called(text: str, known: Sequence[NamedT]) -> tuple[NamedT, ...]:
    """Return the companies that are called `text`, else those whose names begin with it."""
    if not plain(text):
        return ()
    same = tuple(company for company in known if plain(company.navn) == plain(text))
    return same or _spelt(name_key, text, known) or _spelt(long_name_key, text, known)


def _spelt(key: Callable[[str], str], text: str, known: Sequence[NamedT]) -> tuple[NamedT, ...]:
    """Return the companies whose names have the key of `text`, else those whose keys go on."""
    wanted = key(text)
    begun = [(key(company.navn), company) for company in known]
    same = tuple(company for found, company in begun if found == wanted)
    return same or tuple(company for found, company in begun if found.startswith(wanted))


def _alike(text: str, known: Sequence[NamedT]) -> tuple[NamedT, ...]:
    found = _likest(name_key(text), [name_key(company.navn) for company in known], SHOWN)
    if not found:
        return ()
    is_sure = found[0][1] >= SURE and (len(found) == 1 or found[0][1] - found[1][1] >= MARGIN)
    return tuple(known[index] for _, _, index in (found[:1] if is_sure else found))


def same_or_alike(navn: str, known: Sequence[NamedT]) -> tuple[NamedT, ...]:
    """Return the companies that one of this name surely is, or may well be, the likeliest first."""
    found = _likest(name_key(navn), [name_key(one.navn) for one in known], SHOWN, SURE)
    return tuple(known[index] for _, _, index in found)


def suggest_number(number: str, names: Mapping[str, str]) -> Message:
    """Say which company's number is near; nothing if none is."""
    near = nearest(number, list(names))
    return msg("did you mean {key}?", key=f"{near} {names[near]}") if near else NOTHING


def suggest_word(word: str, known: list[str]) -> Message:
    """Say which of the known words is near; nothing if none is."""
    near = nearest(word, known)
    return msg("did you mean {key}?", key=near) if near else NOTHING


def medarbeider_of(text: str, workspace: Workspace) -> Medarbeider:
    """Return the medarbeider whose id `text` is, or whom alone it names; raises RequestError."""
    people = workspace.oppsett.medarbeider
    named = [one for one in people if one.id == text]
    named = named or [one for one in people if plain(one.navn) == plain(text)]
    named = named or [one for one in people if f"{plain(one.navn)} ".startswith(f"{plain(text)} ")]
    if len(named) == 1:
        return named[0]
    known = ", ".join(f"{one.id} = {one.navn}" if one.navn else one.id for one in named or people)
    if named:
        raise RequestError(
            msg("{name} may be several medarbeidere", name=repr_name(text)),
            msg("choose one of them: {names}", names=known),
        )
    raise RequestError(
        msg("no medarbeider is called {name}", name=repr_name(text)),
        msg("one of: {words}", words=known),
    )


def repr_name(text: str) -> str:
    """Return what somebody typed, marked off from the sentence around it."""
    return f"«{text}»"


def nearest(word: str, known: list[str]) -> str | None:
    """Return the known word that `word` most likely means, if one is near."""
    return next((name for name, _, _ in _likest(word.casefold(), known, 1)), None)


def _likest(
    word: str, known: Sequence[str], limit: int, cutoff: float = ALIKE
) -> list[tuple[str, float, int]]:
    """Return the known words that are most like `word`: each with its score and its index."""
    # It takes 19 ms to load, and most names are spelt right.
    from rapidfuzz import fuzz, process

    return process.extract(word, known, scorer=fuzz.WRatio, score_cutoff=cutoff, limit=limit)


def find_kommune(text: str, kommuner: Kommuner, region: Collection[str] = ()) -> Kommune:
    """Return the one municipality that `text` names.

    A name that several share means the one in `region` (numbers) where just one is.
    Raises RequestError with suggestions.
    """
    matches = kommuner.matching(text)
    ours = [kommune for kommune in matches if kommune.kommunenummer in region]
    if len(matches) == 1:
        return matches[0]
    if len(ours) == 1:
        return ours[0]
    raise RequestError(*not_one(text, matches, kommuner))


def find_all(texts: Iterable[str], kommuner: Kommuner, region: Collection[str]) -> tuple[str, ...]:
    """Return the numbers of the municipalities that `texts` name, each once, in their order."""
    found = [find_kommune(text, kommuner, region).kommunenummer for text in texts]
    return tuple(dict.fromkeys(found))


def unambiguous(names: Iterable[str], kommuner: Kommuner) -> tuple[str, ...]:
    """Return the numbers of the `names` that mean just one municipality, each once."""
    found = [kommuner.matching(name) for name in names]
    return tuple(dict.fromkeys(m[0].kommunenummer for m in found if len(m) == 1))


def kommuner_of(texts: Iterable[str] | None, workspace: Workspace) -> tuple[str, ...]:
    """Return the numbers of the municipalities that people named; raises RequestError."""
    region = (*workspace.dekker, *workspace.vurderer)
    return find_all(texts or (), workspace.kommuner, region)


def label(kommune: Kommune) -> str:
    """Return a name that leaves no doubt, such as `Våler (Innlandet) 3419`."""
    return f"{kommune.navn} ({kommune.fylke}) {kommune.kommunenummer}"


def not_one(text: str, matches: Sequence[Kommune], kommuner: Kommuner) -> tuple[Message, Message]:
    """Say that no municipality is called so, or that several are, and what to write instead."""
    name = repr_name(text)
    if not matches:
        return msg("there is no municipality {name}", name=name), _suggest(text, kommuner)
    counties = ", ".join(kommune.fylke for kommune in matches)
    labels = "; ".join(map(label, matches))
    return (
        msg("{name} is a municipality in {counties}", name=name, counties=counties),
        msg("write its number or its county: {labels}", labels=labels),
    )


def _suggest(text: str, kommuner: Kommuner) -> Message:
    """Say which names are near; nothing if none is."""
    spellings = kommuner.by_name
    shortest = min(fold(text), key=lambda spelling: (len(spelling), spelling))
    like = _likest(shortest, list(spellings), 3 * NEAR, NEAR_CUTOFF)
    near = list(dict.fromkeys(k for name, _, _ in like for k in spellings[name]))[:NEAR]
    if not near:
        return NOTHING
    return msg("did you mean {labels}?", labels="; ".join(label(k) for k in near))
