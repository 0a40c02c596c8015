"""The words of a mention that say which thing it is: "threats of intervention", "the talks over a giant new dam"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.nounphrases import takes_article
from kg.extract.names.things.identified import NAMES, is_cut, phrase_of_noun

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Token

__all__ = [
    "LINKS",
    "UNCLEAR",
    "complemented",
    "definite",
    "is_told_later",
    "left_of",
    "short_phrase",
    "tells_which",
    "told_lemmas",
]

#: Prepositions whose objects say which thing is meant: "talks on the border", "a statement by the president".
LINKS = ("about", "against", "between", "by", "for", "in", "of", "on", "over", "regarding", "to", "towards", "with")
_LEFT = ("amod", "case", "compound", "det", "nmod", "nummod", "poss", "punct")
#: Nouns that say nothing about which one is meant.
_OPEN = (
    "area",
    "country",
    "government",
    "issue",
    "matter",
    "nation",
    "neighbor",
    "neighbour",
    "party",
    "region",
    "side",
    "state",
)
#: What one has with others.
_SHARED = ("agreement", "deal", "dialogue", "dispute", "meeting", "negotiation", "talk", "treaty", "war")
#: Tags of words whose meaning another word gives.
UNCLEAR = ("PRP$", "WDT", "WP", "WP$", "PRP")
#: Participles that only say when or where something is.
_DATED = ("begin", "follow", "hold", "include", "involve", "regard", "schedule", "start", "take")
_LONGEST = 10
_DAYS = ("today", "tomorrow", "yesterday")


def complemented(noun: Token) -> tuple[Token, ...]:
    """Return a noun with the words that say which thing it is, without its article; empty if there are none."""
    for words in (phrase_of_noun(noun), _with_first_link(noun), _with_participle(noun)):
        # "Talks with Norway constructive", "(AP) Heavy clashes"
        torn = bool(words) and (words[-1].pos_ in ("ADJ", "ADV", "ADP") or words[0].text == "(" or is_cut(words))
        if (
            words
            and not torn
            and tells_which(words, noun)
            and not any(_is_open(word) or _is_same(word, noun) for word in words)
        ):
            return words
    return ()


def is_told_later(noun: Token) -> bool:
    """Return whether what tells which thing it is stands behind a time or place: "the resumption today of talks"."""
    doc, at = noun.doc, noun.i + 1
    while at < noun.sent.end - 1 and doc[at].lower_ not in ("of", "between"):
        word = doc[at]
        placed = word.lower_ in ("at", "in", "on") and (doc[at + 1].pos_ in ("PROPN", "DET", "NUM"))
        inner = word.head.lower_ in ("at", "in", "on") or word.ent_type_ in ("DATE", "TIME", "GPE", "LOC", "FAC")
        if not (placed or inner or word.pos_ == "ADV" or word.lower_ in _DAYS):
            return False
        at += 1
    return at > noun.i + 1 and doc[at].lower_ in ("of", "between")


def _is_same(word: Token, noun: Token) -> bool:
    """Return whether a mention names a second thing of the kind: "talks on fish and talks on oil"."""
    return word != noun and word.lemma_.lower() == noun.lemma_.lower()


def _is_open(word: Token) -> bool:
    """Return whether a word inside a mention refers back itself: "sanctions against the country"."""
    back = ("both", "such", "that", "the", "these", "this", "those", "two")
    if word.lemma_.lower() not in _OPEN or any(child.dep_ == "compound" for child in word.lefts):
        return False  # "the Lofoten issue"
    return any(child.lower_ in back for child in word.lefts) and all(child.is_punct for child in word.rights)


def _with_first_link(noun: Token) -> tuple[Token, ...]:
    """Return a noun with its adjectives and the first phrase after it, without what follows or is joined to that."""
    left = left_of(noun)
    if left is None:
        return ()
    if (to := _infinitive(noun)) and len(left) + len(to) < _LONGEST:
        return (*left, noun, *to)
    link = noun.nbor(1) if noun.i + 1 < len(noun.doc) else noun
    things = [child for child in link.children if child.dep_ == "pobj"]
    if link.head != noun or link.dep_ != "prep" or link.lower_ not in LINKS or len(things) != 1:
        return ()
    after = short_phrase(things[0], joined=link.lower_ == "between")
    partners = noun.lemma_.lower() in _SHARED and things[0].tag_ == "NNS"  # "talks with six nations"
    named = any(word.pos_ == "PROPN" or word.ent_type_ in NAMES for word in after)
    if link.lower_ in ("for", "with") and not named and not partners:
        return ()  # "charged in the shooting with murder"
    contiguous = bool(after) and after[0].i == link.i + 1 and not any(word.tag_ in UNCLEAR for word in after)
    found = (*left, noun, link, *after)
    return found if contiguous and len(found) <= _LONGEST else ()


def left_of(noun: Token) -> list[Token] | None:
    """Return the words before a noun that belong to its full mention, or None if they are unclear.

    Its owner stands for nobody in another sentence: "their dispute over fish" is "the dispute over fish".
    """
    before = list(noun.doc[noun.left_edge.i : noun.i])
    left = [word for word in before if word.head != noun or (word.dep_ != "det" and word.tag_ != "PRP$")]
    unclear = (word.tag_ in UNCLEAR or word.text == "," for word in left)
    verbs = (word.pos_ == "VERB" and word.dep_ != "amod" for word in left)
    apart = any(child.lower_ in ("no", "any", "another", "other", "every", "each", "own") for child in noun.lefts)
    if any(unclear) or any(verbs) or apart or noun.pos_ == "PROPN":
        return None
    return left if all(child.dep_ in _LEFT for child in noun.lefts) else None


def _with_participle(noun: Token) -> tuple[Token, ...]:
    """Return a noun with a participle and its first phrase: "tanker seized by Norway", "statement calling for calm"."""
    left, verbs = left_of(noun), [child for child in noun.rights if child.dep_ == "acl"]
    if left is None or not verbs or verbs[0].tag_ not in ("VBN", "VBG"):
        return ()
    between = [word.lower_ for word in noun.doc[noun.i + 1 : verbs[0].i]]
    if between not in ([], ["being"]):
        return ()
    after = [child for child in verbs[0].rights if child.i == verbs[0].i + 1]
    by = after[0] if after and after[0].dep_ in ("agent", "prep") else verbs[0]
    if by.dep_ == "prep" and by.lower_ not in (*LINKS, "from", "near", "off"):
        return ()  # "a resolution issued after a meeting"
    things = [child for child in by.rights if child.dep_ in ("pobj", "dobj") and child.left_edge.i == by.i + 1]
    words = short_phrase(things[0], joined=by.lower_ == "between") if len(things) == 1 else []
    words = [] if any(word.tag_ in UNCLEAR for word in words) or verbs[0].lemma_ in _DATED else words
    found = (*left, noun, *noun.doc[noun.i + 1 : by.i + 1], *words)
    return found if words and len(found) <= _LONGEST else ()


def _infinitive(noun: Token) -> list[Token]:
    """Return "to close the port" after a noun, without what follows the object: "a decision to close the port"."""
    verbs = [child for child in noun.rights if child.dep_ in ("acl", "relcl") and child.tag_ == "VB"]
    if len(verbs) != 1 or verbs[0].i != noun.i + 2 or noun.nbor(1).tag_ != "TO":
        return []
    objects = [child for child in verbs[0].rights if child.dep_ == "dobj"]
    if len(objects) != 1 or objects[0].left_edge.i != verbs[0].i + 1:
        return []
    words = list(noun.doc[noun.i + 1 : objects[0].i + 1])
    return [] if any(word.tag_ in UNCLEAR or word.pos_ == "PRON" for word in words) else words


def short_phrase(thing: Token, *, joined: bool) -> list[Token]:
    """Return a noun with the words before it, and with names or partners that are joined to it."""
    others = sorted(thing.conjuncts, key=lambda child: child.i)
    listed = joined or any(word.pos_ == "PROPN" for word in (thing, *others))
    if joined and not others and thing.tag_ not in ("NNS", "NNPS"):
        return []  # "between Norway": with whom is not clear from the parse
    last = others[-1] if others and listed else thing
    words = list(thing.doc[thing.left_edge.i : last.i + 1])
    of = last.nbor(1) if last.i + 1 < len(last.doc) else last
    if of.lower_ == "of" and of.head == last:  # "talks on the future of the port"
        ends = [child.i for child in of.children if child.dep_ == "pobj"]
        words = list(thing.doc[thing.left_edge.i : ends[0] + 1]) if ends else []
    marks = ';:"' if listed and others else ',;:"'
    dated = any(word.ent_type_ in ("DATE", "TIME") or word.text in marks or _is_verb(word) for word in words)
    return [] if dated or thing.pos_ not in ("NOUN", "PROPN") else words


def _is_verb(word: Token) -> bool:
    """Return whether a word is a verb and not a participle before a noun: "a Gaza-bound ship"."""
    return word.pos_ == "VERB" and not (word.dep_ == "amod" and word.i < word.head.i)


def tells_which(words: Sequence[Token], noun: Token) -> bool:
    """Return whether words say which thing a noun means: by a name, by another noun, or by what it is about."""
    others = [word for word in words if word != noun and word.ent_type_ not in ("DATE", "TIME")]  # "Monday's verdict"
    named = any(word.pos_ == "PROPN" or word.ent_type_ in NAMES or word.dep_ == "compound" for word in others)
    named = named or any(word.pos_ == "NOUN" and word.dep_ in ("amod", "nmod") for word in others)  # "hydropower dam"
    return named or any(word.i > noun.i and (word.pos_ in ("NOUN", "PROPN") or word.tag_ == "TO") for word in others)


def definite(words: Sequence[Token]) -> str:
    """Return the words of a mention as they stand inside a sentence, with an article."""
    text = "".join(word.text_with_ws for word in words).strip()
    text = (
        text
        if words[0].pos_ == "PROPN" or words[0].ent_type_ not in ("", "CARDINAL") or _is_name(words[0])
        else text[0].lower() + text[1:]
    )
    return f"the {text}" if takes_article(tuple(words)) else text


def _is_name(word: Token) -> bool:
    """Return whether the text has a word with a capital inside a sentence, and never without one."""
    same = [other for other in word.doc if other.lower_ == word.lower_]
    return all(other.is_title for other in same) and any(not other.is_sent_start for other in same)


def told_lemmas(words: Sequence[Token]) -> set[str]:
    """Return the lemmas of the words that tell one thing from another."""
    kept = (word for word in words if word.pos_ in ("NOUN", "PROPN", "ADJ", "VERB", "NUM"))
    kept = (word for word in kept if word.pos_ == "NOUN" or not word.is_stop)  # "the name row"
    return {word.lemma_.lower() for word in kept}
