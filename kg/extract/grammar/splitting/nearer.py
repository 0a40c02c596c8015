"""Finds who does what a participle tells beside a thing: "The talks ended after Oslo left, accusing Rome"."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["nearer_doer"]

_DOERS = ("GPE", "NORP", "ORG", "PERSON")
#: What begins, comes or ends, and accuses nobody.
_THINGS = frozenset(
    (
        "announcement",
        "attack",
        "call",
        "clash",
        "comment",
        "conflict",
        "crisis",
        "deal",
        "decision",
        "dispute",
        "fighting",
        "incident",
        "meeting",
        "move",
        "negotiation",
        "quarrel",
        "raid",
        "remark",
        "row",
        "statement",
        "strike",
        "summit",
        "talk",
        "tension",
        "treaty",
        "truce",
        "visit",
        "vote",
        "war",
    )
)


def nearer_doer(participle: Token, verb: Token) -> Token | None:
    """Return the verb of the clause before a participle, if only its subject can do what the participle tells."""
    apart = participle.dep_ == "advcl" and participle.tag_ == "VBG" and participle.head == verb
    start = participle.left_edge.i
    if not apart or start < 1 or participle.doc[start - 1].text != "," or not _is_done_by_thing(verb):
        return None
    between = [token for token in participle.doc[verb.i + 1 : start] if token.dep_ in ("advcl", "relcl")]
    named = [clause for clause in between if any(_is_doer(child) for child in clause.children)]
    return named[-1] if named and between[-1] == named[-1] else None


def _is_doer(child: Token) -> bool:
    return child.dep_ == "nsubj" and child.pos_ == "PROPN" and child.ent_type_ in _DOERS


def _is_done_by_thing(verb: Token) -> bool:
    """Return whether the subject of a verb is a bare noun, which does not say or want anything: "the crisis began"."""
    subject = next((child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass")), None)
    return subject is not None and subject.pos_ == "NOUN" and subject.lemma_.lower() in _THINGS
