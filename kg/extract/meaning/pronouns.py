"""Checks what the context of a pronoun shows: whether it is plural or shared, a thing, and whether it means anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import has_mark
from kg.extract.meaning.pieces import UnwordedError
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.pieces import Piece, ReferentName

__all__ = [
    "besides_own_subject",
    "continues",
    "is_harmed",
    "is_identified",
    "is_missing",
    "is_only_person",
    "is_owned_inside",
    "is_people",
    "is_several",
    "is_thing",
    "local_subject",
    "means_people",
    "owner_before",
    "refuse_joint",
    "shared_object",
    "stands_in_clause",
    "takes_up_nothing",
    "told_before",
]

_SUBJECTS = ("nsubj", "nsubjpass")
_CLAUSAL = (*_SUBJECTS, "csubj", "expl")
_OBJECTS = ("dobj", "dative")
#: After these, a pronoun means somebody else: "voted for it", but "took the ship with it".
_TO = ("about", "against", "for", "to")
_NUMBER = {"it": ("NN",), "them": ("NNS",)}
_THOUGHT = ("allege", "argue", "believe", "claim", "expect", "hope", "know", "report", "say", "suggest", "think")
#: Verbs that affect something of somebody other than their subject.
_AFFECTING = frozenset(load_data("meaning/wording.yaml")["affecting"])
#: Verbs for what is done to somebody because of something of the same.
_JUDGING = frozenset(load_data("meaning/wording.yaml")["judging"])
#: "this kind of deal", "that part of the country": the words after the noun do not identify it.
_VAGUE = ("area", "day", "kind", "moment", "name", "part", "point", "region", "side", "sort", "time", "type", "way")
_SOME_OF = ("all", "both", "each", "many", "most", "none", "one", "some")
#: With these words, "we" includes people beyond the speaker's own side.
_JOINTLY = ("together", "both", "each", "jointly", "collectively", "voice")
#: Verbs for mutual actions.
_RECIPROCAL = ("converse", "meet", "negotiate", "reconvene", "talk")
_NAMED = load_data("names/people.yaml")
_PEOPLE = frozenset((*_NAMED["people"], *_NAMED["plural_people"]))
_PERSONS = frozenset(load_data("meaning/wording.yaml")["persons"])
#: What a state or a body may call itself: "it was a party to the treaty".
_BEINGS = PEOPLE | ROLES | BODIES | frozenset(load_data("meaning/wording.yaml")["beings"])
#: What takes two parties or more.
_AGREED = frozenset(load_data("meaning/wording.yaml")["agreed"])
_ARGUMENTS = (*_SUBJECTS, "attr", "dobj")
#: What acts and plans have, and no state or body.
_HAD_BY_THINGS = ("basis", "consequence", "effect", "impact", "implication", "merit", "repercussion", "validity")
#: Verbs for what is done to laws, plans and measures, and never to a state or a body.
_ENACTED = frozenset(load_data("meaning/wording.yaml")["enacted"])


def is_thing(it: Token) -> bool:
    """Return whether the predicate shows that "it" is a thing: "it was a mistake", "it has no legal effect"."""
    if it.dep_ == "nsubjpass" and it.head.lemma_.lower() in _ENACTED:
        return True
    had = [child.lemma_.lower() for child in it.head.children if child.dep_ == "dobj"]
    if it.head.lemma_ == "have" and any(noun in _HAD_BY_THINGS for noun in had):
        return True
    nouns = [child for child in it.head.children if child.dep_ == "attr" and child.tag_ == "NN"]
    return it.head.lemma_ in ("be", "remain") and bool(nouns) and not any(noun.lower_ in _BEINGS for noun in nouns)


def is_missing(pronoun: Token) -> bool:
    """Return whether nothing is agreed without a party: "no deal would last without it", said of who says so."""
    link = pronoun.head
    if pronoun.dep_ != "pobj" or link.lower_ != "without":
        return False
    top = link.head
    while top.dep_ in ("attr", "conj", "dobj", "xcomp") and top.head != top:
        top = top.head
    nouns = [word for word in top.subtree if word.i < link.i and word.pos_ == "NOUN" and word.dep_ in _ARGUMENTS]
    denied = [word for word in nouns if any(child.lower_ == "no" for child in word.children)]
    return bool(denied) and nouns == denied and all(word.lemma_.lower() in _AGREED for word in denied)


def continues(pronoun: Token, subjects: list[Piece]) -> bool:
    """Return whether "it" takes up the subject of the clause before: "Oslo will go if Rome does, and it will help"."""
    first = pronoun.head.head if pronoun.head.dep_ == "conj" else pronoun
    same = [child for child in first.children if child.dep_ == "nsubj" and child.tag_ in ("NN", "NNP")]
    return any(piece.token in same and piece.tag != "PERSON" for piece in subjects)


def besides_own_subject(token: Token, before: list[Piece]) -> list[Piece]:
    """Return the words that a pronoun may mean: "Norway should keep it open" does not speak of Norway."""
    if not stands_in_clause(token):
        return before
    own = local_subject(token)
    inside = {word.i for word in own.subtree} if own is not None else set()
    named = [piece for piece in before if piece.token is None or piece.token.i not in inside]
    holder = own is None or len(named) == len(before)  # the subject is the holder, and stands in no clause
    verb = _verb_of(token)
    given = [child for child in verb.children if child.dep_ == "dobj" and child != token] if verb is not None else []
    beside = {word.i for child in given for word in child.subtree}  # "supply weapons to them": not to the weapons
    named = [piece for piece in named if piece.token is None or piece.token.i not in beside]
    return [piece for piece in named if not (holder and piece.noun and piece.token is None)]


def is_only_person(named: ReferentName, before: list[Piece]) -> bool:
    """Return whether "he" or "she" is clear: the sex is known, and no other person is named in the sentence."""
    words = (piece for piece in before if piece.token is not None and piece.token.ent_type_ == "PERSON")
    others = [piece.text for piece in words if piece.text not in named.label and not piece.noun]
    names = {piece.text for piece in before if piece.tag == "PERSON"}
    return bool(named.sex) and not others and names <= {named.label}


def is_several(piece: Piece) -> bool:
    """Return whether a word is plural, or several things joined."""
    several = piece.token is not None and any(child.dep_ == "conj" for child in piece.token.children)
    return piece.tag in ("NNS", "NNPS", "SEVERAL") or several


def is_people(piece: Piece) -> bool:
    """Return whether a word names people: "the members", "Ukrainians"."""
    word = piece.token
    return word is not None and (word.lower_ in _PEOPLE or word.lemma_.lower() in _PERSONS or word.ent_type_ == "NORP")


def is_identified(noun: Token) -> bool:
    """Return whether the words after a noun identify it: "this decision by Norway", "these raids on Oslo"."""
    if noun.lemma_.lower() in _VAGUE or noun.pos_ != "NOUN":
        return False
    links = [child for child in noun.children if child.i > noun.i and child.dep_ == "prep" and child.lower_ != "for"]
    return any(inner.pos_ in ("NOUN", "PROPN") for child in links for inner in child.children)


def _is_joint(word: Token) -> bool:
    """Return whether a word extends "we" beyond the speaker's own side; "together with our allies" does not."""
    beside = word.i + 1 < len(word.doc) and word.nbor(1).lower_ == "with"
    listed = word.lower_ == "both" and word.dep_ in ("cc", "preconj")  # "both military and civilian"
    return word.lower_ in _JOINTLY and not (word.lower_ == "together" and beside) and not listed


def refuse_joint(token: Token, before: list[Piece]) -> None:
    """Refuse a pronoun that refers to nobody in particular: "if I were", "some of us", "we together"."""
    if token.lower_ in ("i", "we") and before and before[0].text.lower() == "if" and _is_supposed(token, before[0]):
        raise UnwordedError("if I were")
    if token.lower_ in ("us", "you", "them") and token.head.lower_ == "of" and token.head.head.lower_ in _SOME_OF:
        raise UnwordedError("some of us")
    if (
        token.lower_ == "we"
        and token.head.lemma_ in _RECIPROCAL
        and not any(c.dep_ in ("dobj", "prep") for c in token.head.children)
    ):
        raise UnwordedError("we together")  # "we will meet again"
    if token.lower_ in ("we", "us", "our") and any(_is_joint(item) for item in token.sent):
        raise UnwordedError("we together")


def _is_supposed(token: Token, first: Piece) -> bool:
    """Return whether "we" is in a condition or takes up one in it: "if we leave, we lose", not "if he leaves"."""
    start = first.token.i if first.token is not None else token.sent.start
    earlier = any(word.lower_ in ("i", "we") for word in token.doc[start : token.i])
    return earlier or has_mark(token.head, "if") or token.head.lemma_ == "be"


def stands_in_clause(pronoun: Token) -> bool:
    """Return whether a pronoun cannot mean the subject of its clause: "Norway will keep it", "expects it to end"."""
    return _verb_of(pronoun) is not None


def local_subject(pronoun: Token) -> Token | None:
    """Return the subject that a pronoun in the same clause cannot mean, or None if there is none."""
    verb = _verb_of(pronoun)
    return _subject(verb) if verb is not None else None


def shared_object(pronoun: Token) -> Token | None:
    """Return what "it" or "them" takes up from the verb before: "open talks and conclude them"; else None."""
    verb = pronoun.head
    if pronoun.lower_ not in _NUMBER or pronoun.dep_ not in _OBJECTS or verb.dep_ != "conj":
        return None
    if any(child.dep_ in _SUBJECTS for child in verb.children):
        return None
    asked = any(child.dep_ == "xcomp" and child.i > pronoun.i for child in verb.children)
    before = [child for child in verb.head.children if child.dep_ == "dobj" and child.i < verb.i]
    things = [noun for noun in before if noun.tag_ in _NUMBER[pronoun.lower_] and noun.ent_type_ != "PERSON"]
    fits = len(before) == 1 and bool(things) and (not asked or _may_act(things[0]))
    return things[0] if fits else None


def _may_act(noun: Token) -> bool:
    """Return whether somebody can be asked to act: not in "found faults and asked them to leave"."""
    return bool(noun.ent_type_) or noun.lower_ in _PEOPLE | PEOPLE | ROLES | BODIES


def _judged_for(pronoun: Token) -> Token | None:
    """Return whose own thing somebody is judged for: "punish Oslo for its raids", "thank Rome for its aid"."""
    link = pronoun.head.head if pronoun.dep_ == "poss" and pronoun.head.dep_ == "pobj" else None
    if link is None or link.lower_ not in ("for", "over") or pronoun.lower_ not in ("her", "his", "its", "their"):
        return None
    verb = link.head if link.head.pos_ == "VERB" else link.head.head
    objects = [child for child in verb.children if child.dep_ == "dobj" and child.i < link.i]
    return objects[0] if len(objects) == 1 and verb.lemma_.lower() in _JUDGING else None


def is_owned_inside(token: Token, before: list[Piece]) -> bool | None:
    """Return whether a sentence names the owner that "its" or "their" means, or None if this decides nothing."""
    if token.dep_ != "poss":
        return None
    if any(child.lower_ == "own" for child in token.head.children):
        return any(piece.noun or (piece.token is not None and piece.token.dep_ in _CLAUSAL) for piece in before)
    beside = token.head.head
    if token.head.dep_ == "conj" and any(piece.token == beside for piece in before):
        fits = (token.lower_ == "their" and beside.tag_ == "NNS") or (token.lower_ == "its" and beside.tag_ == "NN")
        return beside.pos_ == "PROPN" or fits  # "Anna Berg and her son", "the rebels and their allies"
    judged = _judged_for(token)
    return True if judged is not None and any(piece.token == judged for piece in before) else None


def is_harmed(pronoun: Token) -> bool:
    """Return whether a pronoun owns what is harmed by somebody without a subject: "of violating its borders"."""
    verb = pronoun.head.head if pronoun.dep_ == "poss" and pronoun.head.dep_ == "dobj" else None
    if verb is None or pronoun.lower_ not in ("its", "their"):
        return False
    return verb.tag_ == "VBG" and verb.dep_ == "pcomp" and verb.lemma_.lower() in _AFFECTING


def means_people(they: Token) -> bool:
    """Return whether "their" is rather that of people just named than of a body: "it works on their evacuation"."""
    verb = next((token for token in they.ancestors if token.pos_ in ("VERB", "AUX")), they)
    subject = _subject(verb)
    if subject is not None and subject.lower_ == "it" and subject.i < they.i:
        return True
    before = they.doc[they.sent.start - 1].sent.start if they.sent.start else 0
    words = (word for word in they.doc[before : they.i] if word.tag_ in ("NNS", "NNPS") and word.dep_ != "compound")
    return any(word.lower_ in _PEOPLE or word.lemma_.lower() in _PERSONS or word.ent_type_ == "NORP" for word in words)


def takes_up_nothing(pronoun: Token) -> bool:
    """Return whether "it" is not what was spoken of before: "we will call it a mosque", "it was suggested"."""
    told = pronoun.dep_ == "nsubjpass" and pronoun.head.lemma_ in _THOUGHT
    return told or (pronoun.dep_ == "dobj" and pronoun.head.lemma_ in ("call", "name"))


def owner_before(pronoun: Token) -> Token | None:
    """Return the name that owns what follows "its": "Oslo wants good ties with its neighbours"; else None."""
    if pronoun.dep_ != "poss" or pronoun.lower_ not in ("its", "their"):
        return None
    verb = next((token for token in pronoun.ancestors if token.pos_ in ("VERB", "AUX")), None)
    # "asked Oslo to return its ships": they may be those of who asked
    finite = verb is not None and (verb.tag_ in ("VBD", "VBP", "VBZ") or any(c.tag_ == "MD" for c in verb.children))
    subject = _subject(verb) if verb is not None and finite else None
    if subject is None or subject.pos_ != "PROPN" or subject.i > pronoun.i:
        return None
    between = subject.doc[subject.i + 1 : pronoun.i]
    rival = any(word.pos_ == "PROPN" or word.dep_ in _SUBJECTS for word in between)
    return None if rival or any(child.dep_ == "conj" for child in subject.children) else subject


def _verb_of(pronoun: Token) -> Token | None:
    """Return the verb in whose clause a pronoun stands as an object, or as the subject of an infinitive."""
    above = pronoun.head
    if pronoun.lower_.endswith(("self", "selves")):
        return None
    if pronoun.dep_ in _OBJECTS and above.pos_ in ("VERB", "AUX"):
        return above
    if pronoun.dep_ == "pobj" and above.lower_ in _TO and above.head.pos_ in ("VERB", "AUX"):
        return above.head
    bare = above.tag_ in ("VB", "VBN") and above.dep_ in ("ccomp", "xcomp") and not has_mark(above, "that")
    finite = any(child.dep_ in ("aux", "auxpass") and child.tag_ not in ("TO", "VB") for child in above.children)
    return above.head if pronoun.dep_ in _SUBJECTS and bare and not finite else None


def _subject(verb: Token, depth: int = 0) -> Token | None:
    """Return the subject of a verb, or that of the verb on which it depends."""
    own = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if own is not None or depth > 4:
        return own
    if verb.dep_ in ("xcomp", "conj", "advcl") and verb.head != verb:
        moved = [child for child in verb.head.children if child.dep_ == "dobj"] if verb.dep_ == "xcomp" else []
        return moved[0] if moved else _subject(verb.head, depth + 1)
    return None


def told_before(cue: Token) -> range:
    """Return what the same speaker has said before a second verb: "said Oslo had closed the port and asked whether"."""
    first = cue.head
    if cue.dep_ != "conj":
        return range(0)
    if first.dep_ == "ccomp":  # the parser took the second verb of saying for one that is said
        return range(first.left_edge.i, cue.i)
    return range(first.i + 1, cue.i) if any(child.dep_ == "ccomp" for child in first.children) else range(0)
