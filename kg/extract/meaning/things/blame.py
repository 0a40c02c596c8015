"""Makes sentences about responsibility: who is right to act, who is to blame, who was involved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.splitting.mutual import is_other
from kg.extract.meaning.pieces import Piece, UnwordedError, done_or_doing
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words

__all__ = ["right_to", "to_blame", "warned_against"]

_OWNERS = ("her", "his", "its", "their")
#: What somebody is praised or criticised for is his or her own.
_OWN_DEEDS = frozenset(
    ("commitment", "conduct", "contribution", "cooperation", "effort", "hospitality", "inaction", "interference")
) | {"leadership", "reform", "restraint", "role", "silence", "support", "work"}
_ACTING = PEOPLE | ROLES | BODIES


def right_to(tokens: list[Token], words: Words) -> list[Piece] | None:
    """Return a judgement on an action: "applauded X for signing" becomes "X is right to sign"; else None."""
    link = next(
        (
            token
            for token in tokens
            if token.lower_ in ("for", "over") and token.i > tokens[0].i and token.dep_ == "prep"
        ),
        None,
    )
    verb = next((token for token in tokens if link is not None and token.i > link.i and not token.is_punct), None)
    if link is None or verb is None:
        return None
    if verb.tag_ != "VBG":
        return _own_right(tokens, link, words)
    who = [token for token in tokens if token.i < link.i]
    subject = words.pieces(who)
    plural = any(token.tag_ == "NNS" or token.dep_ == "cc" for token in who) or subject[0].tag == "SEVERAL"
    rest = _likewise(words.pieces([token for token in tokens if token.i > verb.i]), verb)
    done = [Piece("are" if plural else "is", "VBZ"), Piece("right", "JJ"), Piece("to", "TO"), Piece(verb.lemma_, "VB")]
    return [*subject, *done, *rest]


def warned_against(tokens: list[Token], words: Words) -> list[Piece] | None:
    """Return what somebody is warned not to do: "warned X against signing" becomes "X should sign"; else None."""
    link = next((token for token in tokens if token.lower_ == "against" and token.dep_ == "prep"), None)
    verb = next((token for token in tokens if link is not None and token.i == link.i + 1), None)
    who = [token for token in tokens if link is not None and token.i < link.i]
    if verb is None or verb.tag_ != "VBG" or not who:
        return None
    rest = _likewise(words.pieces([token for token in tokens if token.i > verb.i]), verb)
    return [*words.pieces(who), Piece("should", "MD"), Piece(verb.lemma_, "VB"), *rest]


def _likewise(pieces: list[Piece], verb: Token) -> list[Piece]:
    """Return words with the base form of the gerunds that are coordinated with a verb: "for closing it and leaving"."""
    for piece in pieces:
        if piece.token is not None and piece.token.tag_ == "VBG" and piece.token in verb.conjuncts:
            piece.text, piece.tag = piece.token.lemma_, "VB"
    return pieces


def _own_right(tokens: list[Token], link: Token, words: Words) -> list[Piece] | None:
    """Return a judgement on somebody's own: "blasted X for her remarks" becomes "X's remarks are right"; else None."""
    who, what = [token for token in tokens if token.i < link.i], [token for token in tokens if token.i > link.i]
    owner = what[0].lower_ in _OWNERS if len(what) > 1 else False
    noun = next((token for token in what if token.dep_ == "pobj" and token.head == link), None)
    bare = noun is not None and not owner and _is_bare_deed(noun)
    if (
        not (owner or bare)
        or noun is None
        or (owner and what[0].head != noun)
        or any(token.is_punct or token.dep_ == "relcl" for token in who)
    ):
        return None
    subject = words.pieces(who)
    top = next((token for token in who if token.head not in who), who[-1])
    last = subject[-1].text
    own = Piece("'" if last.endswith("s") and top.tag_ in ("NNS", "NNPS") else "'s", "POS", True)
    several = noun.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in noun.children)
    return [
        *subject,
        own,
        *words.pieces(what if bare else what[1:]),
        Piece("are" if several else "is", "VBZ"),
        Piece("right", "JJ"),
    ]


def _is_bare_deed(noun: Token) -> bool:
    """Return whether a noun for what somebody does stands without an owner: "commended Norway for reform efforts"."""
    plain = not any(child.dep_ in ("det", "poss", "nummod", "relcl", "acl") for child in noun.children)
    return plain and noun.pos_ == "NOUN" and noun.lemma_.lower() in _OWN_DEEDS


def to_blame(tokens: list[Token], words: Words, act: str, cue: str = "") -> list[Piece]:
    """Return a sentence about who is to blame for what. Raises UnwordedError if either is missing or unclear."""
    charged = _charged(tokens) if cue == "charge" else None
    who, what = charged or (_blamed_on(tokens) if act == "blames" else None) or _blamed(tokens)
    on = bool(who) and bool(what) and who[0].i > what[0].i  # "blamed the crash on fog"
    if who and not on and who[0].ent_type_ == "" and not any(_may_act(token) for token in who):
        raise UnwordedError("nobody to blame")  # "the fear of aggression"
    what = what[1:] if what and what[0].is_quote else what
    if not who or not what or not any(_is_named(token) for token in who):
        raise UnwordedError("nobody or nothing to blame")
    if what[0].lower_ in ("it", "this", "that"):
        raise UnwordedError("it points back")
    subject = words.pieces(who)
    tops = [token for token in who if token.pos_ in ("NOUN", "PROPN") and token.dep_ not in ("compound", "poss")]
    people = bool(tops) and (tops[0].tag_ == "NNS" or (tops[0].tag_ == "NNPS" and tops[0].ent_type_ == "NORP"))
    several = any(token.dep_ == "cc" for token in who) or people
    plural = several or subject[0].tag == "SEVERAL"
    return [*subject, *_held_against(what, words, act, plural=plural, over=charged is not None)]


def _held_against(what: list[Token], words: Words, act: str, *, plural: bool, over: bool) -> list[Piece]:
    """Return as a predicate what somebody is blamed for, or accused of; a deed with which one is charged is `over`."""
    be = "are" if plural else "is"
    if act == "accuses" and what[0].lower_ == "responsibility":
        act, what = "blames", what[2:]  # "charged Kenya with responsibility for the raid"
    doing = what[0].tag_ == "VBG" or (what[0].lower_.endswith("ing") and len(what) > 1 and what[1].pos_ == "NOUN")
    if doing and act == "accuses":
        if what[0].lower_ == "having":
            return [Piece("have" if plural else "has", "VBZ"), *words.pieces(what[1:])]
        if what[0].lower_ == "being":
            return [Piece(be, "VBZ"), *words.pieces(what[1:])]
        return _deeds(what, words, plural=plural, over=over)
    if act == "accuses":
        return [Piece(be, "VBZ"), Piece("guilty", "JJ"), Piece("of", "IN"), *words.pieces(what)]
    return [Piece(be, "VBZ"), Piece("responsible", "JJ"), Piece("for", "IN"), *words.pieces(what)]


def _blamed_on(tokens: list[Token]) -> tuple[list[Token], list[Token]] | None:
    """Return on what a thing is blamed, and the thing: "blamed the move on the decision to leave"; else None."""
    top = next(token for token in tokens if token.head not in tokens)
    verb = top.head if top.head.pos_ == "VERB" else top.head.head
    if verb.lemma_ != "blame" or verb.tag_ == "VBN":
        return None
    links = [token for token in tokens if token.lower_ == "on" and token.i + 1 < len(token.doc)]
    link = next((token for token in reversed(links) if token.nbor(1).ent_type_ != "DATE"), None)
    if link is None or link.i == tokens[0].i or any(token.lower_ == "for" for token in tokens if token.i < link.i):
        return None
    stop = next((token.i for token in tokens if token.i > link.i and token.text == ","), tokens[-1].i + 1)
    return [token for token in tokens if link.i < token.i < stop], [token for token in tokens if token.i < link.i]


def _blamed(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return the words for those who are blamed, and for what; in the passive, one of them is outside the content.

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


def _charged(tokens: list[Token]) -> tuple[list[Token], list[Token]]:
    """Return the words for those who are charged, and with what. Raises UnwordedError if it is not told with what."""
    links = [token for token in tokens[1:] if token.lower_ == "with" and token.dep_ == "prep"]
    doing = [token for token in links if token.nbor(1).tag_ == "VBG"]  # not "a man with links to Kenya with bribing"
    link = next(iter(doing or links), None)
    if link is None or (len(links) > 1 and len(doing) != 1):
        raise UnwordedError("charged in what, or over what")  # "charged six men in the hacking of its computers"
    who = [token for token in tokens if token.i < link.i]
    aside = next((token.i for token in who if token.text == "," and token.i + 1 < link.i), link.i)
    listed = any(token.dep_ == "cc" and token.i > aside for token in who)
    return who if listed else [t for t in who if t.i < aside], [t for t in tokens if t.i > link.i]


def _deeds(what: list[Token], words: Words, *, plural: bool, over: bool = False) -> list[Piece]:
    """Return what somebody is accused of as a predicate: "closing the port and arresting the crew"."""
    if what[0].tag_ != "VBG":
        return [Piece("are" if plural else "is", "VBZ"), *words.pieces(what)]
    verb = done_or_doing(what[0], plural=plural, by_itself=over)
    joined = [token for token in what if token.tag_ == "VBG" and (token in what[0].conjuncts or _is_second(token))]
    if joined and verb[-1].text.lower() != what[0].lower_:
        raise UnwordedError("two deeds")  # "of having shot at it and seizing the crew" in two tenses
    links = [token.head for token in joined if _is_second(token)]
    return [*verb, *words.pieces([token for token in what[1:] if token not in links])]


def _is_second(gerund: Token) -> bool:
    """Return whether a gerund has an "of" of its own: "of closing the port and of arresting the crew"."""
    return gerund.dep_ == "pcomp" and gerund.head.lower_ == "of" and gerund.head.dep_ == "conj"


def _is_named(token: Token) -> bool:
    return token.pos_ in ("PROPN", "NOUN", "PRON") or is_other(token)


def _may_act(token: Token) -> bool:
    """Return whether a word names somebody who can be blamed: a name, people, a role or a plural."""
    return (
        bool(token.ent_type_)
        or token.pos_ in ("PROPN", "PRON")
        or is_other(token)
        or token.tag_ == "NNS"
        or token.dep_ == "poss"
        or token.lower_ in _ACTING
    )
