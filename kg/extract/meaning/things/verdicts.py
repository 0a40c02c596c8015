"""Judges a thing that others brought up: it should be accepted or take place, or it is right."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.forms.polar import is_mass
from kg.extract.meaning.pieces import Piece, UnwordedError
from kg.extract.meaning.things.parts import VERDICTS, are_many, is_deed, is_definite, lowered, with_indefinite
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words

__all__ = ["THERE_SHOULD_BE", "is_told_claim", "verdict_pieces"]

_WORDS = load_data("meaning/wording.yaml")
THERE_SHOULD_BE = Piece("There", "EX"), Piece("should", "MD"), Piece("be", "VB")
#: "plans to build a dam" already exist: the sentence says that they should be supported, not that they should exist.
_PLANNED = ("attempt", "bid", "effort", "idea", "move", "plan", "policy", "proposal")
#: What is right or not, and does not exist or not.
_CLAIMS = ("accusation", "allegation", "assertion", "charge", "claim", "criticism", "insinuation", "suggestion")
#: What says something, which is left open without more words.
_TOLD = (
    *(
        *_CLAIMS,
        "approach",
        "call",
        "course",
        "decision",
        "idea",
        "letter",
        "measure",
        "message",
        "move",
        "offer",
        "plan",
    ),
    *("policy", "position", "proposal", "request", "stance", "statement", "step", "view"),
)
_HEARSAY = ("gossip", "rumor", "rumour", "speculation", "talk")
#: What is done already: whoever opposes it finds it wrong.
_WRONGED = frozenset(_WORDS["wronged"])
_BORNE = frozenset(_WORDS["borne"])
_ACCEPTED = frozenset(_WORDS["accepted"])
_SIDES = ("leader", "negotiator", "party", "side")
_VESSELS = frozenset(
    ("aircraft", "boat", "drone", "jet", "missile", "plane", "rocket", "ship", "submarine", "tank", "vessel", "warship")
)
_GROUPS = BODIES | {"faction", "front", "group", "militia", "movement"}
_FIGHTING = frozenset(("fighter", "force", "group", "militant", "militia", "rebel", "separatist", "troop"))
_JUDGING = ("criticises", "praises")
_VOTING = ("abstains", "votes-against", "votes-for")
_LANDS = frozenset(load_data("meaning/implied.yaml")["lands"])


def verdict_pieces(tokens: list[Token], noun: Token, words: Words, act: str) -> list[Piece]:
    """Return the verdict of an act on a thing. Raises UnwordedError if the words do not say on what."""
    if act in _VOTING and (put := _put_to_vote(noun)) is not None:
        return verdict_pieces([token for token in tokens if token.i >= put.left_edge.i], put, words, act)
    plural = are_many(noun, tokens) and tokens[0].tag_ != "VBG"  # "making accusations is right"
    if kind := _by_its_kind(noun, act):
        return [*words.pieces(tokens), *_predicate(kind, plural=plural)]
    if (thought := _thought_of(noun)) is not None:
        rest = [token for token in tokens if token.i >= thought.left_edge.i]
        return [*THERE_SHOULD_BE, *with_indefinite(thought, lowered(words.pieces(rest)))]
    untold = len(tokens) < 3 and noun.lemma_.lower() in _TOLD and not is_definite(noun)
    if untold or (act == "rejects" and noun.lemma_.lower() in _HEARSAY):  # "dismissed talk of a coup"
        raise UnwordedError("what it says is not told")  # "a statement rejected by Norway"
    planned = noun.lemma_.lower() in _PLANNED and any(child.dep_ in ("acl", "relcl") for child in noun.children)
    there = planned or _are_people(noun)  # "backs rebels in Kenya"
    _refuse_group(noun)
    if not is_definite(noun) and not there and act in ("supports", "opposes", "rejects", "agrees"):
        return [*THERE_SHOULD_BE, *with_indefinite(noun, lowered(words.pieces(tokens)))]
    if act in _JUDGING:
        _refuse_somebody(tokens, noun)
    if act == "opposes" and noun.head.lower_ == "against" and noun.ent_type_ in ("GPE", "NORP", "PERSON"):
        raise UnwordedError("somebody, and not what they do")  # "protested against Norway"
    told = VERDICTS[act]
    article = act in _JUDGING and not is_definite(noun) and noun.tag_ == "NN" and not is_mass(noun)
    pieces = words.pieces(tokens)
    pieces = [Piece("The", "DT"), *lowered(pieces)] if article else pieces
    elected = noun.ent_type_ == "PERSON" and told[-1] == "adopted"
    predicate = _predicate((*told[:-1], "elected") if elected else told, plural=plural)
    what, wherein = _parted(pieces, noun)
    return [*what, *predicate, *wherein]


def _refuse_group(noun: Token) -> None:
    """Refuse a group of which it is only told that somebody backs it: "a movement backed by Kenya"."""
    if noun.tag_ == "NN" and noun.lemma_.lower() in _GROUPS and any(child.tag_ == "VBN" for child in noun.rights):
        raise UnwordedError("a group that is there already")


def _are_people(noun: Token) -> bool:
    """Return whether a plural names people or their groups: "rebels", "federal forces"."""
    return noun.tag_ == "NNS" and bool({noun.lower_, noun.lemma_.lower()} & (PEOPLE | BODIES | _FIGHTING))


def _parted(pieces: list[Piece], noun: Token) -> tuple[list[Piece], list[Piece]]:
    """Return a thing, and in what it is supported, which stands after the verb: "backs Kenya in its dispute"."""
    own = (at for at, (link, after) in enumerate(pairwise(pieces)) if at and _is_own(link, after, noun))
    at = next(own, len(pieces))
    return pieces[:at], pieces[at:]


def _is_own(link: Piece, after: Piece, noun: Token) -> bool:
    """Return whether "in its" belongs to the verb of a noun: not so in "approved the truce in Sudan"."""
    return link.text == "in" and after.tag == "PRP$" and link.token is not None and link.token.head == noun.head


def _put_to_vote(noun: Token) -> Token | None:
    """Return what a vote is on: "abstained from a vote on sanctions" is about the sanctions; None for other nouns."""
    links = [child for child in noun.children if child.dep_ == "prep" and child.lower_ == "on"]
    things = [inner for link in links for inner in link.children if inner.dep_ == "pobj"]
    return things[0] if noun.lemma_.lower() in ("ballot", "vote") and len(things) == 1 else None


def is_told_claim(noun: Token) -> bool:
    """Return whether a noun is a claim with what it is about: "accusations over exercises"."""
    about = any(child.dep_ == "prep" and child.lower_ not in ("by", "from") for child in noun.rights)
    return noun.lemma_.lower() in _CLAIMS and about


def _by_its_kind(noun: Token, act: str) -> tuple[str, ...]:
    """Return the predicate that fits what is rejected or agreed to: a claim, a threat, a deed; empty for others."""
    lemma = noun.lemma_.lower()
    rumour = lemma == "report" and noun.tag_ == "NNS" and not is_definite(noun)  # "reports of a raid", no document
    if act in ("denies", "rejects") and (lemma in _CLAIMS or rumour):
        return "is", "right"
    if act == "rejects" and lemma in _BORNE and not is_definite(noun):
        return "is", "acceptable"
    if act == "opposes" and is_definite(noun) and lemma in _WRONGED:
        return "is", "right"
    deed = act in ("agrees", "rejects") and is_definite(noun) and is_deed(noun) and lemma not in _ACCEPTED
    return ("should", "take", "place") if deed else ()


def _thought_of(noun: Token) -> Token | None:
    """Return the thing that is only thought of: "rejected the possibility of talks", "opposes the idea of a summit"."""
    link = next((child for child in noun.children if child.lower_ == "of" and child.dep_ == "prep"), None)
    thing = next((child for child in link.children if child.dep_ == "pobj"), None) if link is not None else None
    only = noun.lemma_.lower() in ("idea", "option", "possibility", "prospect")
    plain = thing is not None and thing.pos_ == "NOUN" and thing.tag_ != "VBG" and not is_definite(thing)
    return thing if only and plain else None


def _predicate(told: tuple[str, ...], *, plural: bool) -> list[Piece]:
    first, *rest = told
    verb = Piece(first, "MD") if first == "should" else Piece("are" if plural else "is", "VBZ")
    return [verb, *(Piece(word, "VB" if word in ("be", "take") else "VBN") for word in rest)]


def _is_whole(noun: Token) -> bool:
    """Return whether a noun without an article says by whom or what it is: "hailed agreement with Kenya"."""
    bare = not any(child.dep_ in ("det", "nummod") for child in noun.children)
    told = any(child.dep_ in ("agent", "prep") and child.right_edge.i > child.i for child in noun.rights)
    acting = noun.lower_ in PEOPLE | ROLES | BODIES or noun.lower_ == "opposition"
    return bare and told and not acting and not noun.ent_type_ and noun.lemma_.lower() not in _LANDS


def _refuse_somebody(tokens: list[Token], noun: Token) -> None:
    """Refuse somebody who is praised or criticised, and an event that is not known: only deeds are right or wrong."""
    for_what = any(token.lower_ in ("for", "over") and token.dep_ == "prep" for token in tokens[1:])
    # "congratulated Norway on the truce", but not "condemned Norway's attack on the port"
    for_what = for_what or any(t.lower_ == "on" and t.dep_ == "prep" and t.head not in tokens for t in tokens[1:])
    beyond = noun.head.lower_ == "for" and noun.head.i > tokens[0].i  # "condemned the support for the rebels"
    named = noun.pos_ == "PROPN" or (tokens[0].pos_ == "PROPN" and tokens[0].dep_ != "poss")
    if for_what and (named or beyond):
        raise UnwordedError("somebody, and what for")  # "thanked Norway for its aid"
    office = noun.lower_ in ROLES and not any(child.dep_ == "poss" for child in noun.children)  # "the president Holm"
    if (noun.lemma_.lower() in (*_SIDES, "nation", "state") or office) and not for_what:
        raise UnwordedError("somebody, and not what he or she does")
    if (noun.lower_ in PEOPLE or tokens[0].lower_ == "those") and not for_what:
        raise UnwordedError("somebody, and not what they do")
    if noun.lemma_.lower() in _VESSELS:
        raise UnwordedError("a thing, and not what is done with it")
    if noun.lemma_.lower() in BODIES and not any(token.i > noun.i for token in tokens):
        raise UnwordedError("a body, and not what it does")
    if not is_definite(noun) and noun.tag_ == "NN" and not _is_whole(noun):
        raise UnwordedError("a thing that nobody brought up")
    if noun.ent_type_ == "PERSON" or (noun.pos_ == "PROPN" and len(tokens) <= 2):
        raise UnwordedError("somebody, and not what he or she does")
