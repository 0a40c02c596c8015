"""Makes a row of each verb of a list that depends on one verb of stance: "urged Oslo to pay, leave and free them"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.grammar.lists import trimmed_ends
from kg.extract.grammar.splitting.series import first_of, series_of, start_of
from kg.extract.grammar.tree import is_infinitive
from kg.extract.meaning.pieces import Piece
from kg.extract.meaning.things.parts import WANTED
from kg.extract.meaning.wellformed import LONGEST_SENTENCE

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.meaning.clauses import Words
    from kg.extract.meaning.pieces import Wording
    from kg.extract.meaning.settling import Stance

__all__ = ["listed_pieces", "listed_stances"]

_SUBJECTS = ("nsubj", "nsubjpass")
_LISTED = ("to", "who-to")


def listed_stances(doc: Doc, stance: Stance) -> list[Stance]:
    """Return a stance for each verb of a list in its content; the stance itself if there is no list, or one denied."""
    head = doc[stance.content.head]
    wished = stance.frame in _LISTED or (stance.frame == "clause" and stance.act in WANTED and _subject(head))
    if (second := _after_denied(head, stance)) is not None:
        return _one_denied(doc, stance, second)
    plain = stance.negation is None and stance.polarity is None and stance.worded
    if not (wished and plain) or any(child.dep_ == "neg" for child in head.children):
        return [stance]
    inside = set(stance.content.tokens)
    verbs = [verb for verb in series_of(head) if verb.i in inside]
    tokens = stance.content.tokens
    long = doc[tokens[-1]].idx - doc[tokens[0]].idx > LONGEST_SENTENCE - 20  # two that make no sentence together
    if len(verbs) < 2 or not (long or any(doc[start_of(verb) - 1].text == "," for verb in verbs[1:])):
        return [stance]
    return _parted(doc, stance, verbs)


def _after_denied(head: Token, stance: Stance) -> Token | None:
    """Return the infinitive with a "to" of its own after a denied one: "asked Oslo not to leave, and to pay"."""
    if stance.frame != "who-to" or stance.polarity != "opposes" or stance.negation is None:
        return None
    own = [child for child in head.children if child.dep_ == "conj" and is_infinitive(child)]
    own = [child for child in own if not any(c.dep_ == "neg" for c in child.children)]
    return own[0] if len(own) == 1 and own[0].i in stance.content.tokens else None


def _one_denied(doc: Doc, stance: Stance, second: Token) -> list[Stance]:
    """Return the stances of a denied infinitive and of the one after it."""
    start, found = second.left_edge.i, []
    for later in (False, True):
        own = tuple(trimmed_ends(doc, [i for i in stance.content.tokens if (i >= start) is later]))
        quote = (doc[own[0]].idx if later else stance.content.quote[0], doc[own[-1]].idx + len(doc[own[-1]]))
        content = replace(stance.content, tokens=own, quote=quote, head=second.i if later else stance.content.head)
        found.append(replace(stance, content=content))
    found[1] = replace(found[1], polarity=None, negation=None)
    return found


def _parted(doc: Doc, stance: Stance, verbs: list[Token]) -> list[Stance]:
    """Return the stances of the verbs of a list; the first has the words before it."""
    found = []
    tokens = stance.content.tokens
    for index, verb in enumerate(verbs):
        start = start_of(verb) if index else tokens[0]
        stop = start_of(verbs[index + 1]) if index + 1 < len(verbs) else tokens[-1] + 1
        own = tuple(trimmed_ends(doc, [i for i in tokens if start <= i < stop]))
        end = doc[own[-1]].idx + len(doc[own[-1]])
        quote = (doc[own[0]].idx if index else stance.content.quote[0], end)
        found.append(replace(stance, content=replace(stance.content, tokens=own, head=verb.i, quote=quote)))
    return found


def _subject(head: Token) -> Token | None:
    return next((child for child in head.children if child.dep_ in _SUBJECTS and child.i < head.i), None)


def listed_pieces(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return a later verb of what is wished in a clause: "demands that Oslo pay, leave and free them"; else nothing."""
    first = first_of(head) if wording.act in WANTED and wording.frame == "clause" else None
    subject = _subject(first) if first is not None else None
    if subject is None:
        return []
    who = words.pieces([token for token in subject.subtree if token.dep_ != "mark"])
    done = words.pieces([token for token in tokens if token.i >= start_of(head)])
    for piece in done:
        piece.tag = "VB" if piece.token == head else piece.tag
    return [*who, Piece("should", "MD"), *done]
