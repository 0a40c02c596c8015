"""Makes sentences about things: there should be a truce, a visit should take place, somebody is to blame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.duties.bearers import doer_of
from kg.extract.meaning.pieces import Piece, UnwordedError
from kg.extract.meaning.pointing import refuse_vague
from kg.extract.meaning.things.blame import right_to, to_blame, warned_against
from kg.extract.meaning.things.called import wanted_as
from kg.extract.meaning.things.implied import implied_pieces, regretted_pieces
from kg.extract.meaning.things.own_doing import own_doing
from kg.extract.meaning.things.parts import (
    VERDICTS,
    WANTED,
    are_many,
    is_deed,
    is_definite,
    lowered,
    means_in,
    noun_of,
    refuse_part,
    thing_of,
    warned_of,
    with_indefinite,
    with_shared_owner,
)
from kg.extract.meaning.things.verdicts import THERE_SHOULD_BE, is_told_claim, verdict_pieces
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words
    from kg.extract.meaning.pieces import Wording

__all__ = ["WANTED", "thing_pieces"]

_WORDS = load_data("meaning/wording.yaml")
_ATTRIBUTING = ("ascribe", "attribute")
_JUDGED = ("for", "object", "over")
#: The predicate for a thing after a noun of judgement, by frame.
_JUDGED_SO = {
    "importance": (("important", "JJ"),),
    "right": (),
    "over": (("a", "DT"), ("cause", "NN"), ("for", "IN"), ("concern", "NN")),
}
#: What somebody is committed to, and keeps.
_KEPT = frozenset(_WORDS["kept"])
#: "Criticism over the raid" is against the raid, and not against concern.
_NOT_SO = ("criticises", "doubts", "praises")
_A_RIGHT = Piece("a", "DT"), Piece("right", "NN")
_COMING = frozenset(("fears", "expects", "warns", "doubts"))
#: Acts that affirm the event; a denial of "the killing of two sailors" may only mean that others did it.
_UNDERGOING = ("acknowledges", "apologises", "claims", "reports")
_UNDERGONE: dict[str, str] = _WORDS["undergone"]
#: Nouns for what somebody has done, whose owner is who did it.
_DONE_BY = {"death": "died", "resignation": "resigned", "retirement": "retired"}
_SAYING = ("claims", "reports", "denies", "doubts", "acknowledges")
_COUNTED = frozenset(_WORDS["counted"])
_WRONGS = frozenset(_WORDS["wrongs"])
#: What is between two or in something can be denied as such; a denial of "any jamming of radios" is of the own deed.
_SHARED = ("among", "between", "in", "with")
_PLANNED = ("planned", "possible", "potential", "proposed")
_FAILURES = frozenset(_WORDS["failures"]) | _WRONGS


def thing_pieces(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return the words of a sentence about a thing. Raises UnwordedError if none can be made."""
    act, frame = wording.act, wording.frame
    if spoken := _to_somebody(tokens, head, words, wording):
        return spoken
    tokens = warned_of(thing_of(tokens, head, act), act)
    noun = noun_of(tokens, head)
    if wording.cue == "regret" or act == "regrets":
        return _undergone(tokens, noun, words) if _is_undergone(noun) else regretted_pieces(tokens, noun, words)
    if act in ("blames", "accuses"):
        return to_blame(tokens, words, act, wording.cue)
    if (frame in _JUDGED_SO and act not in _NOT_SO) or (act == "fears" and frame in ("over", "about", "by", "at")):
        return _judged_so(tokens, noun, words, frame)
    if own := own_doing(tokens, noun, words, wording):
        return own
    judged = right_to(tokens, words) if act in ("praises", "criticises") and frame in _JUDGED else None
    if judged is not None:
        return judged
    tokens = with_shared_owner(tokens, noun)
    refuse_vague(tokens, noun, words)
    refuse_part(tokens, noun, act)
    wished = act == "hopes" and frame == "object"
    if made := implied_pieces(tokens, noun, words, wording) or (wanted_as(tokens, noun, words) if wished else []):
        return made
    return _said_of(tokens, noun, words, act, frame)


def _due_to(tokens: list[Token], noun: Token, words: Words) -> list[Piece]:
    """Return a thing and its cause: "attributed the delay to the war" becomes "the delay is due to the war".

    Raises UnwordedError if one of them is missing.
    """
    link = next((token for token in tokens if token.lower_ == "to" and token.tag_ != "TO" and token.i > noun.i), None)
    what = [token for token in tokens if link is not None and token.i < link.i]
    why = [token for token in tokens if link is not None and token.i > link.i]
    if not what or not why or noun not in what or any(token.ent_type_ == "PERSON" for token in why):
        raise UnwordedError("nothing, or no cause")  # "attributed the letter to Holm": whose it is
    be = Piece("are" if are_many(noun, what) else "is", "VBZ")
    return [*words.pieces(what), be, Piece("due", "JJ"), Piece("to", "IN"), *words.pieces(why)]


def _to_somebody(tokens: list[Token], head: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return with what somebody is threatened, against what one is warned, or what is laid to whom; else nothing."""
    if wording.cue in _ATTRIBUTING and wording.frame == "object":
        return _due_to(tokens, head, words)
    if wording.act == "threatens" and wording.frame == "with":
        return _threatened(head, words)
    return (warned_against(tokens, words) or []) if wording.act == "warns" else []


def _threatened(head: Token, words: Words) -> list[Piece]:
    """Return what is threatened: "threatened Norway with a ban" becomes "There will be a ban against Norway"."""
    verb = head.head.head
    whom = next((child for child in verb.children if child.dep_ == "dobj" and child.i < head.i), None)
    if whom is None or is_definite(head) or whom.pos_ == "PRON":
        raise UnwordedError("nobody who is threatened")
    what = [token for token in head.subtree if token.i <= head.right_edge.i]
    there = [Piece("There", "EX"), Piece("will", "MD"), Piece("be", "VB")]
    threat = [*there, *lowered(words.pieces(what)), Piece("against", "IN"), *words.pieces(list(whom.subtree))]
    unless = (child for child in verb.children if child.dep_ == "advcl" and child.left_edge.i == head.right_edge.i + 1)
    condition = next((child for child in unless if child.left_edge.lower_ in ("if", "unless")), None)
    return [*threat, *words.pieces(list(condition.subtree))] if condition is not None else threat


def _judged_so(tokens: list[Token], noun: Token, words: Words, frame: str) -> list[Piece]:
    """Return a judgement on a thing: that it is important, is a cause for concern, or has a right."""
    refuse_vague(tokens, noun, words)
    plural = are_many(noun, tokens)
    if frame == "right":
        return _entitled(tokens, words, plural=plural)
    if frame == "over" and any(token.lower_ == "over" for token in tokens[1:]):
        raise UnwordedError("somebody, and what for")  # "condemns Norway over its raid"
    told = _JUDGED_SO.get(frame) or _JUDGED_SO["over"]
    return [*words.pieces(tokens), Piece("are" if plural else "is", "VBZ"), *(Piece(*part) for part in told)]


def _entitled(tokens: list[Token], words: Words, *, plural: bool) -> list[Piece]:
    """Return who has a right to what; in "its right to fish", the owner of the right is the one who is meant by "its".

    Raises UnwordedError if one of them is missing.
    """
    to = next((token for token in tokens if token.lower_ == "to"), None)
    who, what = [[token for token in tokens if to is not None and (token.i < to.i) is first] for first in (True, False)]
    if not who or not what:
        raise UnwordedError("no right to anything")
    subject = words.pieces(who)
    if who[0].tag_ == "PRP$":
        subject = [piece for piece in subject if piece.tag != "POS"]
        plural = subject[0].tag == "SEVERAL"
    return [*subject, Piece("have" if plural else "has", "VBZ"), *_A_RIGHT, *words.pieces(what)]


def _said_of(tokens: list[Token], noun: Token, words: Words, act: str, frame: str) -> list[Piece]:
    """Return what an act expresses about a thing: that it should exist, is right, or will exist."""
    _refuse_whom(tokens, noun, act, frame)
    committed = (act == "promises" and frame == "to") or (act in ("promises", "supports") and frame == "to-noun")
    if committed and is_definite(noun) and (noun.lemma_.lower() in _KEPT or not is_deed(noun)):
        return _kept(tokens, noun, words)
    if (
        act in WANTED
        or act == "refuses"
        or (act == "warns" and frame == "against")
        or (act in ("rejects", "agrees") and frame == "for")
    ):
        return _wanted(tokens, noun, words, definite=is_definite(noun))
    if act in VERDICTS or (act == "denies" and is_told_claim(noun)):
        return verdict_pieces(tokens, noun, words, act)
    if _has_been(noun, act, frame, len(tokens)):
        have = Piece("have" if noun.tag_ == "NNS" else "has", "VBZ")
        return [Piece("There", "EX"), have, Piece("been", "VBN"), *with_indefinite(noun, lowered(words.pieces(tokens)))]
    if act in _UNDERGOING and _is_undergone(noun):
        return _undergone(tokens, noun, words)
    if act in ("acknowledges", "reports") and noun.lemma_.lower() in _DONE_BY:
        return _done_by(tokens, noun, words)
    if act in _COMING and not is_definite(noun):
        coming = with_indefinite(noun, lowered(words.pieces(tokens)))
        return [Piece("There", "EX"), Piece("will", "MD"), Piece("be", "VB"), *coming]
    raise UnwordedError("a thing of which nothing is said")


def _has_been(noun: Token, act: str, frame: str, count: int) -> bool:
    """Return whether an event is only said to have been: "claims of widespread fraud", "denied reports of a raid"."""
    if is_definite(noun) or act not in _SAYING:
        return False
    if act == "denies" and frame in ("of", "about"):
        return noun.tag_ in ("NN", "NNS") and not _is_somebody(noun)
    between = noun.i + 1 < len(noun.doc) and noun.nbor(1).lower_ in _SHARED
    denied = act == "denies" and frame == "object" and between  # "denied any collusion with Kenya"
    kind = _WRONGS if frame in ("of", "about") or denied else _COUNTED if act == "reports" and frame == "object" else ()
    kind = _FAILURES if act == "acknowledges" and frame == "object" else kind  # "admitted errors in the report"
    return noun.lemma_.lower() in kind and count > 1


def _is_somebody(noun: Token) -> bool:
    return noun.ent_type_ in ("GPE", "NORP", "ORG", "PERSON") or noun.lower_ in PEOPLE | ROLES | BODIES


def _refuse_whom(tokens: list[Token], noun: Token, act: str, frame: str) -> None:
    if act == "agrees" and frame == "with" and _is_somebody(noun):
        raise UnwordedError("with whom, and not on what")
    if act == "urges" and any(token.lower_ == "for" and token.dep_ == "prep" for token in tokens[1:]):
        raise UnwordedError("who is asked, and what for")
    if act == "urges" and frame == "object" and (noun.ent_type_ == "PERSON" or noun.lower_ in PEOPLE | ROLES):
        raise UnwordedError("who is asked, and not for what")  # "advised the minister on trade"
    there = any(child.lower_ in _PLANNED for child in noun.children)
    telling = any(token.lower_ == "about" and token.i > noun.i for token in tokens)
    if act == "warns" and (there or telling):
        raise UnwordedError("who is warned, or what is there already")  # "warned the envoys about telling the press"
    if frame == "feeling":
        raise UnwordedError("only what somebody feels")


def _kept(tokens: list[Token], noun: Token, words: Words) -> list[Piece]:
    """Return what somebody is committed to: "its commitment to the truce" becomes "the truce should be upheld"."""
    done = "upheld" if noun.lemma_.lower() in _KEPT else "supported"
    return [*words.pieces(tokens), Piece("should", "MD"), Piece("be", "VB"), Piece(done, "VBN")]


def _is_undergone(noun: Token) -> bool:
    return noun.lemma_.lower() in _UNDERGONE


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


def _done_by(tokens: list[Token], noun: Token, words: Words) -> list[Piece]:
    """Return what somebody has done: "announced his resignation" becomes "Arvid Holm has resigned"."""
    links = [child for child in noun.children if child.lower_ == "of" and child.dep_ == "prep"]
    near = (*noun.children, *(inner for link in links for inner in link.children))
    owner = next((child for child in near if child.dep_ in ("poss", "pobj")), None)
    last = noun.i if not links or owner is None else owner.right_edge.i
    besides = [*noun.children, *(owner.children if owner is not None else ())]
    placed = any(child.dep_ == "prep" and child.lower_ != "of" for child in besides)  # "the death of Holm in Oslo"
    placed = placed or any(child.dep_ == "amod" for child in noun.children)
    if owner is None or noun.tag_ != "NN" or last != tokens[-1].i or placed:
        raise UnwordedError("a thing of which nothing is said")
    who = words.pieces([token for token in owner.subtree if token.tag_ != "POS"])
    who = who[:-1] if who[-1].tag == "POS" else who
    several = owner.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in owner.children)
    done = _DONE_BY[noun.lemma_.lower()]
    return [*who, Piece("have" if several or owner.lower_ == "their" else "has", "VBZ"), Piece(done, "VBN")]


def _wanted(tokens: list[Token], noun: Token, words: Words, *, definite: bool) -> list[Piece]:
    to = next((token for token in tokens if token.tag_ == "TO" and token.head.head == noun and token.i > noun.i), None)
    before = [token for token in tokens if to is not None and token.i < to.i]
    if to is not None and (owner := doer_of(noun)):  # "signalled Norway's readiness to talk": not the readiness
        before = owner
    if (
        to is not None and means_in(before, to.head) is None and not _is_purpose(noun, to)
    ):  # "called for the port to be opened", not "for action to"
        return [
            *words.pieces(before),
            Piece("should", "MD"),
            *words.pieces([token for token in tokens if token.i > to.i]),
        ]
    if not definite:
        return [*THERE_SHOULD_BE, *with_indefinite(noun, lowered(words.pieces(tokens)))]
    if is_deed(noun):
        return [*words.pieces(tokens), Piece("should", "MD"), Piece("take", "VB"), Piece("place", "NN")]
    raise UnwordedError("a thing that is there already")


def _is_purpose(noun: Token, to: Token) -> bool:
    """Return whether an infinitive says what a thing is for: "a process to settle the conflict"."""
    single = noun.tag_ == "NN" and any(child.lower_ in ("a", "an") for child in noun.children)
    passive = any(child.dep_ == "auxpass" for child in to.head.children)
    acting = noun.lower_ in PEOPLE | ROLES | BODIES or noun.lemma_.lower() in ("country", "nation", "state")
    return single and not passive and not acting
