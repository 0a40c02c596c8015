"""What the page of an actor says of its ties to others, beside its positions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from graphs import graph_of
from repositories import QUOTES, DataRepository
from repositories import statement as row_of

from kg.namespaces import iri
from kg.web.content.edition import Edition
from kg.web.messages import Request
from kg.web.views.actor import actor

if TYPE_CHECKING:
    from pathlib import Path


def ties(made: DataRepository, name: str) -> dict[str, list[str]]:
    """Return the ties on an actor's page, in slugs."""
    edition = Edition(graph_of(made.seeds), made.seeds, {})
    page = actor(edition, Request("/", (), "text/html"), iri("actor", name))
    return {word: [other.rpartition("/")[2] for other in others] for word, others in page.context["ties"]}


def test_only_what_is_firm_is_said_without_more(tmp_path: Path) -> None:
    made = DataRepository(tmp_path)
    accused = {"act": "criticises", "target": "bland"}
    made.write("first", row_of(0, **accused), row_of(1, act="praises", target="bland", certainty="possible"))
    assert ties(made, "aland") == {"criticises": ["bland"]}


def test_an_alliance_that_has_ended_is_a_former_one(tmp_path: Path) -> None:
    allied: dict[str, Any] = {"type": "alliance", "between": ["aland", "bland"]}
    for number, until in enumerate(("2011", "2013", "")):
        made = DataRepository(tmp_path / f"{number}")
        made.write("first", row_of(0))
        sheet = made.seeds / "first" / "sheet.yaml"
        relation = {"id": "allies", "quote": QUOTES[1], **allied, **({"until": until} if until else {})}
        sheet.write_text(json.dumps({**json.loads(sheet.read_text()), "relations": [relation]}))
        assert ties(made, "bland") == {"formerly allied with" if until == "2011" else "allied with": ["aland"]}
