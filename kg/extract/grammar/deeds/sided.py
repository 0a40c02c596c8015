"""Reads a participle that tells who is for or against the thing before it: "the plan backed by Oslo"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.grammar.complements import Match

__all__ = ["sided_by"]


def sided_by(token: Token) -> Match | None:
    """Return the thing before a participle with its doer: "the plan backed by Oslo", or None."""
    thing = token.head
    apart = token.left_edge.i > 0 and token.doc[token.left_edge.i - 1].text == ","
    while apart and thing.dep_ == "pobj" and thing.head.head.pos_ == "NOUN":
        thing = thing.head.head  # "the plan for a dam, backed by Oslo"
    by = any(child.dep_ == "agent" for child in token.children)
    if token.dep_ != "acl" or token.tag_ != "VBN" or not by or thing.pos_ not in ("NOUN", "PROPN") or thing.i > token.i:
        return None
    content = list(range(thing.left_edge.i, token.left_edge.i))
    while content and token.doc[content[-1]].is_punct:
        content.pop()
    return (1, "object", content, thing.i) if content else None
