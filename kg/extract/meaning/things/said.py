"""Makes sentences about things: there should be a truce, a visit should take place, somebody is to blame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import indefinite
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_contrast
from kg.extract.meaning.negation import is_mass
from kg.extract.meaning.pieces import Piece, ReferentName, UnwordedError
from kg.extract.meaning.pointing import DEED_WORDS, refuse_vague
from kg.extract.meaning.things.blame import BEING, of_holder, right_to, to_blame
from kg.extract.names.actors import BODIES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words

__all__ = ["WANTED", "thing_pieces"]

_WORDS = load_data("meaning/wording.yaml")
#: Acts that ask for something that does not exist yet.
WANTED = frozenset(("calls-for", "urges", "demands", "proposes", "offers", "promises", "hopes", "makes-condition"))
#: Means to an end: a call for action to stop the war asks for the action.
_DONE = ("action", "aid", "cooperation", "dialogue", "effort", "measure", "step", "talk", "unity", "work")
_REGARDING = ("concerning", "regarding")
_JUDGED = ("for", "object", "over")
#: The predicate for a thing after a noun of judgement, by frame.
_JUDGED_SO = {
    "importance": (("important", "JJ"),),
    "right": (),
    "over": (("a", "DT"), ("cause", "NN"), ("for", "IN"), ("concern", "NN")),
}
_A_RIGHT = Piece("a", "DT"), Piece("right", "NN")
#: Acts that judge other people's actions.
_JUDGING = ("condemns", "criticises", "praises")
_COMING = frozenset(("fears", "expects", "warns", "doubts"))
#: The predicate for a thing that others brought up, by act.
_VERDICTS = {
    "supports": ("should", "be", "supported"),
    "opposes": ("should", "be", "supported"),
    "rejects": ("should", "be", "accepted"),
    "agrees": ("should", "be", "accepted"),
    "vetoes": ("should", "be", "adopted"),
    "votes-for": ("should", "be", "adopted"),
    "votes-against": ("should", "be", "adopted"),
    "abstains": ("should", "be", "adopted"),
    "criticises": ("is", "right"),
    "praises": ("is", "right"),
}
#: Endings of nouns for things that can take place.
_DEEDS = ("tion", "sion", "ment", "ance", "ence", "al", "ing", "ure", "age")
_NO_DEEDS = frozenset(_WORDS["no_deeds"])
#: "plans to build a dam" already exist: the sentence says that they should be supported, not that they should exist.
_PLANNED = ("attempt", "bid", "effort", "idea", "move", "plan", "policy", "proposal")
#: Acts that affirm the event; a denial of "the killing of two sailors" may only mean that others did it.
_UNDERGOING = ("acknowledges", "claims", "reports")
_UNDERGONE: dict[str, str] = _WORDS["undergone"]
_SAYING = ("claims", "reports", "denies", "doubts", "acknowledges")
_COUNTED = frozenset(_WORDS["counted"])
_WRONGS = frozenset(_WORDS["wrongs"])


def thing_pieces(
    tokens: list[Token], head: Token, words: Words, act: str, frame: str, holder: ReferentName
) -> list[Piece]:
    """Return the words of a sentence about a thing. Raises UnwordedError if none can be made."""
    tokens = _thing(tokens, head, act)
    noun = _noun_of(tokens, head)
    if act in ("blames", "accuses"):
        return to_blame(tokens, words, act)
    if (frame in _JUDGED_SO and act != "doubts") or (act == "fears" and frame in ("over", "about", "by", "at")):
        return _judged_so(tokens, noun, words, frame)
    if act in ("denies", "acknowledges", "claims", "doubts") and noun.lemma_.lower() in BEING:
        return of_holder(tokens, noun, words, holder)
    judged = right_to(tokens, words) if act in ("praises", "criticises") and frame in _JUDGED else None
    if judged is not None:
        return judged
    refuse_vague(tokens, noun, words)
    _refuse_part(tokens, noun, act)
    return _said_of(tokens, noun, words, act, frame)


def _refuse_part(tokens: list[Token], noun: Token, act: str) -> None:
    """Refuse a thing that is incomplete without the words beside it: "relief from dues, logistics", "its coup"."""
    beside = noun.head if noun.dep_ == "conj" and noun.head not in tokens else None
    own = any(child.dep_ == "amod" for child in noun.children)  # "dues on goods, unhindered access"
    between = (
        beside is not None
        and not own
        and any(child.dep_ == "prep" and beside.i < child.i < noun.i for child in beside.children)
    )
    if between and len(tokens) < 4 and act in WANTED:
        raise UnwordedError("a part of a list")
    after = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
    if act in _VERDICTS and noun.pos_ == "PROPN" and after.tag_ == "VBG":
        raise UnwordedError("somebody, and not what is done")  # "opposed to Norway building the dam"
    owned = beside is not None and any(child.dep_ == "poss" for child in beside.children)
    if owned and act in _JUDGING and len(tokens) < 3:
        raise UnwordedError("whose it is")
    if act in _JUDGING and tokens[0].lower_ in ("its", "their", "his", "her") and tokens[0].head == noun:
        raise UnwordedError("not the speaker's, but whose is open")


def _thing(tokens: list[Token], head: Token, act: str) -> list[Token]:
    """Return the words of a thing without its preposition, any aside, and the reason after "as" if it is rejected."""
    while tokens and (tokens[0].tag_ in ("IN", "TO") or tokens[0].is_punct or tokens[0].lower_ in _REGARDING):
        tokens = tokens[1:]
    beside = next((token.i for token in tokens if token.i > head.i and (is_contrast(token) or _goes_on(token))), None)
    if beside is not None:  # "accepted the plan while Oslo had not"
        tokens = [token for token in tokens if token.i < beside]
    if act == "fears" and tokens and tokens[0].lower_ in ("its", "their"):
        raise UnwordedError("whose it is")  # "concerned about its effects": the effects of something mentioned before
    cut = next((i for i, token in enumerate(tokens) if token.text == "," and i and token.i > head.i), None)
    if cut is not None and _is_between_one(tokens[:cut]):
        raise UnwordedError("between whom")
    if cut is not None and not any(token.dep_ == "conj" for token in tokens[cut:]):
        tokens = tokens[:cut]  # "the strike, which was approved, as defensive"
    told = next((token for token in tokens if token.lower_ == "as" and token.dep_ in ("prep", "mark")), None)
    if told is not None and act in ("rejects", "condemns", "criticises", "opposes") and told.i > head.i:
        tokens = [token for token in tokens if token.i < told.i]  # "dismissed the talks as a waste of time"
    if tokens:
        return tokens
    raise UnwordedError("nothing is left")


def _goes_on(link: Token) -> bool:
    """Return whether "and" goes on with what the holder does: "hailed the decision to talk and looks forward to it"."""
    if link.dep_ != "cc":
        return False
    verb = next((token for token in link.doc[link.i + 1 : link.i + 3] if token.pos_ == "VERB"), None)
    finite = verb is not None and verb.tag_ in ("VBD", "VBZ") and not any(c.dep_ == "nsubj" for c in verb.children)
    return finite and link.head.tag_ not in ("VBD", "VBP", "VBZ")


def _is_between_one(tokens: list[Token]) -> bool:
    """Return whether words name only one of two sides: "the meeting between Anna Berg", followed by a comma."""
    link = next((i for i, token in enumerate(tokens) if token.lower_ == "between"), None)
    after = tokens[link + 1 :] if link is not None else []
    return bool(after) and not any(token.dep_ == "cc" or token.tag_ in ("NNS", "NNPS") for token in after)


def _judged_so(tokens: list[Token], noun: Token, words: Words, frame: str) -> list[Piece]:
    """Return a judgement on a thing: that it is important, is a cause for concern, or has a right."""
    refuse_vague(tokens, noun, words)
    plural = noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)
    if frame == "right":
        to = next((token for token in tokens if token.tag_ == "TO"), None)
        if to is None or not any(token.i < to.i for token in tokens):
            raise UnwordedError("no right to anything")
        who, what = [[token for token in tokens if (token.i < to.i) is first] for first in (True, False)]
        return [*words.pieces(who), Piece("have" if plural else "has", "VBZ"), *_A_RIGHT, *words.pieces(what)]
    if frame == "over" and any(token.lower_ == "over" for token in tokens[1:]):
        raise UnwordedError("somebody, and what for")  # "condemns Norway over its raid"
    told = _JUDGED_SO.get(frame) or _JUDGED_SO["over"]
    return [*words.pieces(tokens), Piece("are" if plural else "is", "VBZ"), *(Piece(*part) for part in told)]


def _said_of(tokens: list[Token], noun: Token, words: Words, act: str, frame: str) -> list[Piece]:
    """Return what an act expresses about a thing: that it should exist, is right, or will exist."""
    if act == "urges" and any(token.lower_ == "for" and token.dep_ == "prep" for token in tokens[1:]):
        raise UnwordedError("who is asked, and what for")
    if frame == "feeling":
        raise UnwordedError("only what somebody feels")
    if (
        act in WANTED
        or act == "refuses"
        or (act == "warns" and frame == "against")
        or (act in ("rejects", "agrees") and frame == "for")
    ):
        return _wanted(tokens, noun, words, definite=_is_definite(noun))
    if act in _VERDICTS:
        return _verdict(tokens, noun, words, act)
    kind = _WRONGS if frame in ("of", "about") else _COUNTED if act == "reports" and frame == "object" else ()
    if act in _SAYING and noun.lemma_.lower() in kind and not _is_definite(noun) and len(tokens) > 1:
        have = Piece("have" if noun.tag_ == "NNS" else "has", "VBZ")
        return [Piece("There", "EX"), have, Piece("been", "VBN"), *_lowered(words.pieces(tokens))]
    if act in _UNDERGOING and noun.lemma_.lower() in _UNDERGONE:
        return _undergone(tokens, noun, words)
    if act in _COMING and not _is_definite(noun):
        return [Piece("There", "EX"), Piece("will", "MD"), Piece("be", "VB"), *_lowered(words.pieces(tokens))]
    raise UnwordedError("a thing of which nothing is said")


def _undergone(tokens: list[Token], noun: Token, words: Words) -> list[Piece]:
    """Return a noun as a completed action: "the release of both sailors" becomes "both sailors have been released".

    Raises UnwordedError if the words do not name the object, or if other words come before the noun.
    """
    link = next((child for child in noun.children if child.lower_ == "of" and child.dep_ == "prep"), None)
    thing = next((child for child in link.children if child.dep_ == "pobj"), None) if link is not None else None
    if link is None or thing is None or any(token.i < noun.i and token.pos_ != "DET" for token in tokens):
        raise UnwordedError("a thing of which nothing is said")
    what = [token for token in tokens if link.i < token.i <= thing.right_edge.i]
    rest = [token for token in tokens if token.i > thing.right_edge.i]
    stop = next((i for i, token in enumerate(rest) if token.lower_ in ("after", "following")), len(rest))
    rest = rest[:stop]  # only gives the time
    if not what or any(token.dep_ in ("relcl", "cc") or token.is_punct for token in rest):
        raise UnwordedError("more than one thing")
    plural = thing.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in thing.children)
    done = (
        Piece("have" if plural else "has", "VBZ"),
        Piece("been", "VBN"),
        Piece(_UNDERGONE[noun.lemma_.lower()], "VBN"),
    )
    return [*words.pieces(what), *done, *words.pieces(rest)]


def _noun_of(tokens: list[Token], head: Token) -> Token:
    if head in tokens and head.pos_ in ("NOUN", "PROPN"):
        return head
    found = next((token for token in tokens if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound"), None)
    if found is None:
        raise UnwordedError("no noun")
    return found


def _is_definite(noun: Token) -> bool:
    named = noun.pos_ == "PROPN" or any(child.dep_ == "poss" for child in noun.children)
    return named or any(
        child.lower_ in ("the", "this", "that", "these", "those") for child in noun.children if child.dep_ == "det"
    )


def _is_deed(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return lemma in DEED_WORDS or (len(lemma) > 6 and lemma.endswith(_DEEDS) and lemma not in _NO_DEEDS)


def _lowered(pieces: list[Piece]) -> list[Piece]:
    first = pieces[0]
    if first.text.lower() in ("every", "each", "both"):
        raise UnwordedError("nothing that could be there")
    opens = first.token is not None and bool(first.token.is_sent_start) and not first.token.ent_type_
    if first.tag in ("DT", "PDT", "PRP$") or (opens and first.tag in ("NN", "NNS", "JJ") and first.text[1:].islower()):
        first.text = first.text.lower()
    if first.text in ("any", "all") and len(pieces) > 1:
        noun = first.token.head if first.token is not None else None
        if first.text == "any" and noun is not None and noun.tag_ == "NN" and not is_mass(noun):
            return [Piece(indefinite(pieces[1].text), "DT"), *pieces[1:]]
        return pieces[1:]
    return pieces


def _wanted(tokens: list[Token], noun: Token, words: Words, *, definite: bool) -> list[Piece]:
    to = next((token for token in tokens if token.tag_ == "TO" and token.head.head == noun and token.i > noun.i), None)
    if to is not None and noun.lemma_.lower() not in _DONE:  # "called for the port to be opened", not "for action to"
        before, after = [[token for token in tokens if (token.i < to.i) is first] for first in (True, False)]
        return [*words.pieces(before), Piece("should", "MD"), *words.pieces(after[1:])]
    if not definite:
        return [Piece("There", "EX"), Piece("should", "MD"), Piece("be", "VB"), *_lowered(words.pieces(tokens))]
    if _is_deed(noun):
        return [*words.pieces(tokens), Piece("should", "MD"), Piece("take", "VB"), Piece("place", "NN")]
    raise UnwordedError("a thing that is there already")


def _verdict(tokens: list[Token], noun: Token, words: Words, act: str) -> list[Piece]:
    planned = noun.lemma_.lower() in _PLANNED and any(child.dep_ in ("acl", "relcl") for child in noun.children)
    if not _is_definite(noun) and not planned and act in ("supports", "opposes", "rejects", "agrees"):
        return [Piece("There", "EX"), Piece("should", "MD"), Piece("be", "VB"), *_lowered(words.pieces(tokens))]
    for_what = any(token.lower_ == "for" and token.dep_ == "prep" for token in tokens[1:])
    beyond = noun.head.lower_ == "for" and noun.head.i > tokens[0].i  # "condemned the support for the rebels"
    if act in ("praises", "criticises") and for_what and (tokens[0].pos_ == "PROPN" or noun.pos_ == "PROPN" or beyond):
        raise UnwordedError("somebody, and what for")  # "thanked Norway for its aid"
    plural = noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)
    if (
        act in ("praises", "criticises")
        and noun.lemma_.lower() in BODIES
        and not any(token.i > noun.i for token in tokens)
    ):
        raise UnwordedError("a body, and not what it does")
    first, *rest = _VERDICTS[act]
    rest = ["be", "elected"] if noun.ent_type_ == "PERSON" and rest[-1] == "adopted" else rest
    subject = words.pieces(tokens)
    if not _is_definite(noun) and noun.tag_ == "NN" and act in ("criticises", "praises"):
        raise UnwordedError("a thing that nobody brought up")
    if first == "is" and (noun.ent_type_ == "PERSON" or (noun.pos_ == "PROPN" and len(tokens) <= 2)):
        raise UnwordedError("somebody, and not what he or she does")
    if first == "is" and plural:
        first = "are"
    tail = [
        Piece(first, "MD" if first == "should" else "VBZ"),
        *(Piece(word, "VB" if word == "be" else "VBN") for word in rest),
    ]
    return [*subject, *tail]
