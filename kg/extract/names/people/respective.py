"""Reads whose minister each of several persons is: "the ministers of Kenya and Peru, X Y and Z W"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Span

from kg.extract.grammar.tree import where
from kg.extract.names.actors import HOLDERS, NOBODY, PORTFOLIOS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc

    from kg.extract.names.actors import Actor
    from kg.extract.names.discourse import Discourse
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["note_respective", "part_respective"]

_LINKS = (",", "and", "&", "the", "of", ".", "mr", "mr.", "ms", "h.e", "h.e.", "dr", "dr.")
#: "Kenyan FM" is no organisation.
_INITIALS = ("fm", "pm")
_FIELD = ("of", "for", "affairs", "external")


def part_respective(gazetteer: Gazetteer, doc: Doc) -> None:
    """Correct the names in a list of states and as many persons, which the parser often cuts or joins wrongly."""
    for i in where(doc, "LOWER", _INITIALS):
        if i and doc[i].ent_type_ == "ORG" and doc[i - 1].ent_iob_ == "B" and gazetteer.nations(doc[i - 1].text):
            doc.set_ents([Span(doc, i - 1, i, "NORP")], outside=[Span(doc, i, i + 1)], default="unmodified")
    for i in where(doc, "LOWER", HOLDERS):
        spans = [span for run in _words(doc, _office(doc, i)[1]) for span in _parted(gazetteer, doc, *run)]
        if _orders([span.label_ for span in spans], "GPE", "PERSON"):
            doc.set_ents(spans, default="unmodified")


def _words(doc: Doc, start: int) -> Iterator[tuple[int, int]]:
    """Yield the runs of proper nouns that only commas and the like part, from a token on."""
    first = start
    for i in range(start, len(doc) + 1):
        if i < len(doc) and doc[i].pos_ == "PROPN" and doc[i].lower_ not in _LINKS:
            continue
        if first < i:
            yield first, i
        first = i + 1
        if i == len(doc) or doc[i].lower_ not in _LINKS or doc[i].is_sent_end:
            return


def _parted(gazetteer: Gazetteer, doc: Doc, first: int, last: int) -> Iterator[Span]:
    """Yield the state and the person in a run of names; a person has two names or more."""
    stop = next((end for end in range(last, first, -1) if _is_state(gazetteer, doc[first:end].text)), first)
    if stop > first:
        yield Span(doc, first, stop, "GPE")
    if last - stop > 1:
        yield Span(doc, stop, last, "PERSON")
    elif last > stop:
        yield Span(doc, stop, last, "ORG")  # neither: this is no list of states and persons


def _is_state(gazetteer: Gazetteer, name: str) -> bool:
    slug = gazetteer.state(name)
    return slug is not None and slug not in gazetteer.nations(name) and gazetteer.known[slug].kind == "state"


def _orders(kinds: list[str], state: str, person: str) -> bool:
    """Return whether as many states as persons, two or more, stand in one of the two orders."""
    half = len(kinds) // 2
    return half > 1 and kinds in ([state] * half + [person] * half, [state, person] * half)


def note_respective(discourse: Discourse) -> None:
    """Record the office and the state of each person in a list of states and as many persons, in the same order."""
    for i in where(discourse.doc, "LOWER", HOLDERS):
        words, start = _office(discourse.doc, i)
        for state, person in _pairs(list(_run(discourse, start))):
            discourse.roles.setdefault(person.slug, set()).update(words)
            discourse.holds(person, {state.slug})


def _office(doc: Doc, i: int) -> tuple[set[str], int]:
    """Return the words of an office in the plural, and where what follows begins: "ministers of foreign affairs"."""
    start = i + 1
    while start < len(doc) and doc[start].lower_ in PORTFOLIOS | set(_FIELD):
        start += 1
    near = (doc[j].lower_ for j in (i - 1, *range(i + 1, start)) if j >= 0)
    return {doc[i].lower_.removesuffix("s")} | {word for word in near if word in PORTFOLIOS}, start


def _run(discourse: Discourse, start: int) -> Iterator[Actor]:
    """Yield the states and persons that stand side by side from a token on."""
    doc, last, before = discourse.doc, start - 1, NOBODY
    for at, actor in discourse.named:
        if at < start or actor.kind not in ("person", "state"):
            continue
        between = (word for word in doc[last + 1 : at] if word.lower_ not in _LINKS)
        if any(word.pos_ != "PROPN" for word in between):
            return
        if actor != before:  # each word of a name may be noted
            yield actor
        before, last = actor, at


def _pairs(run: list[Actor]) -> list[tuple[Actor, Actor]]:
    """Return each state with its person: all states and then all persons, or each person behind the own state."""
    half, kinds = len(run) // 2, [actor.kind for actor in run]
    if len(set(run)) != len(run) or not _orders(kinds, "state", "person"):
        return []
    first, second = (run[:half], run[half:]) if kinds[1] == "state" else (run[::2], run[1::2])
    return list(zip(first, second, strict=True))
