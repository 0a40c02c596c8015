"""Reads the names of persons beside their offices, where the parser has not joined the two."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.actors import BODIES, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["apposed_name", "name_behind_body", "name_beside"]


def name_behind_body(head: Token, inside: set[int]) -> str | None:
    """Return the name that follows an office and its body without a comma: "chief of the Peace Council X Y"."""
    doc = head.doc
    if (name := _name_behind_place(head, inside)) is not None:
        return name
    for i in range(head.i + 1, min(head.i + 9, len(doc))):
        if i not in inside or doc[i].pos_ not in ("PROPN", "ADP", "DET"):
            return None
        last = i
        while last + 1 in inside and doc[last + 1].pos_ == "PROPN":
            last += 1
        body = doc[i].lower_ in BODIES or doc[i].lower_ == "affairs"  # "Minister of Foreign Affairs X Y"
        if body and doc[i].pos_ == "PROPN" and 2 <= last - i <= 3:
            apart = not any(doc[j].lower_ in BODIES | ROLES for j in range(i + 1, last + 1))
            return doc[i + 1 : last + 1].text if apart and last + 1 < len(doc) and last + 1 not in inside else None
    return None


def _name_behind_place(head: Token, inside: set[int]) -> str | None:
    """Return the name that follows an office and a posting: "Ambassador to India X Y"."""
    doc, i = head.doc, head.i + 1
    if i not in inside or doc[i].lower_ not in ("in", "to"):
        return None
    start = i + 1
    while start in inside and (doc[start].lower_ == "the" or doc[start].ent_type_ == "GPE"):
        start += 1
    stop = start
    while stop in inside and doc[stop].pos_ == "PROPN" and doc[stop].ent_type_ != "GPE":
        stop += 1
    ends = stop not in inside or doc[stop].pos_ in ("ADP", "PUNCT", "SCONJ")
    named = doc[start - 1].ent_type_ == "GPE" and 2 <= stop - start <= 3 and ends
    return doc[start:stop].text if named else None


def name_beside(head: Token, inside: set[int]) -> str | None:
    """Return the short name in apposition to an office: "the head of the Bank (BU), Anna Berg"."""
    asides = [child for child in head.children if child.dep_ == "appos" and child.pos_ == "PROPN"]
    asides += _behind_state(head)
    asides.sort(key=lambda child: child.ent_type_ != "PERSON")
    aside = next(
        (child for child in asides if child.nbor(-1).text != "(" and head.doc[child.left_edge.i - 1].text != "("), None
    )
    if aside is None or aside.i not in inside or aside.i - aside.left_edge.i > 3:
        return None
    start = aside.left_edge.i
    while start < aside.i - 1 and head.doc[start].ent_type_ == "GPE" and head.doc[start - 1].lower_ == "to":
        start += 1  # "ambassador to India Anna Berg"
    return head.doc[start : aside.i + 1].text


def _behind_state(head: Token) -> list[Token]:
    """Return the name that the parser gives to the state of an office: "the minister of Norway, Espen Barth Eide,"."""
    states = [
        c for prep in head.children if prep.lower_ in ("of", "for") for c in prep.children if c.ent_type_ == "GPE"
    ]
    names = [child for state in states for child in state.children if child.dep_ == "appos" and child.pos_ == "PROPN"]
    return [
        name
        for name in names
        if name.ent_type_ in ("", "PERSON")
        and 0 < name.i - name.left_edge.i < 4
        and name.doc[name.left_edge.i - 1].text == ","
        and name.right_edge == name
        and name.lower_ not in ROLES | BODIES
    ]


def apposed_name(head: Token, inside: set[int]) -> str | None:
    """Return the full name in apposition to a noun that is not an office: "The chief weapons buyer, Hans Blix,"."""
    if head.pos_ != "NOUN" or head.ent_type_:
        return None
    beside = {child.i for child in head.children if child.dep_ == "appos" and child.i in inside}
    if not beside:
        return None  # listing the names of a sentence is slow
    full = [
        name
        for name in head.sent.ents
        if name.label_ == "PERSON" and len(name) > 1 and beside & set(range(name.start, name.end))
    ]
    return full[0].text if len(full) == 1 else None
