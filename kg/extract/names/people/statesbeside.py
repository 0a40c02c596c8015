"""Parts a state from the name behind it, if the parser took both for one name: "Prime Minister of Kenya Anna Berg"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Span

from kg.extract.names.actors import ROLES

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["part_states"]


def part_states(gazetteer: Gazetteer, doc: Doc) -> None:
    """Make two names of a state behind "of" and the full name of a person after it."""
    for entity in doc.ents:
        if entity.label_ != "PERSON" or not _is_behind_office(entity):
            continue
        for stop in range(entity.end - 2, entity.start, -1):
            slug = gazetteer.state(doc[entity.start : stop].text)
            if slug and gazetteer.known[slug].kind in ("state", "organisation"):
                parts = [Span(doc, entity.start, stop, "GPE"), Span(doc, stop, entity.end, "PERSON")]
                doc.set_ents(parts, default="unmodified")
                break


def _is_behind_office(entity: Span) -> bool:
    """Return whether an office and "of" stand right before a name: "Prime Minister of"."""
    before = [token.lower_ for token in entity.doc[max(0, entity.start - 3) : entity.start] if token.lower_ != "the"]
    return len(before) > 1 and before[-1] == "of" and before[-2] in ROLES
