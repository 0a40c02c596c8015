"""Corrects the names that the parser cut or joined wrongly beside an office.

"Prime Minister of Kenya Anna Berg" are a state and a person, "the Kenyan Foreign Ministry Spokesman" is no body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Span

from kg.extract.names.actors import ALL_PORTFOLIOS, BODIES, PORTFOLIOS, ROLES

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["office_before", "part_states"]

_NO_NAMES = ROLES | BODIES | PORTFOLIOS
_FIELDS = ALL_PORTFOLIOS | {"home", "law", "order"}
_FIELDS |= {"cooperation", "co-operation", "expatriates", "integration", "international", "parliamentary", "regional"}
_LABELS = {"state": "GPE", "organisation": "ORG"}
#: What may stand between an office and a state or a field.
_LINKS = ("for", "in", "of", "to")
#: The maximum number of words in the name of a state, and in that of a person.
_STATE, _PERSON = 4, 4
_BEFORE_NAMES = ("minister", "president", "spokesman", "spokesperson", "spokeswoman")
#: Honours before a name: "HE Anna Berg", "H.E. Anna Berg".
_HONOURS = frozenset(("he", "h.e.", "h.e", "hon", "hon.", "amb", "amb.", "excellency"))


def part_states(gazetteer: Gazetteer, doc: Doc) -> None:
    """Make two names of a state behind "of" and the full name of a person after it, and correct other names."""
    parts: list[Span] = []
    for token in doc:
        if token.lower_ in _LINKS and _is_office(token):
            parts += _parted(gazetteer, token) or _behind_field(token)
        elif token.lower_ in _BEFORE_NAMES and not token.ent_type_:
            parts += _behind_title(gazetteer, token)
    taken = {i for part in parts for i in range(part.start, part.end)}
    parts += [part for entity in doc.ents if entity.start not in taken for part in _corrected(gazetteer, entity)]
    if parts:
        kept = _apart(parts)
        named = {i for part in kept for i in range(part.start, part.end)}
        cut = [entity for entity in doc.ents if named.intersection(range(entity.start, entity.end))]
        outside = [doc[i : i + 1] for entity in cut for i in range(entity.start, entity.end) if i not in named]
        doc.set_ents(kept, outside=outside, default="unmodified")


def _apart(parts: list[Span]) -> list[Span]:
    """Return spans without those that overlap an earlier one."""
    kept: list[Span] = []
    for part in sorted(parts, key=lambda part: part.start):
        if not kept or part.start >= kept[-1].end:
            kept.append(part)
    return kept


def _is_office(of: Token) -> bool:
    """Return whether an office stands right before "of" or "to": "Prime Minister of"."""
    return of.i > 0 and of.nbor(-1).lower_ in ROLES


def _behind_field(link: Token) -> list[Span]:
    """Return the name of a person behind the field of an office: "Minister for Foreign Affairs Anna Berg"."""
    doc, start = link.doc, link.i + 1
    while start < len(doc) and doc[start].lower_ in _FIELDS | {"the"}:
        start += 1
        # "for Law and Security"
        start += start + 1 < len(doc) and doc[start].lower_ == "and" and doc[start + 1].lower_ in _FIELDS
    end = start
    while end < len(doc) and end - start < _PERSON and _is_name(doc[end]):
        end += 1
    free = end < len(doc) and doc[end].pos_ not in ("NOUN", "PROPN") and doc[end].tag_ != "POS"
    behind = doc[start - 1].lower_ in _FIELDS
    return [Span(doc, start, end, "PERSON")] if behind and free and 1 < end - start < _PERSON else []


def _parted(gazetteer: Gazetteer, of: Token) -> list[Span]:
    """Return the names of a state and of a person that follow "of" or "to" without a comma."""
    doc, start = of.doc, of.i + 1
    if of.i > 2 and doc[of.i - 2].text == "," and doc[of.i - 3].ent_type_ == "PERSON":
        return []  # "Anna Berg, president of Kenya Educational Travel"
    start += start < len(doc) and doc[start].lower_ == "the"
    for stop in range(min(start + _STATE, len(doc)), start, -1):
        slug = gazetteer.state(doc[start:stop].text)
        if slug is None or gazetteer.known[slug].kind not in _LABELS or doc[stop - 1].tag_ == "POS":
            continue
        end = _name_end(gazetteer, doc, stop)
        if end - stop > 1:
            return [Span(doc, start, stop, _LABELS[gazetteer.known[slug].kind]), Span(doc, stop, end, "PERSON")]
        break
    return []


def _behind_title(gazetteer: Gazetteer, title: Token) -> list[Span]:
    """Return the name behind a title that the parser takes for no name: "Spokesperson Hong Lei's briefing"."""
    doc, start = title.doc, title.i + 1
    end = _name_end(gazetteer, doc, start)
    free = end < len(doc) and doc[end].pos_ != "PROPN" and not any(word.ent_type_ for word in doc[start:end])
    return [Span(doc, start, end, "PERSON")] if free and 1 < end - start < 4 else []


def _name_end(gazetteer: Gazetteer, doc: Doc, start: int) -> int:
    """Return where the name of a person that may begin at a token ends."""
    end = start
    while end < len(doc) and end - start < _PERSON and _is_name(doc[end]):
        end += 1
    known = any(gazetteer.find(doc[start:stop].text) for stop in range(start + 1, end))  # "of Kenya Norway's Berg"
    return start if known else end


def _is_name(token: Token) -> bool:
    """Return whether a word may be part of the name of a person."""
    plain = token.pos_ == "PROPN" and token.text[:1].isupper() and not token.is_upper
    return plain and token.lower_ not in _NO_NAMES and token.ent_type_ not in ("DATE", "TIME", "NORP")


def _corrected(gazetteer: Gazetteer, entity: Span) -> list[Span]:
    """Return what a name should be, if the parser has it wrong."""
    if (state := _state_of(gazetteer, entity)) is not None:
        return [state]
    if entity.label_ in ("ORG", "GPE") and len(entity) > 2 and entity[-1].lower_.startswith("spokes"):
        first = entity.start + (entity[0].lower_ == "the")
        return [Span(entity.doc, first, entity.end - 1, "ORG")]
    if (whole := _owner_in(entity) or _outlet_in(entity)) is not None:
        return [whole]
    if _runs_on(entity):
        return [Span(entity.doc, entity.start, entity.end - 1, entity.label_)]
    title = max((i for i, word in enumerate(entity) if i and word.lower_ in _BEFORE_NAMES), default=0)
    honoured = entity[0].lower_ in _HONOURS
    if entity.label_ == "PERSON" and len(entity) > title + 2 and (title or honoured):
        return [Span(entity.doc, entity.start + title + 1, entity.end, "PERSON")]
    start, end = _whole_start(gazetteer, entity), _whole_end(gazetteer, entity)
    return [Span(entity.doc, start, end, "PERSON")] if end > entity.end or start < entity.start else []


def _state_of(gazetteer: Gazetteer, entity: Span) -> Span | None:
    """Return the name of a state that the parser takes for something else, or cuts: "Trinidad and Tobago", "Kyrgyz"."""
    doc, start, end = entity.doc, entity.start, entity.end
    if end + 1 < len(doc) and doc[end].lower_ == "and" and doc[end + 1].pos_ == "PROPN":
        long = doc[start : end + 2].text
        slug = gazetteer.state(long)
        if slug and gazetteer.known[slug].kind == "state":
            return Span(doc, start, end + 2, "GPE")
    first = start + (doc[start].lower_ in ("neighboring", "neighbouring") and end - start > 1)
    slug = gazetteer.state(doc[first:end].text)
    if slug is None or gazetteer.known[slug].kind != "state" or entity.label_ in ("GPE", "LOC", "NORP"):
        return None
    adjective = doc[first:end].text.casefold() in gazetteer.demonyms
    if entity.label_ == "PERSON" and not adjective and first == start:
        return None  # "Jordan" may be a person's name
    return Span(doc, first, end, "NORP" if adjective else "GPE")


def _outlet_in(entity: Span) -> Span | None:
    """Return the name of a body in capitals that goes on with the name of a state: "CNN Indonesia"."""
    doc, start = entity.doc, entity.start - 1
    while start >= 0 and doc[start].ent_type_ == "ORG" and doc[start].is_upper and doc[start].head == entity.root:
        start -= 1
    word = doc[entity.start - 1] if entity.start else entity[0]
    long = start + 1 < entity.start and len(word) > len("UK") and word.dep_ == "compound"
    return Span(doc, start + 1, entity.end, "ORG") if entity.label_ == "GPE" and long else None


def _owner_in(entity: Span) -> Span | None:
    """Return the body in a name that goes on with its officer's title: "The Ministry's Permanent" Secretary."""
    case = next((word.i for word in entity if word.tag_ == "POS"), None)
    officer = entity.doc[entity.end].lower_ if entity.end < len(entity.doc) else ""
    titled = entity.label_ == "ORG" and officer in ROLES and case is not None and case > entity.start
    body = case is not None and entity.doc[case - 1].lower_ in BODIES
    return Span(entity.doc, entity.start, case, "ORG") if titled and body and case is not None else None


def _runs_on(entity: Span) -> bool:
    """Return whether the last word of a name in capitals belongs to what follows: "EU Diplomat Ahead" of talks."""
    return len(entity) > 1 and entity[-1].lower_ in ("ahead", "after", "amid", "before", "during")


def _whole_start(gazetteer: Gazetteer, entity: Span) -> int:
    """Return where a name begins of which the parser left out the first word: "Rosa" before "Lund said"."""
    doc, start = entity.doc, entity.start
    if entity.label_ != "PERSON" or len(entity) > 1 or start < 1:
        return start
    first, before = doc[start - 1], doc[start - 2] if start > 1 else None
    part = first.dep_ == "compound" and first.head == doc[start] and not first.ent_type_ and _is_name(first)
    opens = before is None or before.is_punct or before.is_space or before.pos_ in ("ADP", "CCONJ", "VERB", "SCONJ")
    return start - 1 if part and opens and not gazetteer.find(first.text) else start


def _whole_end(gazetteer: Gazetteer, entity: Span) -> int:
    """Return where a name ends of which the parser left out the last word: "Rosa Maria" before "Lund said"."""
    doc, end = entity.doc, entity.end
    if entity.label_ != "PERSON" or len(entity) < 2 or end >= len(doc):
        return end
    last = doc[end]
    cut = entity.root.dep_ == "compound" and entity.root.head == last and _is_name(last)
    cut = cut and (last.ent_type_ in ("", "PERSON") or not gazetteer.find(last.text))
    follows = end + 1 < len(doc) and doc[end + 1].pos_ == "PROPN"
    return end + 1 if cut and not follows else end


def office_before(gazetteer: Gazetteer, person: Span) -> tuple[str | None, set[str]]:
    """Return the state and the words of an office before a name: "Prime Minister of Kenya Anna Berg"."""
    doc = person.doc
    if person.start and doc[person.start - 1].lower_ == "counterpart":
        return None, {"counterpart"}  # "his Kenyan counterpart Anna Berg"
    for start in range(person.start - 1, max(1, person.start - 1 - _STATE), -1):
        before = doc[start - 1]
        of = before if before.lower_ == "of" else doc[start - 2] if before.lower_ == "the" and start > 2 else before
        if of.lower_ != "of" or not _is_office(of):
            continue
        slug = gazetteer.state(doc[start : person.start].text)
        words = {word.lower_ for word in doc[max(0, of.i - 3) : of.i] if word.lower_ in ROLES | PORTFOLIOS}
        state = slug if slug and gazetteer.known[slug].kind == "state" else None
        return state, words if state else set()
    return None, set()
