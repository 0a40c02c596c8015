from __future__ import annotations

import json
import re
from urllib.parse import unquote, urljoin, urlsplit

import pyoxigraph as ox
import pytest
import rdflib
from page_requests import Document

from kg.namespaces import BASE, ID, PREFIXES
from kg.web.content.addresses import Addresses
from kg.web.content.parts import PARTS
from kg.web.content.reading import Reading
from kg.web.views.questions import catalogue
from kg.web.views.thing import KINDS

#: Every kind of name in the seeds: what its address answers with.
PLAIN = {
    "act", "certainty", "choice", "degree", "event", "graph", "mode", "occurrence", "place", "polarity", "post",
    "qualifier", "record", "relation", "scheme", "capacity", "standing", "side", "kind",
}  # fmt: skip  # names


def named(pages) -> list[str]:
    """Return every IRI below a base that the store says something of."""
    subjects = {quad.subject.value for quad in pages.store.quads if hasattr(quad.subject, "value")}
    return sorted(iri for iri in subjects if pages.edition.addresses.folder(iri) and "#" not in iri)


def address(pages, iri: str) -> str:
    return "/" + pages.edition.addresses.folder(iri)


def test_every_kind_is_known_to_have_a_page_or_to_be_a_part(pages):
    kinds = {pages.edition.addresses.kind(iri) for iri in named(pages)} - {None}
    assert kinds <= {*KINDS, *PARTS, *PLAIN}


def test_every_name_has_a_page_or_leads_to_a_place_on_its_owners(pages):
    documents: dict[str, Document] = {}
    for iri in named(pages):
        here = address(pages, iri)
        response = pages.ask(here)
        if pages.edition.addresses.kind(iri) not in PARTS:
            assert response.status == 200, iri
            continue
        assert response.status == 303, iri
        target = urlsplit(urljoin(here, dict(response.headers)["Location"]))
        if target.path not in documents:
            documents[target.path] = pages.document(target.path)
        assert unquote(target.fragment) in documents[target.path].ids, (iri, target)


def test_the_data_of_every_page_say_the_same_in_all_three_forms(pages):
    for iri in [name for name in named(pages) if pages.edition.addresses.kind(name) not in PARTS][::7]:
        graphs = []
        for ending, syntax in (("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld")):
            response = pages.ask(f"{address(pages, iri)}index.{ending}")
            assert response.status == 200, (iri, ending)
            graph = rdflib.Dataset(default_union=True)
            graph.parse(data=response.body, format=syntax)
            graphs.append(canonical(graph))
        assert graphs[0] == graphs[1] == graphs[2], iri
        assert any(line.startswith(f"<{iri}> ") for line in graphs[0]), iri


def canonical(graph: rdflib.Dataset) -> set[str]:
    """Return the triples as lines, in which blank nodes have names that depend on nothing but what is said of them."""
    text = rdflib.Graph()
    for triple in {quad[:3] for quad in graph.quads()}:
        text.add(triple)
    dataset = ox.Dataset(ox.parse(text.serialize(format="nt"), format=ox.RdfFormat.N_TRIPLES))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in dataset}


def test_the_data_of_a_statement_have_its_parts_and_json_ld_names_the_graph(pages):
    folder = "/id/statement/2012-03-11-un-envoy-syria-talks.kodmani-condition/"
    turtle = pages.ask(f"{folder}index.ttl").body.decode()
    for kind in ("evidence", "selector", "attribution"):
        assert f"{kind}:" in turtle
    assert f"{ID}source/2012-03-11-un-envoy-syria-talks" in json.dumps(
        json.loads(pages.ask(f"{folder}index.jsonld").body)
    )


def test_a_part_leads_to_its_owners_data(pages):
    response = pages.ask("/id/evidence/2012-03-11-un-envoy-syria-talks.kodmani-condition/index.nt")
    assert response.status == 303
    assert dict(response.headers)["Location"].endswith(
        "statement/2012-03-11-un-envoy-syria-talks.kodmani-condition/index.nt"
    )


def test_an_ending_at_the_name_is_the_same_as_the_file(pages):
    assert pages.ask("/id/actor/qatar.ttl").body == pages.ask("/id/actor/qatar/index.ttl").body
    assert pages.ask("/id/actor/nobody.ttl").status == 404
    assert pages.ask("/id/actor/qatar.exe").status == 404


@pytest.mark.parametrize(
    "path", ["/id/actor/qatarr/", "/nowhere/", "/id/nothing/", "/id/actor/a b/", "/id/actor/%3Cscript%3E/"]
)
def test_an_unknown_address_is_a_404_with_a_page(pages, path):
    response = pages.ask(path)
    assert response.status == 404
    assert Document(response.body.decode()).tags.count("h1") == 1


def test_an_unknown_name_is_answered_with_the_nearest(pages):
    assert "../../../id/actor/qatar/" in Document(pages.ask("/id/actor/qatarr/").body.decode()).hrefs


def test_every_link_between_pages_leads_somewhere(pages):
    seen, waiting = {"/"}, ["/"]
    while waiting:
        here = waiting.pop()
        response = pages.ask(here)
        assert response.status in (200, 303), here
        if response.media_type.startswith("text/html"):
            for link in Document(response.body.decode()).links(here):
                if link not in seen and not link.startswith(("/static/", "/sparql/")) and "?" not in link:
                    seen.add(link)
                    waiting.append(link)
    assert {f"/questions/{name}/" for name in catalogue().names()} <= seen


def test_every_page_has_one_title_one_heading_a_skip_link_and_no_id_twice(pages):
    for here in EXAMPLES:
        document = pages.document(here)
        assert document.tags.count("h1") == 1, here
        assert document.tags.count("title") == 1, here
        assert "#page_content" in document.hrefs, here
        assert len(document.ids) == len(set(document.ids)), (
            here,
            sorted(i for i in document.ids if document.ids.count(i) > 1),
        )
        assert "As of" in document.text()
        assert not re.search(r"<a [^>]*>\s*</a>", document.source), here


EXAMPLES = (
    "/", "/positions/", "/positions/?a=russia&b=western-states", "/questions/", "/questions/positions/",
    "/questions/for-and-against/example/", "/search/?q=assad", "/ontology/", "/id/actor/", "/id/actor/russia/",
    "/id/actor/sergei-lavrov/", "/id/proposition/assad-should-step-down/", "/id/issue/peace-talks/",
    "/id/source/2012-03-11-un-envoy-syria-talks/", "/id/place/idlib/",
    "/id/statement/2012-03-11-un-envoy-syria-talks.kodmani-condition/",
)  # fmt: skip  # addresses


def test_names_of_a_repository_of_its_own_and_shared_ones_have_addresses_of_their_own():
    addresses = Addresses("https://example.org/data/")
    assert addresses.folder("https://example.org/data/id/actor/mayor") == "id/actor/mayor/"
    assert addresses.folder(f"{ID}actor/russia") == "world/id/actor/russia/"
    assert addresses.iri("world/id/actor/russia/") == f"{ID}actor/russia"
    assert addresses.iri("id/actor/mayor/") == "https://example.org/data/id/actor/mayor"
    assert addresses.link(f"{BASE}ontology#holder", 3) == "../../../ontology/#holder"


@pytest.mark.parametrize("iri", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "urn:x:y"])
def test_only_web_addresses_become_links(iri):
    assert Addresses().link(iri, 1) is None


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ("dp:issue issue:ceasefire", "Ceasefires"),
        ("dp:towards proposition:truce", "There should be a truce"),
        ('dp:matter "Peace in Bland."', "Peace in Bland"),
    ],
)
def test_a_voting_record_is_called_by_what_it_counts(about, words):
    store = ox.Store()
    prefixes = "".join(f"PREFIX {name}: <{start}>\n" for name, start in PREFIXES.items())
    store.update(f"""{prefixes} INSERT DATA {{ GRAPH graph:voting {{
        record:x a dp:VotingRecord ; dp:actor actor:aland ; dp:choice choice:in-favour ; {about} .
        actor:aland rdfs:label "Åland" . choice:in-favour skos:prefLabel "in favour"@en .
        issue:ceasefire rdfs:label "Ceasefires"@en . proposition:truce rdfs:label "There should be a truce."@en .
    }} }}""")
    reading = Reading(store, Addresses())
    assert reading.label(f"{ID}record/x") == f"Åland, in favour, on {words}"
    assert reading.label(f"{ID}record/nobody.against.x") == "nobody.against.x"
