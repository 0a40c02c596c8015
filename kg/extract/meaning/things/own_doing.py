"""Words what holders say of themselves with a noun: "denied any direct involvement", "apologised for the raid".

The noun becomes a predicate of its owner, and of the holder if it has none. An adjective that narrows it is kept: who
denies direct involvement says nothing about any other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.grammar.inflection import participle
from kg.extract.grammar.lexicon import load_data
from kg.extract.meaning.pieces import Piece, UnwordedError
from kg.extract.meaning.things.parts import as_subject, lowered

if TYPE_CHECKING:
    from spacy.tokens import Token

    from kg.extract.meaning.clauses import Words
    from kg.extract.meaning.pieces import ReferentName, Wording

__all__ = ["own_doing"]

_WORDS = load_data("meaning/own_doing.yaml")
#: Nouns with the verb and the rest of their predicate: "involvement in" is "was involved in".
_BEING: dict[str, list[str]] = _WORDS["being"]
#: Nouns for what one does, with its verb: "collusion with" is "has colluded with".
_DONE: dict[str, str] = _WORDS["done"]
#: Nouns for what one is about to do, with the words before "to": "plans to close the port" is "has plans to".
_INTENDED: dict[str, list[str]] = _WORDS["intended"]
#: Nouns for what one has with others: "ties with the rebels".
_HAD = frozenset(_WORDS["had"])
#: Adjectives that narrow a noun, with their adverbs, and those that add nothing to it.
_ADVERBS: dict[str, str] = _WORDS["adverbs"]
_EMPTY = frozenset(_WORDS["empty"])
#: What somebody who apologises for it is responsible for.
_ACTS = load_data("meaning/contents.yaml")
_WRONGS = frozenset(
    (*_ACTS["behind"], *_ACTS["wrongs"], "bombardment", "destruction", "invasion", "mistake", "occupation")
)
_WRONGS -= load_data("meaning/wording.yaml")["undergone"].keys()
_OWN = ("her", "his", "its", "my", "our", "their")
_MANY = {"was": "were", "is": "are", "has": "have", "intends": "intend", "wants": "want"}
_TOLD = ("acknowledges", "claims", "denies", "doubts")


def own_doing(tokens: list[Token], noun: Token, words: Words, wording: Wording) -> list[Piece]:
    """Return what holders say they are, do or have, in the words of a noun; empty for other nouns.

    Raises UnwordedError if the noun does not say what in, or if it may be somebody else's.
    """
    lemma = noun.lemma_.lower()
    if wording.act == "apologises" and wording.frame in ("for", "over") and lemma in _WRONGS:
        be, holder = Piece("are" if wording.holder.plural else "is", "VBZ"), wording.holder.piece()
        return [holder, be, Piece("responsible", "JJ"), Piece("for", "IN"), *words.pieces(tokens)]
    if wording.act not in _TOLD or not _is_own(lemma, noun, tokens, wording):
        return []
    if any(child.lower_ == "by" for child in noun.rights) or (wording.act == "doubts" and _owner(noun) is None):
        raise UnwordedError("of somebody else")
    after = [token for token in tokens if token.i > noun.i]
    if not after:
        raise UnwordedError("it points back")
    who, plural = _subject(noun, words, wording.holder)
    return [*who, *_predicate(lemma, noun, words, after, plural=plural)]


def _is_own(lemma: str, noun: Token, tokens: list[Token], wording: Wording) -> bool:
    """Return whether a noun says what its owner is, does or has, and not what is between others."""
    if lemma in _BEING:
        return True
    between = any(child.lower_ in ("among", "between") for child in noun.rights)
    if wording.frame != "object" or wording.act not in ("denies", "acknowledges") or between or _is_certain(noun):
        return False
    linked = tokens[-1].i > noun.i and noun.nbor(1).dep_ in ("acl", "aux", "prep")
    if _is_gerund(noun):
        return linked and noun.nbor(1).dep_ == "prep"
    if lemma in _INTENDED:
        return linked and _infinitive(noun) is not None
    return linked and noun.nbor(1).dep_ == "prep" and lemma in (*_DONE, *_HAD)


def _is_certain(noun: Token) -> bool:
    """Return whether an article or a number makes a noun a thing that has been spoken of: "the contacts with him"."""
    return any(child.dep_ in ("det", "nummod") and child.lower_ not in ("a", "an", "any") for child in noun.lefts)


def _is_gerund(noun: Token) -> bool:
    """Return whether a noun is a gerund that was parsed as one: "meddling in the election"."""
    bare = not any(child.dep_ in ("amod", "compound", "poss") for child in noun.lefts)
    return bare and noun.tag_ == "NN" and noun.lower_ in _WORDS["gerunds"]


def _infinitive(noun: Token) -> Token | None:
    """Return the verb of what somebody is about to do: "plans to close", "any intention of closing"."""
    for child in noun.rights:
        if child.dep_ in ("acl", "relcl") and child.tag_ == "VB" and child.left_edge.tag_ == "TO":
            return child
        if child.lower_ == "of" and child.dep_ == "prep":
            return next((verb for verb in child.children if verb.dep_ == "pcomp" and verb.tag_ == "VBG"), None)
    return None


def _owner(noun: Token) -> Token | None:
    return next((child for child in noun.children if child.dep_ == "poss"), None)


def _subject(noun: Token, words: Words, holder: ReferentName) -> tuple[list[Piece], bool]:
    """Return the owner of a noun, or the holder, as a subject, and whether it is plural."""
    owner = _owner(noun)
    if owner is None or owner.lower_ in _OWN:
        return [holder.piece()], holder.plural
    return as_subject(owner, words)


def _predicate(lemma: str, noun: Token, words: Words, after: list[Token], *, plural: bool) -> list[Piece]:
    if lemma in _BEING:
        verb, *rest = _BEING[lemma]
        told = _narrowed(noun, verb, rest)
        return [Piece(_MANY.get(verb, verb) if plural else verb, "VBZ"), *told, *words.pieces(after)]
    if _is_gerund(noun):
        return [Piece("are" if plural else "is", "VBZ"), Piece(noun.lower_, "VBG"), *words.pieces(after)]
    if lemma in _INTENDED:
        return _about_to(lemma, noun, words, after, plural=plural)
    have = Piece("have" if plural else "has", "VBZ")
    if lemma in _DONE:
        return [have, *_narrowed(noun, "has", [participle(_DONE[lemma])]), *words.pieces(after)]
    owner = _owner(noun)
    kept = [token for token in (*noun.lefts,) if token != owner and token.lower_ not in _EMPTY]
    inside = [token for child in kept for token in child.subtree]
    return [have, *lowered(words.pieces([*inside, noun, *after]))]


def _narrowed(noun: Token, verb: str, rest: list[str]) -> list[Piece]:
    """Return the rest of a predicate with the adjectives of its noun as adverbs: "directly involved".

    Raises UnwordedError for an adjective without a known adverb.
    """
    told = [child.lower_ for child in noun.lefts if child.dep_ in ("amod", "compound", "nmod")]
    told = [word for word in told if word not in _EMPTY]
    if unknown := [word for word in told if word not in _ADVERBS]:
        raise UnwordedError(f"{unknown[0]}, which narrows what is said")
    if verb == "had":  # "had an active role": the noun stays, and so does the adjective
        article = "an" if told and told[0][0] in "aeiou" else "a"
        return [Piece(article, "DT"), *(Piece(word, "JJ") for word in told), *(Piece(word, "NN") for word in rest)]
    adverbs = [Piece(_ADVERBS[word], "RB") for word in told]
    predicate = [Piece(word, "JJ" if verb != "has" else "VBN") for word in rest]
    return [*predicate, *adverbs] if verb == "took" else [*adverbs, *predicate]


def _about_to(lemma: str, noun: Token, words: Words, after: list[Token], *, plural: bool) -> list[Piece]:
    """Return what somebody is about to do: "has plans to close the port", "intends to close it"."""
    verb = _infinitive(noun)
    if verb is None or any(child.dep_ in ("amod", "compound") and child.lower_ not in _EMPTY for child in noun.lefts):
        raise UnwordedError("more than what is intended")
    first, *rest = _INTENDED[lemma]
    rest = rest if noun.tag_ == "NN" else [word for word in rest if word != "a"]
    done = words.pieces([token for token in after if token.i > verb.i])
    told = [Piece(noun.lower_ if word == lemma else word, "NN" if word == lemma else "DT") for word in rest]
    if rest and rest[0].endswith("ed"):
        told = [Piece(rest[0], "VBN")]
    start = [Piece(_MANY.get(first, first) if plural else first, "VBZ"), *told, Piece("to", "TO")]
    return [*start, Piece(verb.lemma_.lower(), "VB"), *done]
