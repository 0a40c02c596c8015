"""Leaves out what does not belong to a content: comments on it, torn ends, circumstances of its saying."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.dates import DAYS
from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.meaning.pieces import Wording

__all__ = [
    "half_denied",
    "needed_inside",
    "tears_a_clause",
    "without_manner",
    "without_saying",
    "without_torn_ends",
]

_EMPHATIC = ("clear", "harshest", "no", "possible", "strong", "stronger", "strongest")
#: Nouns in transitions such as "for that reason".
_LED = frozenset(load_data("meaning/wording.yaml")["leading_over"])
#: Verbs by which somebody says something besides.
_JUDGING = ("accuse", "ask", "blame", "call", "criticise", "criticize", "demand", "denounce", "slam", "urge", "warn")
_UNTOLD = ("elaborate", "explain", "give", "identify", "mention", "name", "offer", "provide", "say", "specify")
_OCCASIONS = (
    "briefing",
    "call",
    "conference",
    "conversation",
    "interview",
    "meeting",
    "speech",
    "tour",
    "trip",
    "visit",
)
_REMARKS = ("comments", "remarks")
_UTTERED = ("address", "comments", "interview", "letter", "message", "remarks", "speech", "statement", "tweet")
_VIEWS = ("opinion", "view", "words")

_GOVERNED = ("pobj", "pcomp")
_WORDS = load_data("meaning/asides.yaml")
_COMMENTS = frozenset(_WORDS["comments"])
_SAID_IN = frozenset(_WORDS["said_in"])
_DURATIONS = ("century", "day", "decade", "hour", "minute", "month", "week", "year")
_PARTS_OF_DAY = ("morning", "afternoon", "evening", "night")
#: A torn "and" has no more words than these after it.
_LONGEST_END = 9


def without_torn_ends(doc: Doc, kept: list[int], head: int) -> list[int]:
    """Leave out "Sunday morning" at the start, an "and" that joins nothing, and comments on the whole at the end."""
    kept = _before_judgement(doc, _without_day(doc, kept, head), head)
    inside = set(kept)
    for at, i in enumerate(kept):
        token = doc[i]
        torn = token.dep_ == "cc" and i > head and len(kept) - at <= _LONGEST_END and not _joins(token, inside)
        if (torn or _is_loose_so(token, kept[at:])) or (
            token.text == "," and i > head and _is_comment(doc, kept[at + 1 :])
        ):
            return kept[:at]
    return kept


def _is_loose_so(token: Token, rest: list[int]) -> bool:
    """Return whether "so" at the end leads over to what is left out: "he came to power, so"."""
    before = token.nbor(-1) if token.i else token
    return token.lower_ == "so" and before.text == "," and all(token.doc[i].is_punct for i in rest[1:])


def _before_judgement(doc: Doc, kept: list[int], head: int) -> list[int]:
    """Leave out what somebody says besides at the end: "the talks had failed, blaming Oslo"."""
    for at, i in enumerate(kept):
        token, before = doc[i], [doc[j].lower_ for j in kept[max(0, at - 3) : at]]
        told = token.tag_ == "VBG" and i > head and at > 3 and token.lemma_.lower() in _JUDGING
        if told and before[-1] == "," and token.dep_ != "conj":
            return kept[: at - 1]
        if told and before == ["as", "well", "as"]:
            return kept[: at - 3]
        if before[-2:] == [",", "without"] and token.lemma_.lower() in _UNTOLD and token.tag_ == "VBG" and at > 3:
            return kept[: at - 2]
    return kept


def _without_day(doc: Doc, kept: list[int], head: int) -> list[int]:
    """Leave out the day of what is told before a subject without an article: "Sunday morning negotiators met"."""
    if len(kept) < 4 or doc[kept[0]].lower_ not in DAYS or kept[0] == head:
        return kept
    count = 2 if doc[kept[1]].lower_ in _PARTS_OF_DAY else 1
    noun = doc[kept[count]]
    return kept[count:] if doc[kept[0]].dep_ in ("compound", "npadvmod", "nmod") and noun.tag_ == "NNS" else kept


def _joins(link: Token, inside: set[int]) -> bool:
    """Return whether something follows "and" that it joins: not in "is finalised and from now on"."""
    after = link.doc[link.i + 1] if link.i + 1 < len(link.doc) else link
    owned = after.pos_ not in ("ADP", "ADV", "PUNCT") or any(child.dep_ in _GOVERNED for child in after.children)
    if link.head.i not in inside:
        return False
    if after.pos_ == "ADP" and link.head.pos_ in ("NOUN", "PROPN"):  # "the treaty and in close contact with Oslo"
        owned = any(child.dep_ == "prep" and child.i < link.i for child in link.head.children)
    if link.lower_ not in ("and", "but", "or") or (after.i in inside and owned):
        return True
    joined = [child for child in link.head.children if child.dep_ == "conj" and child.i > link.i and child.i in inside]
    return any(token.pos_ != "ADP" or any(child.dep_ in _GOVERNED for child in token.children) for token in joined)


def _is_comment(doc: Doc, rest: list[int]) -> bool:
    """Return whether the rest of a content names it and says more of it: ", a statement rejected by Norway"."""
    words = [doc[i] for i in rest]
    if len(words) > 2 and words[0].lower_ == "something":
        return words[1].lower_ in ("that", "which") or words[1].pos_ in ("DET", "NOUN", "PROPN")
    if len(words) < 3 or words[0].lower_ not in ("a", "an", "another"):
        return False
    at = next((at for at, word in enumerate(words) if word.pos_ == "NOUN" and word.dep_ != "compound"), 0)
    more = words[at + 1].tag_ in ("VBN", "VBD", "WDT", "IN") if at + 1 < len(words) else False
    more = more or any(child.dep_ == "relcl" for child in words[at].children)  # "a claim Norway denied"
    return 0 < at < 4 and more and words[at].lemma_.lower() in _COMMENTS


def half_denied(tokens: list[Token], head: Token, dropped: frozenset[int]) -> bool:
    """Return whether a clause that loses its "not" stands beside another: "they rejected it, they had no plan"."""
    if not any(token.i in dropped and (token.dep_ == "neg" or token.lower_ in ("never", "no")) for token in tokens):
        return False
    beside = [child for child in head.children if child in tokens and child.pos_ in ("VERB", "AUX")]
    other = [child for child in beside if child.dep_ == "conj" or (child.dep_ == "ccomp" and child.i < head.i)]
    return any(
        any(inner.dep_ in ("nsubj", "nsubjpass") for inner in child.children)
        and not any(inner.dep_ in ("mark", "neg") for inner in child.children)
        for child in other
    )


def needed_inside(doc: Doc, kept: list[int], start: int, end: int) -> bool:
    """Return whether the words around brackets need those inside: "differences (over the details of) the text".

    What stands in them may be what was only meant: "(Kenya) has closed the port".
    """
    if any(start < i < end and doc[i].dep_ in ("nsubj", "nsubjpass") and not start < doc[i].head.i < end for i in kept):
        return True
    if doc[start + 1].pos_ != "ADP" or end + 1 >= len(doc):
        return False
    between = doc[start - 1].pos_ == "NOUN" and doc[end + 1].pos_ == "DET"
    return between or any(start < doc[i].head.i < end for i in kept if i > end)


def tears_a_clause(doc: Doc, kept: list[int], dash: int) -> bool:
    """Return whether a subject stands before a dash and its verb after it."""
    subjects = (doc[i] for i in kept if i < dash and doc[i].dep_ in ("nsubj", "nsubjpass"))
    return any(subject.head.i > dash for subject in subjects)


def without_saying(tokens: list[Token], head: Token, wording: Wording) -> list[Token]:
    """Leave out what tells when and how somebody spoke: "has been urging Kenya to leave for two years"."""
    if wording.frame in ("as", "clause", "favour") or not tokens:
        return tokens
    dropped: set[int] = set()
    lasting = _is_lasting(head, wording.cue)
    for link in tokens:
        if link.dep_ != "prep" or link.i <= head.i or link.right_edge.i < tokens[-1].i - 12:
            continue
        noun = next((child for child in link.children if child.dep_ == "pobj"), None)
        told = noun is not None and (
            link.lower_ in ("amid", "amidst")
            or (link.lower_ == "for" and lasting and noun.lemma_.lower() in _DURATIONS)
            or (link.lower_ in ("in", "during") and head.pos_ in ("NOUN", "PROPN") and _is_said_in(noun))
            or (link.lower_ in ("in", "during") and wording.frame == "who-to" and _is_occasion(link, noun))
        )
        if told:  # "in remarks on Saturday before meeting the envoy": all of it tells when somebody spoke
            last = tokens[-1].i if noun is not None and noun.lower_ in _REMARKS else link.right_edge.i
            dropped |= set(range(link.i, last + 1))
    return [token for token in tokens if token.i not in dropped]


def _is_lasting(head: Token, cue: str) -> bool:
    """Return whether the verb of saying tells of a long time: "has been urging"."""
    verb = next((token for token in head.ancestors if token.lemma_.lower() in cue.split()), None)
    helpers = {child.lower_ for child in verb.children if child.dep_ == "aux"} if verb is not None else set()
    return verb is not None and verb.tag_ == "VBG" and "been" in helpers


def _is_occasion(link: Token, noun: Token) -> bool:
    """Return whether a phrase tells on what occasion somebody was asked: "during a visit", ", in remarks on Sunday"."""
    given = any(child.lower_ in ("a", "an") for child in noun.children)
    return (given and noun.lemma_.lower() in _OCCASIONS) or (noun.lower_ in _REMARKS and link.nbor(-1).text == ",")


def _is_said_in(noun: Token) -> bool:
    given = any(child.lower_ in ("a", "an") for child in noun.children)
    plain = all(child.lower_ in ("after", "at", "before", "in", "on", "with") for child in noun.rights)
    return given and noun.lemma_.lower() in _SAID_IN and plain


def _is_put_between(doc: Doc, noun: Token, start: int, kept: list[int]) -> bool:
    """Return whether commas set off in whose words something is said: "efforts have, in his words, stopped"."""
    owned = any(child.dep_ == "poss" for child in noun.children)
    marks = (start - 1, noun.right_edge.i + 1)
    return owned and all(i in kept and doc[i].text == "," for i in marks)


def without_manner(doc: Doc, kept: list[int]) -> list[int]:
    """Leave out how strongly something is said, in whose words, and transitions: "in his words", "to that end"."""
    dropped: set[int] = set()
    for i in kept:
        noun = doc[i]
        link = noun.head
        if noun.dep_ != "pobj" or link.dep_ != "prep" or i - link.i > 3:
            continue
        termed = link.lower_ == "in" and noun.lower_ == "terms" and any(c.lower_ in _EMPHATIC for c in noun.children)
        led = noun.lower_ in _LED and i == link.i + 2 and doc[i - 1].lower_ in ("this", "that")
        beside = noun.lower_ in ("margins", "sidelines") and link.lower_ == "on" and i == link.i + 2
        own = link.lower_ == "in" and noun.lower_ in _UTTERED and any(c.tag_ == "PRP$" for c in noun.children)
        if own and noun.right_edge.i >= kept[-1] and link.i > kept[0] + 3:  # "in its sharpest statement"
            dropped |= set(range(link.i, kept[-1] + 1))
        if link.lower_ == "in" and noun.lower_ in _VIEWS and _is_put_between(doc, noun, link.i, kept):
            dropped |= set(range(link.i - 1, noun.right_edge.i + 2))
        if beside:
            end = noun.right_edge.i + 1
            after = end in kept and doc[end].text == "," and link.i - 1 in kept and doc[link.i - 1].text != ","
            dropped |= set(range(link.i, end + after))
        if (termed or led) and noun.right_edge.i == i and len(kept) > 5:
            dropped |= set(range(link.i, i + 1))
    return [i for i in kept if i not in dropped]
