"""Posts that people held: the holder, the post, the principal, the first and the last day."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import DP, VOCABULARIES
from kg.web.content.dates import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.web.content.edition import Edition
    from kg.web.content.reading import Node

__all__ = ["Post", "independence", "posts"]

_ORG = VOCABULARIES["org"]


class Post(NamedTuple):
    """A post as somebody held it."""

    iri: str
    person: str
    post: str
    organisation: str
    since: str | None
    until: str | None
    days: str


def posts(edition: Edition, memberships: Iterable[str]) -> list[Post]:
    """Return memberships as posts with their days, in the order of their beginnings."""
    found = []
    for name in memberships:
        node = edition.reading.node(name)
        interval = edition.reading.node(node.one(_ORG + "memberDuring") or "")
        since, until = (edition.statements.bound(interval, end) for end in ("hasBeginning", "hasEnd"))
        days = _in_words(since, until)
        person, body = node.one(_ORG + "member") or "", node.one(_ORG + "organization") or ""
        found.append(Post(name, person, node.one(DP + "post", _ORG + "role") or body, body, since, until, days))
    # Of two that begin together, the one still held comes later: an open end sorts after every day.
    return sorted(found, key=lambda post: (post.since or "", post.until or "9999", post.iri))


def independence(edition: Edition, state: Node) -> list[str]:
    """Return the times during which a state was independent in words, the earliest first."""
    intervals = map(edition.reading.node, state.values(DP + "independentDuring"))
    times = [[edition.statements.bound(each, end) or "" for end in ("hasBeginning", "hasEnd")] for each in intervals]
    return [words for since, until in sorted(times) if (words := _in_words(since, until))]


def _in_words(since: str | None, until: str | None) -> str:
    return " ".join(f"{word} {day_in_words(day)}" for word, day in (("since", since), ("until", until)) if day)
