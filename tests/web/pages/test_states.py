"""Pages of stores that are not as the seeds are: empty, crowded, or written by somebody who means harm."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from page_requests import Document, Pages
from small_store import make_store

from kg.namespaces import GRAPHS, PREFIXES
from kg.store.folder import StoreFolder

START = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
ONTOLOGY = f"""
<{GRAPHS["ontology"]}> {{
  dp:State rdfs:subClassOf dp:Actor . act:calls-for rdfs:label "calls for"@en .
}}
"""
EVIL = """</mark><script>alert(1)</script>" onmouseover="alert(1) \u202e &amp; 'x'"""


def source(count: int, words: str = "They called for it.", label: str = "It should be.") -> str:
    """Return a source with so many statements on one sentence."""
    length, words, label = len(words), words.replace('"', '\\"'), label.replace('"', '\\"')
    rows = "\n".join(
        f"""
  statement:one.s{n} a dp:Position ; rdfs:label "{label}"@en ; dcterms:identifier "s{n}" ; dcterms:isPartOf source:one ;
    dp:holder actor:a{n} ; dp:act act:calls-for ; dp:polarity polarity:supports ; dp:towards proposition:p{n} ;
    dp:mode mode:indirect ; dp:saidNotAfter "2012-03-11"^^xsd:date ; dp:hearsayDepth 1 ; dp:evidence evidence:one.s{n} .
  evidence:one.s{n} a oa:SpecificResource ; oa:hasSource source:one ;
    oa:hasSelector selector:one.s{n}.q, selector:one.s{n}.p .
  selector:one.s{n}.q oa:exact "{words}" . selector:one.s{n}.p oa:start 0 ; oa:end {length} ."""
        for n in range(count)
    )
    names = "\n".join(
        f'actor:a{n} a dp:State ; rdfs:label "{label}"@en .\n'
        f'proposition:p{n} a dp:Proposition ; rdfs:label "{label}"@en .'
        for n in range(count)
    )
    return f"""
graph:reference {{ {names} }}
source:one {{
  source:one a dp:Source ; dcterms:title "{label}"@en ; dcterms:issued "2012-03-11"^^xsd:date ; dp:sha256 "0" .
  {rows}
}}
"""


def pages_of(folder, data: str) -> Pages:
    return Pages(make_store(folder / "kg", data=START + ONTOLOGY + data))


def test_an_empty_store_has_pages_that_say_so(tmp_path):
    pages = pages_of(tmp_path, "")
    assert "This store is empty" in pages.document("/").text()
    assert "No results for this filter" in pages.document("/positions/").text()
    assert pages.document("/search/?q=x").tags.count("h1") == 1


def test_sixty_statements_on_one_sentence_are_all_reached(tmp_path):
    pages = pages_of(tmp_path, source(60))
    document = pages.document("/id/source/one/")
    assert {f"about_s{n}" for n in range(60)} <= set(document.ids)
    assert document.text().count("calls for") >= 60


def test_without_its_text_a_source_lists_what_cannot_be_shown(tmp_path):
    text = pages_of(tmp_path, source(1)).document("/id/source/one/").text()
    assert "Cannot be shown in the text" in text
    assert "not on this machine" in text
    assert "They called for it." in text


ADDRESSES = (
    "/", "/id/source/one/", "/id/actor/a0/", "/id/proposition/p0/", "/id/statement/one.s0/", "/positions/?least=1",
    "/search/?q=script", "/id/actor/", "/questions/positions/",
)  # fmt: skip  # addresses


@pytest.mark.parametrize("address", ADDRESSES)
def test_markup_in_the_data_stays_text(tmp_path, address):
    pages = pages_of(tmp_path, source(2, words=EVIL, label=EVIL))
    document = Document(pages.ask(address).body.decode())
    assert document.tags.count("script") <= 2
    assert "onmouseover" not in {key for above, _ in document.pieces for element in above for key in element}
    assert EVIL in document.text() or address == "/positions/?least=1"


def test_unknown_values_leave_no_stray_punctuation(tmp_path):
    """A source without publisher and chain, in a store that does not say when it was built."""
    pages = pages_of(tmp_path, source(2) + "source:one { proposition:p0 dp:condition proposition:p1 . }")
    left = re.compile(r"(?:^|\s)[,.](?:\s|$)|,\s*,|As of\s*,|·\s*(?:·|$)", re.MULTILINE)
    for address in ADDRESSES[:-1]:  # a query has points of its own
        blocks = re.split(r"</(?:p|li|cite|h1|h2|dd|td)>", pages.ask(address).body.decode())
        texts = [" ".join(Document(block).text(lambda element: True).split()) for block in blocks if "<" in block]
        assert [text for text in texts if left.search(text)] == [], address


def test_a_name_that_is_no_web_address_is_no_link(tmp_path):
    harm = "\ngraph:reference { actor:a0 skos:exactMatch <javascript:alert(1)> . }\n"
    document = pages_of(tmp_path, source(1) + harm).document("/id/actor/a0/")
    assert not [href for href in document.hrefs if href.startswith("javascript")]


def test_a_store_shows_its_texts_where_its_seeds_are_not(seeds_store, tmp_path):
    copied = tmp_path / "kg"
    shutil.copytree(seeds_store.path, copied)
    manifest = next(copied.glob("store-*/manifest.json"))
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"seeds": str(tmp_path / "nowhere")}))
    document = Pages(StoreFolder(copied)).document("/id/source/2012-03-11-un-envoy-syria-talks/")
    assert "Rodrigo Abd / AP" in document.text(lambda element: element.get("id") == "reader_text")


def test_an_actor_with_many_positions_shows_some_of_each_issue_and_folds_the_rest(tmp_path):
    data = re.sub(r"dp:holder actor:a\d+", "dp:holder actor:a0", source(120))
    grounds = "".join(
        f"<urn:g{n}> dp:actor actor:a0 ; dp:towards proposition:p{n} ; dp:side side:supports ;"
        f" dp:statement statement:one.s{n} ;"
        f' dp:capacity capacity:itself ; dp:saidNotAfter "2012-03-11"^^xsd:date ; dcterms:isPartOf source:one ;'
        " a dp:Ground, dp:FirmGround .\n"
        for n in range(120)
    )
    document = pages_of(tmp_path, f"{data} graph:derived {{ {grounds} }}").document("/id/actor/a0/")
    folded = document.text(lambda e: e.get("class") == "rest")
    assert "117 more positions" in folded
    assert document.text().count("calls for") == 120
    assert folded.count("calls for") == 117
