"""Finds the thing behind what somebody calls it: "condemned what it called an act of war" condemns an act of war."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import lexicon

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_so_called", "is_taken_as", "so_called"]

_CALLING = ("brand", "call", "characterise", "characterize", "consider", "describe", "label", "regard", "see", "term")
#: What somebody denies by calling it so is not there: "rejected what it called lies".
_DENYING = ("deny", "dismiss", "refute", "reject")
_SAYING = ("allege", "believe", "claim", "say")
_BEING = ("are", "is", "was", "were")
#: The words after these are no part of the thing.
_BEYOND = ("after", "although", "as", "because", "but", "since", "though", "when", "while")
_LONGEST = 45


def so_called(verb: Token) -> tuple[list[int], int] | None:
    """Return the thing that the object of a verb or preposition calls by a name, and its noun; None for others."""
    below = (child for child in verb.children if child.dep_ in ("ccomp", "pcomp"))
    calling = next((child for child in below if _named_what(child) is not None), None)
    what = _named_what(calling) if calling is not None else None
    if calling is None or what is None or not verb.i < what < verb.i + 4 or verb.lemma_ in _DENYING:
        return None
    after = calling.i + 1
    link = verb.doc[after].lower_ if after < verb.sent.end else ""
    if (calling.lemma_ in _SAYING and link not in _BEING) or (calling.lemma_ in _CALLING and link in _BEING):
        return None
    start = after + 1 if link in ("as", *_BEING) else after
    stop = next((i for i in range(start, verb.sent.end) if _is_beyond(verb.doc[i])), verb.sent.end)
    tokens = list(range(start, min(stop, start + _LONGEST)))
    noun = next(
        (i for i in tokens if verb.doc[i].pos_ == "NOUN" and verb.doc[i].dep_ not in ("compound", "nmod")), None
    )
    return (tokens, noun) if noun is not None else None


def is_so_called(verb: Token) -> bool:
    """Return whether a verb only names what another one judges: "condemned what it described as a raid"."""
    above = verb.head
    cued = verb.dep_ == "ccomp" and above.lemma_.lower() in lexicon().verbs
    return (cued or verb.dep_ == "pcomp") and so_called(above) is not None


def is_taken_as(verb: Token) -> bool:
    """Return whether a participle only says as what people count: "those recognised as refugees were welcome"."""
    after = verb.nbor(1) if verb.i + 1 < len(verb.doc) else verb
    helped = any(child.dep_ in ("aux", "auxpass", "dobj") for child in verb.children)
    goes_on = any(child.dep_ == "ccomp" and child.i > after.i for child in verb.children)
    return verb.tag_ in ("VBD", "VBN") and after.lower_ == "as" and goes_on and not helped


def _named_what(calling: Token) -> int | None:
    """Return the "what" that a verb of naming has as its object, or None."""
    if calling.lemma_ not in (*_CALLING, *_SAYING):
        return None
    return next((child.i for child in calling.children if child.lower_ == "what" and child.i < calling.i), None)


def _is_beyond(token: Token) -> bool:
    after = token.nbor(1) if token.i + 1 < len(token.doc) else token
    goes_on = token.text == "," and (
        after.tag_ in ("RB", "VBG", "VBN", "WDT", "WP", "WRB") or after.dep_ in ("cc", "mark")
    )
    return goes_on or token.text in (".", ";", ":") or (token.lower_ in _BEYOND and token.i > 0)
