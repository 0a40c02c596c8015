"""Finds the part of a content that names a thing, and what its noun shows: whether it is definite, or takes place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import indefinite
from kg.extract.grammar.lexicon import load_data
from kg.extract.grammar.tree import is_contrast
from kg.extract.meaning.forms.polar import is_mass
from kg.extract.meaning.pieces import Piece, UnwordedError
from kg.extract.meaning.pointing import DEED_WORDS
from kg.extract.names.actors import BODIES, PEOPLE, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words

__all__ = [
    "VERDICTS",
    "WANTED",
    "are_many",
    "as_subject",
    "is_deed",
    "is_definite",
    "lowered",
    "means_in",
    "noun_of",
    "refuse_part",
    "thing_of",
    "warned_of",
    "with_indefinite",
    "with_shared_owner",
]

_WORDS = load_data("meaning/wording.yaml")
#: Acts that ask for something that does not exist yet.
WANTED = frozenset(("calls-for", "urges", "demands", "proposes", "offers", "promises", "hopes", "makes-condition"))
_OWNERS = ("her", "his", "its", "their")
_REGARDING = ("concerning", "regarding")
#: Acts that judge other people's actions.
_JUDGING = ("condemns", "criticises", "praises")
#: The predicate for a thing that others brought up, by act.
VERDICTS = {
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
#: Endings of nouns that often have no plural, and other such nouns.
_ABSTRACT = (
    "age",
    "al",
    "ance",
    "dom",
    "ence",
    "ing",
    "ism",
    "ity",
    "ment",
    "ness",
    "ship",
    "sion",
    "th",
    "tion",
    "ure",
)
_UNCOUNTED = frozenset((*_WORDS["uncounted"], *_WORDS["wrongs"]))
#: Nouns for single things, to which headlines give no article.
_SINGLE = frozenset(_WORDS["single"])
_MEANS = frozenset(load_data("meaning/implied.yaml")["means"])
_NO_DEEDS = frozenset(_WORDS["no_deeds"])
_STATES = frozenset(("countries", "nations", "states"))


def warned_of(tokens: list[Token], act: str) -> list[Token]:
    """Return of what somebody is warned: "warns countries of retaliation" speaks of retaliation."""
    link = next((token for token in tokens if token.lower_ in ("about", "of") and token.dep_ == "prep"), None)
    before = [token for token in tokens if link is not None and token.i < link.i]
    if act != "warns" or link is None or not before:
        return tokens
    whom = link.head if link.head in before else next((token for token in before if token.dep_ == "dobj"), before[-1])
    warned = whom.ent_type_ or whom.lower_ in PEOPLE | ROLES | BODIES | _STATES
    if not warned or any(token.pos_ in ("ADP", "DET") for token in before):
        return tokens
    return [token for token in tokens if token.i > link.i]


def as_subject(owner: Token, words: Words) -> tuple[list[Piece], bool]:
    """Return the owner of a thing as the subject of a sentence, without its "'s", and whether it is several."""
    who = words.pieces([*owner.subtree])
    several = owner.tag_ in ("NNS", "NNPS") or any(child.dep_ == "conj" for child in owner.children)
    return who[:-1] if who[-1].tag == "POS" else who, several


def refuse_part(tokens: list[Token], noun: Token, act: str) -> None:
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
    if act in VERDICTS and noun.pos_ == "PROPN" and after.tag_ == "VBG":
        raise UnwordedError("somebody, and not what is done")  # "opposed to Norway building the dam"
    owned = beside is not None and any(child.dep_ == "poss" for child in beside.children)
    if owned and act in _JUDGING and len(tokens) < 3:
        raise UnwordedError("whose it is")
    if act in _JUDGING and tokens[0].lower_ in _OWNERS and tokens[0].head == noun:
        raise UnwordedError("not the speaker's, but whose is open")


def thing_of(tokens: list[Token], head: Token, act: str) -> list[Token]:
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
    answer = next((token.i for token in tokens if token.i > head.i and _is_answer(token)), None)
    tokens = [token for token in tokens if answer is None or token.i < answer]  # "boycotts the talks in protest at it"
    told = next((token for token in tokens if token.lower_ == "as" and token.dep_ in ("prep", "mark")), None)
    if told is not None and act in ("rejects", "condemns", "criticises", "opposes") and told.i > head.i:
        tokens = [token for token in tokens if token.i < told.i]  # "dismissed the talks as a waste of time"
    if tokens:
        return tokens
    raise UnwordedError("nothing is left")


def _is_answer(link: Token) -> bool:
    """Return whether a phrase only says in answer to what somebody acts."""
    return link.lower_ == "in" and any(
        child.lower_ in ("protest", "response", "retaliation") for child in link.children
    )


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


def noun_of(tokens: list[Token], head: Token) -> Token:
    """Return the noun of a thing. Raises UnwordedError if it has none."""
    if head in tokens and head.pos_ in ("NOUN", "PROPN"):
        return head
    found = next((token for token in tokens if token.pos_ in ("NOUN", "PROPN") and token.dep_ != "compound"), None)
    if found is None:
        raise UnwordedError("no noun")
    return found


def is_definite(noun: Token) -> bool:
    """Return whether a noun means a certain thing: a name, an article, an owner ("Kenya's water supply plan")."""
    given = any(child.lower_ in ("a", "an") and child.dep_ == "det" for child in noun.children)  # "a new Yalta"
    named = (noun.pos_ == "PROPN" and not given) or any(child.dep_ == "poss" for child in noun.children)
    owned = not given and any(token.tag_ == "POS" for token in noun.doc[noun.left_edge.i : noun.i])
    return (
        named
        or owned
        or any(
            child.lower_ in ("all", "the", "this", "that", "these", "those")
            for child in noun.children
            if child.dep_ == "det"
        )
    )


def with_shared_owner(tokens: list[Token], noun: Token) -> list[Token]:
    """Return a thing with the owner of the thing before it: "Oslo's refusal to pay and its raids" are Oslo's raids."""
    first = noun.head if noun.dep_ == "conj" and tokens[0].lower_ in _OWNERS and tokens[0].head == noun else noun
    owner = next((child for child in first.children if child.dep_ == "poss" and child.pos_ == "PROPN"), None)
    return tokens if owner is None or first == noun else [*owner.subtree, *tokens[1:]]


def are_many(noun: Token, tokens: list[Token]) -> bool:
    """Return whether some words name several things: a plural, or a thing and what is joined to it among them."""
    joined = any(child.dep_ == "conj" and child in tokens for child in noun.children)
    tops = [token for token in tokens if token.head not in tokens and token.pos_ == "NOUN"]  # a list that was torn
    return noun.tag_ in ("NNS", "NNPS") or joined or (len(tops) > 1 and any(token.dep_ == "cc" for token in tokens))


def is_deed(noun: Token) -> bool:
    """Return whether a noun names what can take place."""
    lemma = noun.lemma_.lower()
    if lemma in BODIES:
        return False
    return lemma in DEED_WORDS or (len(lemma) > 6 and lemma.endswith(_DEEDS) and lemma not in _NO_DEEDS)


def with_indefinite(noun: Token, pieces: list[Piece]) -> list[Piece]:
    """Return the words of a single thing with the article that headlines leave out: "a UN-backed resolution"."""
    bare = not any(child.dep_ in ("det", "nummod", "poss", "conj") for child in noun.children)
    described = noun.tag_ == "NN" and any(child.dep_ == "amod" and child.tag_ == "JJ" for child in noun.children)
    lemma = noun.lemma_.lower()
    single = described and not is_mass(noun) and lemma not in _UNCOUNTED and not lemma.endswith(_ABSTRACT)
    if bare and (noun.lower_ in _SINGLE or single):
        return [Piece(indefinite(pieces[0].text), "DT"), *pieces]
    return pieces


def lowered(pieces: list[Piece]) -> list[Piece]:
    """Return the words of a thing as they follow "there should be". Raises UnwordedError if they cannot."""
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


def means_in(who: list[Token], verb: Token) -> Token | None:
    """Return what is only the means to a deed, and does not do it: "called for dialogue to address the clashes"."""
    top = next((token for token in reversed(who) if token.pos_ == "NOUN" and token.dep_ != "compound"), None)
    if top is None or top.lemma_.lower() not in _MEANS or is_definite(top) or top.ent_type_:
        return None
    reached = any(child.dep_ == "dobj" or (child.dep_ == "prep" and child.lower_ == "with") for child in verb.children)
    return top if reached and verb.lemma_.lower() not in ("begin", "continue", "resume", "start") else None
