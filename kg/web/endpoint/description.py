"""What the endpoint returns without a query: its description for programs, and the editor for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.web.endpoint import editor
from kg.web.endpoint.formats import GRAPH_FORMATS
from kg.web.messages import Response
from kg.web.negotiation import GRAPHS, HTML, TURTLE, choose

if TYPE_CHECKING:
    from kg.web.messages import OpenStore, Request

__all__ = ["respond_description"]


_SD, _FORMATS = "http://www.w3.org/ns/sparql-service-description#", "http://www.w3.org/ns/formats/"


def respond_description(store: OpenStore, request: Request) -> Response:
    """Return the editor or the description, whichever the client prefers."""
    if request.path == "/sparql/terms.json":
        return editor.completions(store)
    return editor.empty(store, request) if request.media_type == HTML else service_description(request)


def service_description(request: Request) -> Response:
    """Return the capabilities of this endpoint in the vocabulary of SPARQL 1.1 Service Description."""
    media_type = choose(request.media_type, GRAPHS) or TURTLE
    graph = ox.parse(_DESCRIPTION.encode(), ox.RdfFormat.TURTLE, base_iri=f"{request.root}sparql")
    prefixes = {"sd": _SD, "formats": _FORMATS}
    body = ox.serialize((quad.triple for quad in graph), format=GRAPH_FORMATS[media_type], prefixes=prefixes)
    return Response(200, media_type + "; charset=utf-8" * media_type.startswith("text/"), body or b"")


_DESCRIPTION = """
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .
<> a sd:Service ;
  sd:endpoint <> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML, formats:SPARQL_Results_CSV,
    formats:SPARQL_Results_TSV, formats:Turtle, formats:N-Triples, formats:JSON-LD, formats:RDF_XML .
"""
