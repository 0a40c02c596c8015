"""Posts as people held them: who, which, for whom, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.namespaces import DP, VOCABULARIES
from kg.web.content.dates import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.web.content.edition import Edition

__all__ = ["Post", "posts"]

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
        days = " ".join(f"{w} {day_in_words(d)}" for w, d in (("since", since), ("until", until)) if d)
        person, body = node.one(_ORG + "member") or "", node.one(_ORG + "organization") or ""
        found.append(Post(name, person, node.one(DP + "post", _ORG + "role") or body, body, since, until, days))
    # Of two that begin together, the one still held is the later: an open end comes after every day.
    return sorted(found, key=lambda post: (post.since or "", post.until or "9999", post.iri))
