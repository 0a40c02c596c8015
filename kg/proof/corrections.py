"""What became of a statement: that its coder withdrew or corrected it, or that its holder took it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES, shorten

if TYPE_CHECKING:
    from kg.proof.node_facts import NodeReader

__all__ = ["corrections"]

_PROV = VOCABULARIES["prov"]
#: How later statements refer to one: what they say of it may be why it counts no more.
_LATER = (
    ("revised by", _PROV + "wasRevisionOf"),
    ("retracted in", DP + "retracts"),
    ("spoken of in", DP + "aboutStatement"),
)


def corrections(facts: NodeReader, node: str) -> list[tuple[str, str]]:
    """Return the withdrawal of a statement with its reason, what it revises, and what refers to it."""
    withdrawn, reason = facts.one(node, _PROV + "invalidatedAtTime"), facts.one(node, DP + "invalidationReason")
    rows = [("withdrawn", f"{withdrawn}: {reason or 'no reason given'}")] if withdrawn else []
    rows += [("revises", shorten(other)) for other in facts.values(node, _PROV + "wasRevisionOf")]
    return rows + [(word, shorten(other)) for word, key in _LATER for other in facts.subjects(key, node)]
