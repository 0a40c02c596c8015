"""What became of a statement: that its coder withdrew or corrected it, or that its holder took it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES, shorten

if TYPE_CHECKING:
    from kg.proof.node_facts import NodeReader

__all__ = ["LINKS", "corrections"]

_PROV = VOCABULARIES["prov"]
#: How a statement refers to another one, in words from either side. What a later one says may be why it counts no more.
LINKS = (
    (_PROV + "wasRevisionOf", "revises", "revised by"),
    (DP + "retracts", "retracts", "retracted in"),
    (DP + "aboutStatement", "speaks of", "spoken of in"),
)


def corrections(facts: NodeReader, node: str) -> list[tuple[str, str]]:
    """Return the withdrawal of a statement with its reason, what it revises, and what refers to it."""
    withdrawn, reason = facts.one(node, _PROV + "invalidatedAtTime"), facts.one(node, DP + "invalidationReason")
    rows = [("withdrawn", f"{withdrawn}: {reason or 'no reason given'}")] if withdrawn else []
    rows += [("revises", shorten(other)) for other in facts.values(node, _PROV + "wasRevisionOf")]
    return rows + [(word, shorten(other)) for key, _, word in LINKS for other in facts.subjects(key, node)]
