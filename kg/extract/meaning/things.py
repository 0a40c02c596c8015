"""Makes sentences about things: there should be a truce, a visit should take place, somebody is to blame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import indefinite
from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.pieces import Piece, ReferentName, UnwordedError, done_or_doing
from kg.extract.meaning.pointing import DEED_WORDS, refuse_vague
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words

__all__ = ["WANTED", "thing_pieces"]

_WORDS = load_data("meaning/wording.yaml")
#: Acts that want something that does not exist yet.
WANTED = frozenset(("calls-for", "urges", "demands", "proposes", "offers", "promises", "hopes", "makes-condition"))
#: What is done in order to do something else: a call for action to stop the war asks for the action.
_DONE = ("action", "aid", "cooperation", "dialogue", "effort", "measure", "step", "talk", "unity", "work")
_REGARDING = ("concerning", "regarding")
_JUDGED = ("for", "object", "over")
#: What is said of a thing after a noun of judgement, by frame.
_JUDGED_SO = {
    "importance": (("important", "JJ"),),
    "right": (),
    "over": (("a", "DT"), ("cause", "NN"), ("for", "IN"), ("concern", "NN")),
}
_A_RIGHT = Piece("a", "DT"), Piece("right", "NN")
_COMING = frozenset(("fears", "expects", "warns", "doubts"))
#: What a sentence says about a thing that others brought up, by act.
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
#: Endings of nouns for what can take place.
_DEEDS = ("tion", "sion", "ment", "ance", "ence", "al", "ing", "ure", "age")
_ACTING = PEOPLE | ROLES | BODIES
#: "plans to build a dam" exist already: the sentence says that they should be supported, not that they should be.
_PLANNED = ("attempt", "bid", "effort", "idea", "move", "plan", "policy", "proposal")
_SAYING = ("claims", "reports", "denies", "doubts", "acknowledges")
_COUNTED = frozenset(_WORDS["counted"])
_WRONGS = frozenset(_WORDS["wrongs"])
_BEING = {
    "involvement": ("was", "involved"),
    "participation": ("took", "part"),
    "complicity": ("is", "complicit"),
    "responsibility": ("is", "responsible"),
}


def thing_pieces(
    tokens: list[Token], head: Token, words: Words, act: str, frame: str, holder: ReferentName
) -> list[Piece]:
    """Return the words of a sentence about a thing. Raises UnwordedError if none can be made."""
    tokens = _thing(tokens, head, act)
    noun = _noun_of(tokens, head)
    if act in ("blames", "accuses"):
        return _to_blame(tokens, words, act)
    if (frame in _JUDGED_SO and act != "doubts") or (act == "fears" and frame in ("over", "about", "by", "at")):
        return _judged_so(tokens, noun, words, frame)
    if act in ("denies", "acknowledges", "claims", "doubts") and noun.lemma_.lower() in _BEING:
        return _of_holder(tokens, noun, words, holder)
    judged = _right_to(tokens, words) if act in ("praises", "criticises") and frame in _JUDGED else None
    if judged is not None:
        return judged
    refuse_vague(tokens, noun, words)
    return _said_of(tokens, noun, words, act, frame)


def _thing(tokens: list[Token], head: Token, act: str) -> list[Token]:
    """Return the words of a thing without its preposition, any aside, and the reason after "as" if it is rejected."""
    while tokens and (tokens[0].tag_ in ("IN", "TO") or tokens[0].is_punct or tokens[0].lower_ in _REGARDING):
        tokens = tokens[1:]
    if act == "fears" and tokens and tokens[0].lower_ in ("its", "their"):
        raise UnwordedError("whose it is")  # "concerned about its effects": those of what was spoken of before
    cut = next((i for i, token in enumerate(tokens) if token.text == "," and i and token.i > head.i), None)
    if cut is not None and not any(token.dep_ == "conj" for token in tokens[cut:]):
        tokens = tokens[:cut]  # "the strike, which was approved, as defensive"
    told = next((token for token in tokens if token.lower_ == "as" and token.dep_ in ("prep", "mark")), None)
    if told is not None and act in ("rejects", "condemns", "criticises", "opposes") and told.i > head.i:
        tokens = [token for token in tokens if token.i < told.i]  # "dismissed the talks as a waste of time"
    if tokens:
        return tokens
    raise UnwordedError("nothing is left")


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
    told = _JUDGED_SO.get(frame) or _JUDGED_SO["over"]
    return [*words.pieces(tokens), Piece("are" if plural else "is", "VBZ"), *(Piece(*part) for part in told)]


def _said_of(tokens: list[Token], noun: Token, words: Words, act: str, frame: str) -> list[Piece]:
    """Return what an act says about a thing: that it should exist, is right, or will exist."""
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
    if act in _COMING and not _is_definite(noun):
        return [Piece("There", "EX"), Piece("will", "MD"), Piece("be", "VB"), *_lowered(words.pieces(tokens))]
    raise UnwordedError("a thing of which nothing is said")


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
    return lemma in DEED_WORDS or (len(lemma) > 6 and lemma.endswith(_DEEDS))


def _lowered(pieces: list[Piece]) -> list[Piece]:
    first = pieces[0]
    if first.text.lower() in ("every", "each", "both"):
        raise UnwordedError("nothing that could be there")
    opens = first.token is not None and bool(first.token.is_sent_start) and not first.token.ent_type_
    if first.tag in ("DT", "PDT", "PRP$") or (opens and first.tag in ("NN", "NNS", "JJ") and first.text[1:].islower()):
        first.text = first.text.lower()
    if first.text in ("any", "all") and len(pieces) > 1:
        noun = first.token.head if first.token is not None else None
        if first.text == "any" and noun is not None and noun.tag_ == "NN" and noun.lemma_ not in _WORDS["mass"]:
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


def _right_to(tokens: list[Token], words: Words) -> list[Piece] | None:
    """Return a judgement on a deed: "applauded X for signing" becomes "X is right to sign"; None without a deed."""
    link = next(
        (
            token
            for token in tokens
            if token.lower_ in ("for", "over") and token.i > tokens[0].i and token.dep_ == "prep"
        ),
        None,
    )
    if link is None or link.i + 1 >= len(link.doc) or link.doc[link.i + 1].tag_ != "VBG":
        return None
    who, verb = [token for token in tokens if token.i < link.i], link.doc[link.i + 1]
    subject = words.pieces(who)
    plural = any(token.tag_ == "NNS" or token.dep_ == "cc" for token in who) or subject[0].tag == "SEVERAL"
    rest = words.pieces([token for token in tokens if token.i > verb.i])
    done = [Piece("are" if plural else "is", "VBZ"), Piece("right", "JJ"), Piece("to", "TO"), Piece(verb.lemma_, "VB")]
    return [*subject, *done, *rest]


def _to_blame(tokens: list[Token], words: Words, act: str) -> list[Piece]:
    """Return a sentence on who is to blame for what; UnwordedError if either of them is missing or unclear."""
    who, what = _blamed(tokens)
    if who and who[0].ent_type_ == "" and not any(_may_act(token) for token in who):
        raise UnwordedError("nobody to blame")  # "the fear of aggression"
    if not who or not what or not any(token.pos_ in ("PROPN", "NOUN", "PRON") for token in who):
        raise UnwordedError("nobody or nothing to blame")
    if what[0].lower_ in ("it", "this", "that"):
        raise UnwordedError("it points back")
    subject = words.pieces(who)
    nouns = [token for token in who if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound"]
    plural = (
        any(token.dep_ == "cc" for token in who)
        or (bool(nouns) and nouns[0].tag_ == "NNS")
        or subject[0].tag == "SEVERAL"
    )
    be = "are" if plural else "is"
    doing = what[0].tag_ == "VBG" or (what[0].lower_.endswith("ing") and len(what) > 1 and what[1].pos_ == "NOUN")
    if doing and act == "accuses":
        if what[0].lemma_ == "have":
            return [*subject, Piece("have" if plural else "has", "VBZ"), *words.pieces(what[1:])]
        if what[0].lemma_ == "be":
            return [*subject, Piece(be, "VBZ"), *words.pieces(what[1:])]
        verb = done_or_doing(what[0], plural=plural) if what[0].tag_ == "VBG" else [Piece(be, "VBZ")]
        return [*subject, *verb, *words.pieces(what[1:] if what[0].tag_ == "VBG" else what)]
    if act == "accuses":
        return [*subject, Piece(be, "VBZ"), Piece("guilty", "JJ"), Piece("of", "IN"), *words.pieces(what)]
    return [*subject, Piece(be, "VBZ"), Piece("responsible", "JJ"), Piece("for", "IN"), *words.pieces(what)]


def _blamed(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return who is blamed and for what; in the passive, one of them stands outside the content.

    "Oslo was accused by Rome of fraud": the parser joins "of fraud" to Rome.
    """
    links = [token for token in tokens if token.lower_ in ("for", "of", "over") and token.dep_ == "prep"]
    top = next(token for token in tokens if token.head not in tokens)
    first = top.head.head if top.dep_ in ("pcomp", "pobj") else top.head
    agent = next((child for child in first.children if child.dep_ == "agent"), None)
    if first.tag_ == "VBN" and agent is not None:
        who = [token for child in first.children if child.dep_ == "nsubjpass" for token in child.subtree]
        given = [token for noun in agent.children for token in noun.children if token.lower_ == "of"]
        return who, [*given[0].subtree][1:] if given else tokens[tokens[0] in links :]
    link = next((token.i for token in links if token.i > tokens[0].i), tokens[0].i)
    return [token for token in tokens if token.i < link], [token for token in tokens if token.i > link]


def _may_act(token: Token) -> bool:
    """Return whether a word names somebody who can be blamed for a deed: a name, people, a role or a plural."""
    return (
        bool(token.ent_type_)
        or token.pos_ in ("PROPN", "PRON")
        or token.tag_ == "NNS"
        or token.dep_ == "poss"
        or token.lower_ in _ACTING
    )


def _of_holder(tokens: list[Token], noun: Token, words: Words, holder: ReferentName) -> list[Piece]:
    """Return what holders say about themselves: "denied involvement in the attack", "claimed responsibility for it"."""
    if not holder.label or any(token.i < noun.i and token.pos_ == "PROPN" for token in tokens):
        raise UnwordedError("of somebody else")
    verb, rest = _BEING[noun.lemma_.lower()]
    if holder.plural:
        verb = {"was": "were", "is": "are"}.get(verb, verb)
    after = [token for token in tokens if token.i > noun.i]
    if not after:
        raise UnwordedError("it points back")
    tag = "PERSON" if holder.person else "SEVERAL" if holder.plural else "ONE"
    return [Piece(holder.label, tag, noun=True), Piece(verb, "VBZ"), Piece(rest, "JJ"), *words.pieces(after)]
