"""Joins the names that a headline lists with a comma only: "Norway, Kenya sign pact" says what both of them do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.posts import SPEAKING_GROUPS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["comma_joined", "list_joined"]

_NAMES = ("GPE", "ORG", "NORP")
_LINKS = ("and", "&")
#: Of one alone, the verb would be "signs": so "Oslo, Norway signs pact" is a town in its country.
_PLURAL = ("VB", "VBP")


def comma_joined(doc: Doc) -> Doc:
    """Make two names at the head of the text joint subjects of the verb after them, or both owners of its subject."""
    first, second = _names(doc)
    if first is None or second is None:
        return doc
    after = second.i + 1
    while after < len(doc) and doc[after].pos_ in ("ADJ", "NOUN", "ADV") and not doc[after].is_space:
        after += 1
    verb = doc[after] if after < len(doc) else second
    if verb.tag_ not in _PLURAL or verb.pos_ != "VERB" or any(child.lower_ in _LINKS for child in second.children):
        return doc
    if after == second.i + 1 or doc[after - 1].pos_ == "ADV":
        _join(first, second, verb, "nsubj")
    elif doc[after - 1].lower_ in SPEAKING_GROUPS:
        doc[after - 1].head, doc[after - 1].dep_ = verb, "nsubj"
        _join(first, second, doc[after - 1], "nmod")
    return doc


def list_joined(doc: Doc) -> Doc:
    """Make the second name of a list one of the list: the parser takes it for a name of the first one.

    "Norway, Peru, Kenya and Chad agree"; with one comma, it may be a town in its country: "Oslo, Norway and Rome".
    """
    for second in doc:
        first = second.head
        names = first.ent_type_ in _NAMES and second.ent_type_ == first.ent_type_ and second.dep_ == "appos"
        if names and doc[second.left_edge.i - 1].text == "," and len(_listed(second)) > 1:
            second.dep_ = "conj"
    return doc


def _listed(name: Token) -> list[Token]:
    """Return the names that are joined to a name, directly or one to the other."""
    after = [child for child in name.children if child.dep_ == "conj" and child.ent_type_ == name.ent_type_]
    return [*after, *(token for child in after for token in _listed(child))]


def _join(first: Token, second: Token, head: Token, role: str) -> None:
    if first.dep_ == "ROOT" or second.dep_ == "ROOT" or head in (first, second):
        return
    first.head, first.dep_ = head, role
    second.head, second.dep_ = first, "conj"
    first.doc[second.left_edge.i - 1].head = first


def _names(doc: Doc) -> tuple[Token | None, Token | None]:
    """Return the last words of the first two names of a text if a comma stands between them."""
    start = next((token.i for token in doc if not token.is_space), 0)
    ends = [entity for entity in doc.ents if entity.label_ in _NAMES][:2]
    if len(ends) < 2 or ends[0].start != start or ends[1].start != ends[0].end + 1 or doc[ends[0].end].text != ",":
        return None, None
    return ends[0][-1], ends[1][-1]
