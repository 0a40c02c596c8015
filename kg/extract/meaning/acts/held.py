"""Tells whether a verb says that somebody holds a stance: not one that is only likely, or was held once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import has_mark

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["case_of", "is_held", "is_supposed"]

_LIKELY = ("apt", "liable", "likely", "poised", "prone", "unlikely")
#: What a narrator supposes: "Kenya would probably demand", "perhaps Kenya hopes".
_SUPPOSED = ("likely", "maybe", "perhaps", "possibly", "presumably", "probably")
_ONCE = ("formerly", "initially", "once", "originally")
_IF = ("if", "provided", "unless")


def is_supposed(cue: Token) -> bool:
    """Return whether a narrator only supposes that somebody does what a verb names."""
    above = cue.head
    likely = cue.dep_ == "xcomp" and above.lower_ in _LIKELY
    return likely or any(child.lower_ in _SUPPOSED and child.dep_ == "advmod" for child in cue.children)


def is_held(cue: Token) -> bool:
    """Return whether a verb says that somebody does what it names, and has not only done it at first."""
    once = any(child.lower_ in _ONCE and child.dep_ == "advmod" and child.i < cue.i for child in cue.children)
    return not (once and cue.tag_ in ("VBD", "VBN"))


def case_of(cue: Token) -> Token | None:
    """Return the verb of the case in which somebody would act: "would back the plan if Norway paid"; else None."""
    would = any(child.lower_ in ("'d", "would", "’d") and child.dep_ == "aux" for child in cue.children)
    clauses = [child for child in cue.subtree if child.dep_ == "advcl" and child.i > cue.i]
    return next((clause for clause in clauses if would and has_mark(clause, *_IF)), None)
