"""Mends the parse of offices and bodies of several fields: "the Minister of Trade and Regional Cooperation Anna Berg".

The parser takes the last field and the name for one body, or the field for somebody who speaks beside the minister, and
only the end of "the AU Peace and Security Council" for its name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.names.actors import ALL_PORTFOLIOS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["with_portfolios"]

_OFFICES = ("minister", "secretary", "vice-minister")
_LINKS = ("of", "for", "the", "and", "&", ",")
#: How nouns for the fields of a ministry end: integration, development, security, labour relations, logistics.
_ENDINGS = ("tion", "tions", "ment", "ity", "ism", "ics", "ance", "ence", "ture", "ship", "sion", "ies", "affairs")
#: The most words between an office and the name of who holds it.
_LONGEST = 14


def with_portfolios(doc: Doc) -> Doc:
    """Give each minister of several fields the fields and the name that stand behind the office, and bodies theirs."""
    _extend_bodies(doc)
    for token in doc:
        if token.lower_ in _OFFICES and token.i + 4 < len(doc) and token.nbor().lower_ in ("of", "for"):
            _mend(doc, token)
    return doc


def _mend(doc: Doc, office: Token) -> None:
    run = _run(doc, office.i + 2)
    fields = [word for word in run if _is_field(word)]
    joined = [word for word in run if fields and word.lower_ in ("and", "&") and word.i < fields[-1].i]
    first = next((word for word in fields if joined and word.i < joined[-1].i), None)
    if first is None:
        return
    for word in (*joined[-1:], fields[-1]):
        if word.head == office:
            word.head, word.dep_ = first, "cc" if word in joined else "conj"
    name = [word for word in run if word.i > fields[-1].i and word.lower_ not in _LINKS]
    if 2 <= len(name) <= 3 and name[0].i == fields[-1].i + 1:
        _name(doc, name)
        if name[-1].dep_ == "conj" and name[-1].head == office:
            name[-1].dep_, name[-1].head = office.dep_, office.head if office.head != office else name[-1]
            office.dep_, office.head = "nmod", name[-1]


def _extend_bodies(doc: Doc) -> None:
    """Let the names of bodies begin with their first field, where the parser begins them behind "and"."""
    from spacy.tokens import Span

    rests = [ent for ent in doc.ents if ent.label_ == "ORG" and ent.start > 1 and doc[ent.start - 1].lower_ == "and"]
    for ent in rests:
        start = ent.start - 1
        while start and doc[start - 1].pos_ == "PROPN" and doc[start - 1].head == ent.root:
            start -= 1
        joined = doc[ent.start].dep_ == "conj" and doc[ent.start].head == doc[ent.start - 2]
        if joined and start < ent.start - 1:
            kept = [other for other in doc.ents if other.end <= start or other.start >= ent.end]
            doc.set_ents([*kept, Span(doc, start, ent.end, "ORG")])


def _run(doc: Doc, start: int) -> list[Token]:
    """Return the words from a place on that may be fields of a ministry and a name."""
    found: list[Token] = []
    for word in doc[start : start + _LONGEST]:
        if not (word.text[:1].isupper() or word.lower_ in _LINKS) or word.is_space:
            break
        found.append(word)
    return found


def _is_field(word: Token) -> bool:
    return word.lower_ in ALL_PORTFOLIOS or (word.text[:1].isupper() and word.lower_.endswith(_ENDINGS))


def _name(doc: Doc, name: list[Token]) -> None:
    """Label words as the name of a person, if the parser has them in a longer name or in none."""
    from spacy.tokens import Span

    if any(word.ent_type_ == "PERSON" for word in name):
        return
    last = name[-1]
    if last.i + 1 == len(doc) or doc[last.i + 1].ent_iob_ != "I":
        kept = [entity for entity in doc.ents if entity.end <= name[0].i or entity.start > last.i]
        doc.set_ents([*kept, Span(doc, name[0].i, last.i + 1, "PERSON")])
