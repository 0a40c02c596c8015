"""Writes conditions as two propositions: what depends on them, and what has to come true first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.grammar.conditions import halves
from kg.extract.grammar.contents import Content
from kg.extract.grammar.splitting.provisos import proviso_of
from kg.extract.meaning.negation import is_negated, negation_of
from kg.extract.meaning.settling import Stance

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

__all__ = ["condition_of", "provided"]

#: Acts of those who say what they will do themselves.
_PLEDGES = ("promises", "refuses")


def condition_of(doc: Doc, stance: Stance, propose: Callable[[Stance], str]) -> dict[str, object] | None:
    """Return the fields of a condition that a noun names; None if one half is missing. `propose` words a stance."""
    before, after = halves(doc, stance.content)
    if not before or len(after) < 2:
        return None
    return {
        "act": stance.act,
        "proposition": propose(_part(doc, after, "supports")),
        "condition": propose(_part(doc, before, "demands")),
    }


def provided(
    doc: Doc, stance: Stance, propose: Callable[[Stance], str], is_worded: Callable[[str], bool]
) -> dict[str, object] | None:
    """Return the fields of what speakers will do only on a condition; None if they name none, or it gives no sentence.

    "We will not open the port unless Oslo pays": the port is opened if Oslo pays.
    """
    head = doc[stance.content.head]
    found = proviso_of(head) if stance.act in _PLEDGES and stance.frame == "clause" else None
    inside = set(stance.content.tokens)
    if found is None or not found.tokens <= inside or found.unless is not is_negated(head):
        return None
    kept = tuple(i for i in stance.content.tokens if i not in found.tokens)
    denied = negation_of(head, set(kept)) if found.unless else None
    if found.unless and denied is None:
        return None
    depending = replace(_part(doc, kept, stance.act, "clause"), negation=denied)
    clause = [i for i in sorted(found.tokens) if doc[i] in found.verb.subtree]
    clause = [i for i in clause if not (doc[i].head == found.verb and doc[i].dep_ in ("mark", "advmod"))]
    slugs = propose(depending), propose(_part(doc, tuple(clause), "demands", "clause"))
    if not all(is_worded(slug) for slug in slugs):
        return None
    return {"act": "makes-condition", "proposition": slugs[0], "condition": slugs[1]}


def _part(doc: Doc, tokens: tuple[int, ...], act: str, frame: str = "object") -> Stance:
    """Return one part of a condition as a stance of its own."""
    inside = set(tokens)
    head = next((i for i in tokens if doc[i].head.i not in inside), tokens[0])
    head = next((i for i in tokens if doc[i].dep_ == "ROOT"), head) if frame == "clause" else head
    last = doc[tokens[-1]]
    return Stance(act, None, Content(tokens, head, (doc[tokens[0]].idx, last.idx + len(last))), frame, 0.5)
