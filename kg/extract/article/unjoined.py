"""Gives a clause its subject back that the parser joined to the clause before: "is no threat and trade helps all".

And a sentence its subject, where the parser took a participle before it for one: "Citing the truce, Norway called".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import past, third_person
from kg.extract.grammar.lexicon import load_data

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["unjoined"]

_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
_FINITE = ("VBD", "VBP", "VBZ")
_CLAUSES = ("advcl", "ccomp", "conj", "dep", "parataxis")
_DASHES = ("-", "--", "–", "—")
_NOUNS = ("NOUN", "PROPN")
_WORDS = load_data("meaning/contents.yaml")
#: All forms of the verbs: there are no lemmas yet.
_NOTING = frozenset(
    form
    for verb in map(str, _WORDS["noting"])
    for form in (verb, third_person(verb), past(verb), f"{verb.removesuffix('e')}ing")
)
_FEELINGS = frozenset(str(noun) for nouns in _WORDS["noted"].values() for noun in nouns)
_NUMBERS = {"VBP": ("NNS", "NNPS"), "VBZ": ("NN", "NNP")}


def unjoined(doc: Doc) -> Doc:
    """Make the last noun of a list the subject of a verb right after it that has none, and that verb a clause."""
    for noun in doc:
        verb = _verb_after(noun) if noun.dep_ == "conj" and noun.pos_ in ("NOUN", "PROPN") else None
        above = _clause_of(noun.head) if verb is not None else None
        if verb is None or above is None or above == verb or verb in above.ancestors:
            continue
        link = doc[noun.left_edge.i - 1]
        verb.head, verb.dep_ = above, "conj"
        noun.head, noun.dep_ = verb, "nsubj"
        link.head = above
    for token in doc:
        _take_back(token)
        _make_finite(token)
        _close_aside(token)
        _part_feeling(token)
        _make_adjective(token)
        _take_out_of_relative(token)
    return doc


def _make_adjective(word: Token) -> None:
    """Make "opposed" what somebody is: the parser takes "is opposed to the dam" for a passive."""
    be = next((child for child in word.children if child.dep_ == "auxpass"), None)
    to = next((child for child in word.children if child.lower_ == "to" and child.dep_ == "prep"), None)
    if word.lower_ != "opposed" or be is None or to is None or to.i != word.i + 1 or be.i > word.i:
        return
    if any(child.dep_ == "agent" or child.lower_ == "being" for child in (*word.children, *be.children)):
        return
    for child in [child for child in word.children if child.i < be.i or child.dep_ in ("neg", "punct")]:
        child.head, child.dep_ = be, "nsubj" if child.dep_ == "nsubjpass" else child.dep_
    be.head, be.dep_ = (be if word.dep_ == "ROOT" else word.head), word.dep_
    word.head, word.dep_ = be, "acomp"


def _part_feeling(link: Token) -> None:
    """Make a feeling the object of "with" and what is felt that of the verb: "noted with regret Norway's refusal"."""
    verb, doc = link.head, link.doc
    if link.lower_ != "with" or verb.pos_ != "VERB" or verb.lower_ not in _NOTING:
        return
    thing = next((child for child in link.children if child.dep_ == "pobj"), None)
    if thing is None or thing.i < link.i + 2:
        return
    first = doc[link.i + 1]
    feeling = first if first.lower_ in _FEELINGS else first.nbor() if first.tag_ == "JJ" else thing
    if feeling.lower_ not in _FEELINGS or feeling == thing:
        return
    feeling.head, feeling.dep_ = link, "pobj"
    if first != feeling:
        first.head = feeling
    thing.head, thing.dep_ = verb, "dobj"


def _close_aside(verb: Token) -> None:
    """Make the clause after an aside the main one: "At the call - which Oslo said took an hour - Rome rejected it"."""
    if verb.dep_ != "ROOT":
        return
    doc, start = verb.doc, verb.sent.start
    opened = next((i for i in range(verb.i - 1, start, -1) if doc[i].text in _DASHES), None)
    if opened is None or doc[opened + 1].lower_ not in ("which", "who", "whom"):
        return
    after = [child for child in verb.children if child.dep_ == "ccomp" and child.left_edge.i > verb.i + 1]
    main = next((child for child in after if _stands_behind_dash(child)), None)
    if main is None:
        return
    main.head, main.dep_ = main, "ROOT"
    verb.head, verb.dep_ = main, "advcl"
    for child in list(verb.children):
        if child.i < opened or child.i > main.i:
            child.head = main


def _stands_behind_dash(verb: Token) -> bool:
    first = verb.left_edge
    return first.text in _DASHES or first.nbor(-1).text in _DASHES


def _make_finite(verb: Token) -> None:
    """Make a verb the root of its sentence that the parser took for a part of the name before it.

    "Kenya's Minister of Trade and Tourism, Anna Berg, called on Norway": nobody is called on.
    """
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in ("VBN", "VBD") or noun.dep_ != "ROOT" or noun.pos_ not in _NOUNS:
        return
    named = [child for child in noun.children if child.dep_ == "appos" and child.pos_ == "PROPN" and child.i < verb.i]
    closed = verb.i > 0 and verb.nbor(-1).text == "," and bool(named) and named[-1].right_edge.i == verb.i - 2
    opened = closed and verb.doc[named[-1].left_edge.i - 1].text == ","
    if not opened or any(child.dep_ in ("agent", "auxpass") for child in verb.children):
        return
    noun.head, noun.dep_ = verb, "nsubj"
    verb.head, verb.dep_ = verb, "ROOT"
    for mark in [child for child in noun.children if child.i > verb.i]:
        mark.head = verb


def _take_back(participle: Token) -> None:
    """Make the name after a comma the subject of a verb, and not a participle that the parser joined it to."""
    verb = participle.head
    if participle.tag_ != "VBG" or participle.dep_ not in _SUBJECTS or not participle.is_sent_start:
        return
    for name in participle.children:
        apart = name.left_edge.i - 1 > participle.i and participle.doc[name.left_edge.i - 1].text == ","
        if name.dep_ == "conj" and name.pos_ in ("NOUN", "PROPN", "PRON") and apart and name.i < verb.i:
            linked = any(child.dep_ == "cc" for child in participle.children)
            if not linked:
                name.head, name.dep_ = verb, "nsubj"
                participle.dep_ = "advcl"
            return


def _verb_after(noun: Token) -> Token | None:
    """Return the finite verb without a subject that directly follows a noun behind "and" or "but", or None."""
    after, before = _behind_aside(noun), noun.left_edge.i - 1
    if after >= noun.sent.end or noun.doc[before].lower_ not in ("and", "but"):
        return None
    first = noun.doc[after]
    verb = first.head if first.dep_ == "aux" and first.tag_ in (*_FINITE, "MD") else first
    agrees = noun.tag_ in _NUMBERS.get(first.tag_, (noun.tag_,))
    finite = verb.pos_ in ("VERB", "AUX") and first.tag_ in (*_FINITE, "MD") and verb.dep_ in _CLAUSES
    own = any(child.dep_ in _SUBJECTS for child in verb.children)
    return verb if finite and agrees and not own and verb.i >= after else None


def _behind_aside(noun: Token) -> int:
    """Return where a clause goes on behind a noun and a participle between commas: "and Oslo, led by Berg, wants"."""
    doc, after = noun.doc, noun.right_edge.i + 1
    after -= doc[after - 1].text == ","  # the parser may give the mark to the noun
    if after + 1 >= noun.sent.end or doc[after].text != "," or doc[after + 1].tag_ not in ("VBG", "VBN"):
        return after
    close = next((i for i in range(after + 2, noun.sent.end) if doc[i].text == ","), None)
    inside = close is not None and all(doc[i].tag_ not in _FINITE for i in range(after, close))
    behind = close + 1 if close is not None and inside else after
    while behind + 1 < noun.sent.end and doc[behind].pos_ == "ADV":
        behind += 1
    return behind


def _take_out_of_relative(verb: Token) -> None:
    """Give a verb its subject outside a relative clause: "He heard the words that Berg used, and asked her to go".

    All verbs of such a clause lack the object that it tells of; this one has its own.
    """
    other = verb.head
    if verb.dep_ != "conj" or other.dep_ != "relcl" or verb.tag_ != "VBD" or other.tag_ != "VBD":
        return
    gap = any(c.dep_ == "nsubj" and c.lower_ not in ("that", "which", "who") for c in other.children)
    gap = gap and not any(c.dep_ in ("dobj", "ccomp", "xcomp", "attr", "acomp") for c in other.children)
    own = any(child.dep_ == "dobj" and child.tag_ == "PRP" for child in verb.children)
    above = next((up for up in other.ancestors if up.tag_ == "VBD" and up.i < other.head.i), None)
    if gap and own and above is not None and not any(child.dep_ in _SUBJECTS for child in verb.children):
        verb.head = above


def _clause_of(noun: Token) -> Token | None:
    """Return the verb with a subject in whose clause a noun stands, and is not itself the subject; else None."""
    word = noun
    while word.head != word:
        if word.dep_ in _SUBJECTS or word.dep_ == "relcl":
            return None
        word = word.head
        if word.pos_ in ("VERB", "AUX") and any(child.dep_ in _SUBJECTS for child in word.children):
            return word if word.i < noun.i else None
    return None
