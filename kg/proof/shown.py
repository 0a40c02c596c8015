"""Proves what a ground is shown with in answers: the posts of its actor, and names that the chain of voices gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import DP
from kg.proof.parts import ProofStep

if TYPE_CHECKING:
    from kg.proof.node_facts import NodeReader

__all__ = ["shown_with"]

#: Properties of grounds, in words, and the rules that derive them.
_NAMES = (
    ("inPosts", "posts of its actor on that day", "05-in-posts"),
    ("spokenFor", "on behalf of", "05-spoken-for"),
    ("passedOnBy", "passed on by", "05-passed-on-by"),
    ("heardThrough", "heard through", "05-heard-through"),
    ("translatedBy", "translated by", "05-translated-by"),
)


def shown_with(facts: NodeReader, ground: str) -> list[ProofStep]:
    """Return a step for each list of names that a ground has."""
    told = ((words, facts.one(ground, DP + name), rule) for name, words, rule in _NAMES)
    return [ProofStep(f"{words}: {names}", rule) for words, names, rule in told if names]
