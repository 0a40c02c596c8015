"""Joins the names that a headline lists with a comma only: "Norway, Kenya sign pact" says what both of them do."""

from __future__ import annotations

from itertools import pairwise
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
        if (end := _end_of_list(second)) is not None or (end := _end_of_names(second)) is not None:
            doc[second.left_edge.i - 1].head = doc[second.left_edge.i - 2].head = end
            second.head, second.dep_ = end, "conj"
            continue
        first = second.head
        names = first.ent_type_ in _NAMES and second.ent_type_ == first.ent_type_ and second.dep_ == "appos"
        if names and doc[second.left_edge.i - 1].text == "," and len(_listed(second)) > 1:
            second.dep_ = "conj"
    return doc


def _end_of_list(last: Token) -> Token | None:
    """Return the name before a last one with ", and", if the parser took that one for a subject of its own.

    "Norway, Peru, and Kenya urged": there is another subject before it, and what joins them is a list.
    """
    doc, first = last.doc, last.left_edge.i
    if last.dep_ not in ("nsubj", "nsubjpass") or first < 5 or doc[first - 1].lower_ not in _LINKS:
        return None
    end = doc[first - 3] if doc[first - 2].text == "," else last
    alike = end.ent_type_ in (*_NAMES, "PERSON") and end.ent_type_ == last.ent_type_ and end.dep_ == "conj"
    subjects = [child for child in last.head.children if child.dep_ == last.dep_ and child.i < first]
    return end if alike and any(end in subject.subtree for subject in subjects) else None


def _end_of_names(last: Token) -> Token | None:
    """Return the name before a last one, where a list begins the sentence and the parser made no subjects of the rest.

    The first name becomes the subject, and each other one is joined to the one before it.
    """
    doc, verb, first = last.doc, last.head, last.left_edge.i
    if last.dep_ != "nsubj" or first < 5 or doc[first - 1].lower_ not in _LINKS or doc[first - 2].text != ",":
        return None
    run = _names_back(doc, first - 3, last.ent_type_)
    top = run[-1] if len(run) > 1 else last
    if top == last or top.dep_ != "ROOT" or verb not in top.subtree or not doc[top.left_edge.i].is_sent_start:
        return None
    verb.head, verb.dep_ = verb, "ROOT"
    top.head, top.dep_ = verb, "nsubj"
    for name, before in pairwise(run):
        name.head, name.dep_ = before, "conj"
    return run[0]


def _names_back(doc: Doc, i: int, kind: str) -> list[Token]:
    """Return the last words of the names of one kind that only commas part, from a token back."""
    found: list[Token] = []
    ends = {entity.end - 1: entity for entity in doc.ents if entity.label_ == kind and kind in _NAMES}
    while i in ends:
        found.append(doc[i])
        start = ends[i].start
        i = start - 2 if start > 1 and doc[start - 1].text == "," else -1
    return found


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
