"""The proof of a statement, as in `kg why`: its words in their paragraph, the chain, the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.namespaces import DP, VOCABULARIES
from kg.proof.corrections import LINKS
from kg.proof.derived import contrary_statements
from kg.proof.node_facts import NodeReader
from kg.rdf.periods import is_within
from kg.web.content.dates import span_in_words
from kg.web.content.posts import posts
from kg.web.templating import Page
from kg.web.views.parameters import read
from kg.web.views.passage import passage
from kg.web.views.plain import facts

if TYPE_CHECKING:
    from kg.web.content.edition import Edition
    from kg.web.content.reading import Node
    from kg.web.messages import Request

__all__ = ["statement"]

_TYPE = VOCABULARIES["rdf"] + "type"


def statement(edition: Edition, request: Request, iri: str) -> Page:
    """Return the page of a statement."""
    read(request)
    said = edition.statements.one(iri)
    node = edition.reading.node(iri)
    segments, problem = passage(edition, request, said.source.iri, said.quote)
    context = {
        "statement": said,
        "node": node,
        "segments": segments,
        "problem": problem,
        "held": span_in_words(*said.held),
        "posts": {voice: _posts(edition, voice, said.day) for step in said.chain for voice in step.actors},
        "tolls": [facts(edition, edition.reading.node(toll), {_TYPE}) for toll in node.values(DP + "toll")],
        "others": edition.statements.load(contrary_statements(NodeReader(edition.store), iri)),
        "corrections": _corrections(edition, node),
        "events": node.values(DP + "aboutEvent"),
    }
    return Page("statement.html", edition.reading.label(iri), context)


def _corrections(edition: Edition, node: Node) -> list[tuple[str, str]]:
    """Return the statements that one refers to, and those that refer to it, each after words for how."""
    own = [(word, other) for key, word, _ in LINKS for other in node.values(key)]
    return own + [(word, other) for key, _, word in LINKS for other in edition.reading.subjects(key, node.iri)]


def _posts(edition: Edition, person: str, day: str) -> list[str]:
    """Return the labels of the posts that somebody held on a day, sorted."""
    held = posts(edition, edition.reading.subjects(VOCABULARIES["org"] + "member", person))
    return sorted({edition.reading.label(post.post) for post in held if is_within(day, post.since, post.until)})
