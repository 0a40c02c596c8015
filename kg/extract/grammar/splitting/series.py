"""Finds the verbs of a list that share one "to" or one subject: "urged Oslo to free them, leave the port and talk".

The parser loses most of these after the first comma, so they are found by what stands before them: a comma or "and",
and perhaps an adverb.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import has_subject, is_infinitive

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["VOICING", "WISHING", "continues_list", "first_of", "series_of", "start_of"]

#: What these verbs ask for is in the subjunctive: "demanded that Oslo stop the raids, free the crew and pay".
WISHING = ("ask", "demand", "insist", "propose", "recommend", "request", "require", "urge")
#: Verbs that are never nouns, whatever the parser takes them for.
_ONLY_VERBS = ("abide", "desist", "refrain")
#: What speakers do by saying so.
VOICING = frozenset(
    ("appeal", "ask", "believe", "call", "commend", "condemn", "demand", "denounce", "deplore", "encourage", "expect")
) | {"express", "hope", "invite", "note", "oppose", "reaffirm", "regret", "reiterate", "reject", "remain", "stress"}
VOICING |= {"support", "thank", "urge", "warn", "welcome"}
_SKIPPED = ("RB", "RBR")
_LONGEST = 90


def start_of(verb: Token) -> int:
    """Return where a verb of a series begins, with the adverbs before it: "immediately stop"."""
    start, first = verb.i, verb.sent.start
    while start > first and verb.doc[start - 1].tag_ in _SKIPPED:
        start -= 1
    return start


def series_of(head: Token) -> list[Token]:
    """Return a bare verb and the further ones of its series; only the verb itself if "or" joins them."""
    found = [head]
    for token in head.doc[head.i + 1 : min(head.sent.end, head.i + _LONGEST)]:
        if token.text in (";", ":", "”", "“") or token.lower_ in ("that", "but") or _voices(token, head):
            break
        if not _is_bare(token, head.i) or not _is_next(token, found, head):
            continue
        if _joined_by(token) == "or":
            return [head]
        found.append(token)
    return found if len(found) > 1 and _is_closed(found) else [head]


def first_of(verb: Token) -> Token | None:
    """Return the first verb of the series that a verb continues, or None."""
    if not _joined_by(verb):
        return None
    for token in verb.doc[max(verb.sent.start, verb.i - _LONGEST) : verb.i]:
        if _opens(token) and verb in series_of(token):
            return token
    return None


def continues_list(verb: Token, members: set[int]) -> bool:
    """Return whether a verb continues a list among some words: "that Oslo pay, leave the port and free the crew"."""
    if verb.tag_ not in ("VB", "VBP") or not _joined_by(verb):
        return False
    first = first_of(verb)
    return first is not None and first.i in members


def _opens(verb: Token) -> bool:
    """Return whether a verb can be the first of a series: "to pay", and the subjunctive in "that Oslo pay"."""
    bare = verb.tag_ in ("VB", "VBD", "VBP") and verb.lower_ == verb.lemma_.lower()  # "that Oslo shut the port"
    wished = bare and has_subject(verb) and verb.dep_ == "ccomp" and verb.head.lemma_.lower() in WISHING
    return is_infinitive(verb) or wished


def _is_bare(token: Token, since: int = -1) -> bool:
    """Return whether a verb has neither ending, auxiliary nor subject; a subject before the series is misread."""
    bare = token.tag_ in ("VB", "VBP") and token.lower_ == token.lemma_.lower()
    own = (child for child in token.children if child.i > since)
    helped = any(child.dep_ in ("aux", "auxpass", "nsubj", "nsubjpass", "expl", "mark") for child in own)
    return (bare and not helped) or token.lower_ in _ONLY_VERBS


def _voices(verb: Token, head: Token) -> bool:
    """Return whether a verb goes on with what is said: "we call on Oslo to pay, and urge Rome to help"."""
    return verb.lemma_.lower() in VOICING and (verb.tag_ == "VBP" or verb.head == head.head) and bool(_joined_by(verb))


def _joined_by(verb: Token) -> str:
    """Return the comma, "and" or "or" before a verb and its adverbs; empty for other words."""
    start = start_of(verb)
    before = verb.doc[start - 1] if start > verb.sent.start else verb
    if before.is_quote and before.i > verb.sent.start:
        before = before.nbor(-1)
    return before.lower_ if before.lower_ in (",", "and", "or") else ""


def _is_next(verb: Token, found: list[Token], head: Token) -> bool:
    """Return whether a verb goes on with a series, and not with a verb inside one of its members."""
    mark = _joined_by(verb)
    above = verb.head
    for _ in range(5):
        if above in found or above.i <= head.i or above.dep_ != "conj" or not mark:
            break
        above = above.head
    inside = above.i > head.i and above not in (*found, verb) and above.pos_ in ("AUX", "VERB")
    if inside and (is_infinitive(above) or has_subject(above) or above.dep_ in ("acl", "relcl")):
        return False
    linked = verb.dep_ == "conj" and (above in found or above == head.head)
    return bool(mark) and (linked or mark == "," or _after_comma(verb))


def _after_comma(verb: Token) -> bool:
    """Return whether "and" before a verb has a comma before it: ", and avoid"."""
    start = start_of(verb)
    return start > verb.sent.start + 1 and verb.doc[start - 2].text in (",", '"', "'", "’", "”")


def _is_closed(found: list[Token]) -> bool:
    """Return whether the last verb of a series has an "and" before it, as in every list."""
    return any(_joined_by(verb) == "and" for verb in found[1:])
