"""Where a pronoun stands: in whose clause, beside which subject, after which words of the same speaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.tree import has_mark
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.pieces import Piece

__all__ = [
    "besides_own_subject",
    "local_subject",
    "object_called",
    "owner_before",
    "parallel",
    "shared_object",
    "stands_in_clause",
    "subject_above",
    "told_before",
    "whose_claim",
]

_SUBJECTS = ("nsubj", "nsubjpass")
_OBJECTS = ("dobj", "dative")
_MEETING = ("meet", "speak", "talk", "write")
_FILLING = ("attr", "conj", "dobj", "nsubj", "nsubjpass", "pobj")
#: What somebody says of oneself as well as of others.
_CLAIMS = ("argument", "assertion", "claim", "contention", "explanation", "insistence", "statement", "view")
#: After these, a pronoun means somebody else: "voted for it", but "took the ship with it".
_TO = ("about", "against", "for", "to")
_NUMBER = {"it": ("NN",), "them": ("NNS",)}
_PEOPLE = PEOPLE | ROLES | BODIES


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


def whose_claim(owned: Token) -> Token | None:
    """Return whose claim a clause is: in "rejected Norway's claim that its ships left", these may be Norway's."""
    for word in owned.ancestors:
        if word.dep_ in ("acl", "ccomp") and word.head.lemma_.lower() in _CLAIMS:
            return next((child for child in word.head.children if child.dep_ == "poss"), None)
    return None


def stands_in_clause(pronoun: Token) -> bool:
    """Return whether a pronoun cannot mean the subject of its clause: "Norway will keep it", "expects it to end"."""
    return _verb_of(pronoun) is not None


def local_subject(pronoun: Token) -> Token | None:
    """Return the subject that a pronoun in the same clause cannot mean, or None if there is none."""
    verb = _verb_of(pronoun)
    return subject_above(verb) if verb is not None else None


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
    return bool(noun.ent_type_) or noun.lower_ in _PEOPLE


def object_called(pronoun: Token, verb: Token) -> Token | None:
    """Return the only object of a verb, or of the infinitive under it, that has the number of a pronoun; else None."""
    verbs = (verb, *(child for child in verb.children if child.dep_ == "xcomp" and child.i < pronoun.i))
    objects = [child for word in verbs for child in word.children if child.dep_ == "dobj" and child.i < pronoun.i]
    if verb.lemma_ in _MEETING and not objects:  # "met with the leaders, urging them to act"
        links = [child for child in verb.children if child.lower_ in ("to", "with") and child.i < pronoun.i]
        objects = [inner for link in links for inner in link.children if inner.dep_ == "pobj"]
    tags = ("NNS",) if pronoun.lower_ == "them" else ("NN",) if pronoun.lower_ == "it" else ()
    things = [noun for noun in objects if noun.tag_ in tags and noun.ent_type_ != "PERSON"]
    # "backed the move to play down the clash, calling it minor": either of them
    inside = [word for noun in things for word in noun.subtree if word.tag_ in tags and word.dep_ in _FILLING]
    alone = not any(word.dep_ == "conj" for noun in things for word in noun.subtree) and (
        inside == things or (len(things) == 1 and things[0].lower_ in _PEOPLE)
    )
    return things[0] if len(things) == len(objects) == 1 and alone else None


def parallel(pronoun: Token) -> Token | None:
    """Return the same pronoun in the clause before: "said that it would act and that it was ready"; else None."""
    verb = pronoun.head
    if pronoun.dep_ != "nsubj" or verb.dep_ != "conj" or not has_mark(verb, "that"):
        return None
    return next((c for c in verb.head.children if c.dep_ == "nsubj" and c.lower_ == pronoun.lower_), None)


def owner_before(pronoun: Token) -> Token | None:
    """Return the name that owns what follows "its": "Oslo wants good ties with its neighbours"; else None."""
    if pronoun.dep_ != "poss" or pronoun.lower_ not in ("its", "their"):
        return None
    verb = next((token for token in pronoun.ancestors if token.pos_ in ("VERB", "AUX")), None)
    # "asked Oslo to return its ships": they may be those of who asked
    finite = verb is not None and (verb.tag_ in ("VBD", "VBP", "VBZ") or any(c.tag_ == "MD" for c in verb.children))
    subject = subject_above(verb) if verb is not None and finite else None
    if subject is None or subject.pos_ != "PROPN" or subject.i > pronoun.i:
        return None
    between = subject.doc[subject.i + 1 : pronoun.i]
    rival = any(word.pos_ == "PROPN" or word.dep_ in _SUBJECTS for word in between)
    return None if rival or any(child.dep_ == "conj" for child in subject.children) else subject


def told_before(cue: Token) -> range:
    """Return what the same speaker has said before a second verb: "said Oslo had closed the port and asked whether"."""
    first = cue.head
    if cue.dep_ != "conj":
        return range(0)
    if first.dep_ == "ccomp":  # the parser took the second verb of saying for one that is said
        return range(first.left_edge.i, cue.i)
    return range(first.i + 1, cue.i) if any(child.dep_ == "ccomp" for child in first.children) else range(0)


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


def subject_above(verb: Token, depth: int = 0) -> Token | None:
    """Return the subject of a verb, or that of the verb on which it depends."""
    own = next((child for child in verb.children if child.dep_ in _SUBJECTS), None)
    if own is not None or depth > 4:
        return own
    if verb.dep_ in ("xcomp", "conj", "advcl") and verb.head != verb:
        moved = [child for child in verb.head.children if child.dep_ == "dobj"] if verb.dep_ == "xcomp" else []
        return moved[0] if moved else subject_above(verb.head, depth + 1)
    return None
