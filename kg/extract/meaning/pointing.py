"""Refuses phrases that only refer back ("the move", "this decision"), and finds what a later pronoun may refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.expletives import is_expletive
from kg.extract.grammar.lexicon import lexicon, load_data
from kg.extract.grammar.tree import is_infinitive, is_linking_that
from kg.extract.meaning.clauses import Words
from kg.extract.meaning.pieces import ReferentName, UnwordedError
from kg.extract.meaning.pronouns import is_identified

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.grammar.contents import Content
    from kg.extract.meaning.pieces import Referents

__all__ = ["DEED_WORDS", "refuse_anaphora", "refuse_loose_words", "refuse_vague", "topic_of", "topics_of"]

_WORDS = load_data("meaning/wording.yaml")

#: Key in the user data of a parsed text: the words in its names of things other than persons.
_THINGS = "words of things"
DEED_WORDS = frozenset(_WORDS["deeds"])
#: Nouns of these acts name an utterance, not something that should happen.
_UTTERED = frozenset(
    ("accuses", "calls-for", "claims", "criticises", "demands", "fears", "hopes", "threatens", "warns")
)
#: What a phrase has after its noun: "negotiations on a new treaty".
_PASSING = (
    "bring",
    "convey",
    "declare",
    "deliver",
    "express",
    "extend",
    "give",
    "hand",
    "present",
    "send",
    "submit",
    "take",
)
_IN_PHRASE = ("amod", "case", "compound", "det", "nmod", "nummod", "pobj", "poss", "prep", "punct")
#: Nouns that only refer to something mentioned before: "the move", "this decision".
_ANAPHORIC = frozenset(_WORDS["anaphoric"])


def refuse_vague(tokens: list[Token], noun: Token, words: Words) -> None:
    """Refuse a phrase that only refers back ("the move", "this", "their position"), unless the referent is known.

    Raises UnwordedError.
    """
    if words.full(noun) or words.described(noun):
        return
    bare = all(child.dep_ in ("det", "punct", "amod", "case") for child in noun.children) and not any(
        child.ent_type_ for child in noun.children
    )
    the = any(
        child.lower_ in ("the", "this", "that", "these", "those", "such")
        for child in noun.children
        if child.dep_ == "det"
    )
    alone = not any(child.dep_ in ("prep", "acl", "relcl", "ccomp") for child in noun.children)
    senses = lexicon().nouns.get(noun.lemma_.lower(), [])
    if alone and senses and senses[0].act in _UTTERED and noun.lemma_.lower() not in DEED_WORDS:
        raise UnwordedError("it names only what somebody said")
    pointing = any(child.lower_ in ("this", "that", "these", "those", "such") for child in noun.children)
    if (
        (pointing and not is_identified(noun))
        or (the and bare and noun.lemma_.lower() in _ANAPHORIC)
        or noun.pos_ == "PRON"
    ):
        raise UnwordedError("it points back")
    if any(token.tag_ in ("WDT", "WP", "WP$") and token.dep_ != "relcl" and token.i == tokens[0].i for token in tokens):
        raise UnwordedError("a question")


def refuse_anaphora(noun: Token, words: Words) -> None:
    """Refuse a noun that only refers back ("the move", "this step"), unless the referent is known.

    Raises UnwordedError.
    """
    if words.full(noun) or words.own_name(noun) or words.described(noun):
        return
    linked = [child for child in noun.children if child.dep_ in ("det", "predet") and not is_linking_that(child)]
    determiners = [child.lower_ for child in linked]
    determiners += [
        "such" for child in noun.children if child.lower_ == "such" and child.dep_ == "amod" and child.i < noun.i
    ]
    others = [child for child in noun.children if child.dep_ not in ("det", "predet", "punct") and child.i < noun.i]
    after = [child for child in noun.children if child.i > noun.i and child.dep_ in ("prep", "relcl", "acl", "appos")]
    if {"this", "that", "these", "those", "such"} & set(determiners) and not after:
        raise UnwordedError("it points back")
    vague = noun.lemma_.lower() in _ANAPHORIC and noun.pos_ == "NOUN"
    if vague and "the" in determiners and not after and not others:
        raise UnwordedError("it points back")


def refuse_loose_words(tokens: list[Token], head: Token, subject: Token) -> None:
    """Refuse a clause if words before its subject belong to none of its parts. Raises UnwordedError."""
    own = {
        child
        for child in head.children
        if child.dep_ in ("advmod", "prep", "advcl", "npadvmod", "aux", "punct", "cc", "mark", "intj", "neg")
    }
    first = [token for token in tokens if token.i < subject.left_edge.i]
    first = [token for token in first if token != subject.head]  # the "over" of "over 30 sailors"
    if any(token not in own and not own & set(token.ancestors) for token in first):
        raise UnwordedError("words that belong elsewhere")


def topics_of(doc: Doc, content: Content, referents: Referents) -> tuple[ReferentName, ...] | None:
    """Return what a pronoun in the next sentence may refer to: the subject and the plural objects of a content.

    None if the content has no subject of its own, so that the earlier topics stay valid.
    """
    head = doc[content.head]
    inside = set(content.tokens)
    subject = next((child for child in head.children if child.dep_ in ("nsubj", "nsubjpass", "expl", "csubj")), None)
    if subject is None:
        return _topic_of_thing(head, content, referents)
    if subject.i not in inside:
        return ()
    if subject.pos_ == "PRON" and subject.lower_ not in ("there", "we", "i"):
        named = referents.of(subject) if subject.lower_ in ("it", "he", "she", "they") else None
    else:
        named = topic_of(subject, referents)
    objects = [child for child in head.children if child.dep_ in ("dobj", "attr") and child.tag_ == "NNS"]
    found = [topic_of(child, referents) for child in objects if child.i in inside and any(child.lefts)]
    # "The world has said this raid would not stand, and it will not stand": the raid, if anything.
    below = [inner for child in head.children if child.dep_ == "ccomp" for inner in child.children]
    told = [child for child in below if child.dep_ in ("nsubj", "nsubjpass") and child.pos_ in ("NOUN", "PROPN")]
    inner = [topic_of(child, referents) for child in told]
    if any(topic is None for topic in inner):
        return ()
    found += inner
    if named is not None and named.person and _others(doc, content, subject):
        return ()  # "Berg lied to Holm that ..., unless he returned"
    if subject.lower_ in ("we", "i") and not found and _takes_up(doc, content):
        return None  # "we talk with them": the topic is the same after it
    # An unnamed subject would be the most likely referent, so the objects must not be offered instead.
    unnamed = named is None and subject.lower_ not in ("there", "we", "i")
    if unnamed and subject.lower_ in ("it", "they") and not is_expletive(subject):
        return (ReferentName("", plural=subject.lower_ == "they"),)  # the next "it" is the same, and as open
    return () if unnamed else tuple(topic for topic in (named, *found) if topic is not None)


def _topic_of_thing(head: Token, content: Content, referents: Referents) -> tuple[ReferentName, ...] | None:
    """Return what "it" means after a thing ("we reject the embargo on Cuba"), or None if the topic stays the same."""
    if head.pos_ in ("NOUN", "PROPN"):
        named = topic_of(head, referents) if head.dep_ in ("dobj", "pobj") else None
        return () if named is None else (named,)
    asked = is_infinitive(head) and any(head.doc[i].pos_ in ("NOUN", "PROPN") for i in content.tokens if i < head.i)
    return () if asked else None  # after "we ask the bank to pay", "it" may be the bank or what was said before


def _takes_up(doc: Doc, content: Content) -> bool:
    """Return whether a content refers to what was named before, or names nothing that a pronoun could mean."""
    words = [doc[i] for i in content.tokens]
    refers = any(word.lower_ in ("them", "they", "their", "it", "its") and not is_expletive(word) for word in words)
    return refers or not any(word.pos_ in ("NOUN", "PROPN") for word in words)


def _others(doc: Doc, content: Content, subject: Token) -> bool:
    """Return whether a content names a person beside its subject."""
    own = range(subject.left_edge.i, subject.right_edge.i + 1)
    return any(doc[i].ent_type_ == "PERSON" and i not in own for i in content.tokens)


def _is_in_phrase(token: Token) -> bool:
    """Return whether a word after a noun belongs to its phrase: "the end of the so-called pact"."""
    return token.dep_ in _IN_PHRASE or (token.dep_ in ("advmod", "npadvmod") and token.head.dep_ == "amod")


def _is_torn(token: Token, before: Token) -> bool:
    return token.i != before.i + 1 or (token.is_punct and token.tag_ != "HYPH" and token.text != "-")


def topic_of(noun: Token, referents: Referents) -> ReferentName | None:
    """Return how the next sentence can refer to a noun, or None if its phrase is long or unclear."""
    joined = any(child.dep_ == "conj" for child in noun.children)
    tokens = [token for token in noun.subtree if joined or token.i <= noun.i or _is_in_phrase(token)]
    torn = next((at for at, token in enumerate(tokens) if token.i > noun.i and _is_torn(token, tokens[at - 1])), None)
    tokens = tokens if joined else tokens[:torn]  # "the port in Oslo that the rebels in Rome took"
    to = [child.i for child in noun.rights if child.lower_ == "to" and child.dep_ == "prep"] if _is_passed(noun) else []
    tokens = [token for token in tokens if not to or token.i < to[0]]  # "brought its concerns to the minister"
    told = any(child.lower_ == "the" or child.dep_ == "poss" for child in noun.children)
    named = noun.pos_ == "PROPN" or told or noun.tag_ == "NNS"
    if not named or len(tokens) > 10 or any(token.dep_ == "conj" and token.head != noun for token in tokens):
        return None
    person = _is_person(noun)
    called = (
        referents.called(noun)
        if noun.pos_ == "PROPN" and not joined and (person or noun.ent_type_ != "PERSON")
        else None
    )
    if called is not None and called.person:
        return called
    if tokens[-1].pos_ not in ("NOUN", "PROPN", "NUM"):
        return None  # torn: "the adoption of the"
    while len(tokens) > 1 and tokens[0].lower_ in ("any", "no", "some", "all"):
        tokens = tokens[1:]
    try:
        words = Words(referents)
        refuse_anaphora(noun, words)
        pieces = words.pieces(tokens)
    except UnwordedError:
        return None
    label = "".join(piece.text if piece.glued or not i else f" {piece.text}" for i, piece in enumerate(pieces))
    label = label[:1].lower() + label[1:] if label.startswith("The ") else label
    return ReferentName(label, joined or noun.tag_ in ("NNS", "NNPS"), person and not joined)


def _is_passed(noun: Token) -> bool:
    """Return whether a noun is what somebody brings to somebody, whom the parser may take for a part of it."""
    return noun.dep_ == "dobj" and noun.head.lemma_.lower() in _PASSING


def _is_person(noun: Token) -> bool:
    """Return whether a name means a person throughout the text: the "Sophia" of a "Hagia Sophia Museum" does not."""
    if noun.ent_type_ != "PERSON":
        return False
    things = noun.doc.user_data.get(_THINGS)
    if things is None:  # computed once per text
        named = (entity for entity in noun.doc.ents if entity.label_ != "PERSON")
        things = frozenset(word for entity in named for word in entity.text.casefold().split())
        noun.doc.user_data[_THINGS] = things
    return noun.text.casefold() not in things
