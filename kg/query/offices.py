"""Resolves a person named by an office: `Russian foreign minister`, or `President Assad`.

The offices are the posts in the reference data. A name with a title leads to the person if a post with that title is or
was theirs. An office alone leads to whoever held it on the day that is asked about, which is the last one in the store
if none is given, or else to its only known holder.
"""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from kg.names import NameIndex, fold
from kg.namespaces import PREFIXES, slug_of
from kg.query.names import LABELS, label_of

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["actors_meant", "holders_of", "office_in_words"]

_MEMBER, _BODY = (ox.NamedNode(f"{PREFIXES['org']}{name}") for name in ("member", "organization"))
_POST, _FROM, _TO, _AS_OF = (ox.NamedNode(f"{PREFIXES['dp']}{name}") for name in ("post", "heldFrom", "heldTo", "asOf"))
#: Before and after all days, as text.
_EVER, _NEVER = "0000", "9999"


@dataclass(frozen=True, slots=True)
class _Tenure:
    """Who held a post of a body, from when to when (days of ISO 8601); its title is folded, its post is a label."""

    person: str
    body: str
    post: str
    title: str
    since: str
    until: str


def actors_meant(store: ox.Store, index: NameIndex, written: str) -> list[str]:
    """Return the IRIs of the actors that a name can mean, by their own names or else by an office, sorted.

    `index` is the index of the actors in the store.
    """
    return index.find(written) or holders_of(store, written, index)[0]


def holders_of(store: ox.Store, written: str, actors: NameIndex, day: str = "") -> tuple[list[str], str]:
    """Return the IRIs of those whom a name with an office can mean, sorted: one if it is clear, several if not.

    With an office alone, the text says which of its holders they are. `actors` is the index of the actors in the store,
    and `day` (ISO 8601) the one that is asked about.
    """
    words = fold(written).split()
    tenures = list(_tenures(store)) if len(words) > 1 else []
    # "Assad" first, so that the body in "Syrian President Assad" is not taken for the name.
    for at in range(1, len(words)):
        named = set(actors.find(" ".join(words[at:])))
        if found := named & {tenure.person for tenure in _entitled(words[:at], actors, tenures)}:
            return sorted(found), ""
    held = _held(words, actors, tenures)
    return _in_office(held, day, "") if day else _in_office(held, _last_day(store), ", the last day in the store")


def office_in_words(store: ox.Store, title: str, most: int) -> str:
    """Return who has held an office whose state is not said, for a message; empty if nobody has. `most` are listed."""
    wanted = fold(title)
    held = {tenure.person: tenure.post for tenure in _tenures(store) if tenure.title == wanted}
    if not held:
        return ""
    listed = [f"{slug_of(person)} ({post})" for person, post in sorted(held.items())]
    more = [f"and {len(listed) - most} more"] if len(listed) > most else []
    return f"it is an office: add its state or organisation, or choose {', '.join(listed[:most] + more)}"


def _entitled(words: list[str], actors: NameIndex, tenures: Sequence[_Tenure]) -> Iterator[_Tenure]:
    """Yield the tenures of posts whose title has some words in it; a body may be named before the title."""
    for at in range(len(words)):
        title, bodies = " ".join(words[at:]), actors.find(" ".join(words[:at]))
        for tenure in tenures:
            if f" {title} " in f" {tenure.title} " and (at == 0 or tenure.body in bodies):
                yield tenure


def _held(words: list[str], actors: NameIndex, tenures: Sequence[_Tenure]) -> list[_Tenure]:
    """Return the tenures of an office whose body is named before it, or after it with "of"."""
    for at in range(1, len(words)):
        before, after = " ".join(words[:at]), " ".join(words[at:])
        for title, body in ((after, before), (before, after.removeprefix("of "))):
            # Of several bodies with this name, those count that have such an office: "Congolese president".
            bodies = set(actors.find(body)) if any(tenure.title == title for tenure in tenures) else set()
            if held := [tenure for tenure in tenures if tenure.title == title and tenure.body in bodies]:
                return held
    return []


def _in_office(tenures: Sequence[_Tenure], day: str, which: str) -> tuple[list[str], str]:
    """Return who held an office on a day, or else all who ever held it; and, of one person, when that was.

    `which` says in words which day it is.
    """
    on_day = {tenure.person for tenure in tenures if tenure.since <= day <= tenure.until}
    holders = sorted(on_day or {tenure.person for tenure in tenures})
    if len(holders) != 1:
        return holders, ""
    if on_day:
        return holders, f", who held this office on {day}{which}"
    ended = max((tenure.until for tenure in tenures if tenure.until < day), default="")
    begun = min((tenure.since for tenure in tenures if tenure.since > day), default="")
    if not begun:
        return holders, f", who held this office until {ended}; the store has no later holder"
    if not ended:
        return holders, f", who held this office from {begun}; the store has no earlier holder"
    return holders, f", who held this office until {ended} and again from {begun}"


def _tenures(store: ox.Store) -> Iterator[_Tenure]:
    for quad in store.quads_for_pattern(None, _POST, None, None):
        membership, post = quad.subject, quad.object
        person, body = (_one(store, membership, predicate) for predicate in (_MEMBER, _BODY))
        label = label_of(store, post.value) if isinstance(post, ox.NamedNode) else ""
        title = fold(_without(label, [f" of {name}" for name in _names(store, body)]))
        since, until = _one(store, membership, _FROM) or _EVER, _one(store, membership, _TO) or _NEVER
        yield _Tenure(person, body, label, title, since, until)


def _without(label: str, ends: Sequence[str]) -> str:
    return next((label.removesuffix(end) for end in ends if label.endswith(end)), label)


def _names(store: ox.Store, body: str) -> list[str]:
    quads = (quad for label in LABELS[:2] for quad in store.quads_for_pattern(ox.NamedNode(body), label, None, None))
    return [quad.object.value for quad in quads if isinstance(quad.object, ox.Literal)] if body else []


def _one(store: ox.Store, subject: object, predicate: ox.NamedNode) -> str:
    found = store.quads_for_pattern(subject, predicate, None, None)  # type: ignore[arg-type]  # a node of this store
    return next((quad.object.value for quad in found if isinstance(quad.object, ox.NamedNode | ox.Literal)), "")


def _last_day(store: ox.Store) -> str:
    """Return the last day of publication in the store; a day after all others if there is none."""
    days = store.quads_for_pattern(None, _AS_OF, None, None)
    return max((quad.object.value for quad in days if isinstance(quad.object, ox.Literal)), default=_NEVER)
