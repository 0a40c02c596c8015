from __future__ import annotations

import hashlib

import pyoxigraph as ox
import pytest
from sheets import ARTICLE, STATEMENT, marked, source_block

from kg.errors import InputError
from kg.findings import Severity
from kg.namespaces import BASE, DP, ID, VOCABULARIES, naming
from kg.sources.assertion import assert_source

XSD = VOCABULARIES["xsd"]

HEAD = """@prefix dp: <https://w3id.org/diplomatic-positions/ontology#> .
@prefix source: <https://w3id.org/diplomatic-positions/id/source/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
source:talks a dp:Source ; dcterms:language "en" .
"""


@pytest.fixture
def asserted(world):
    """Return the graph of a right sheet, whose quads stand for a file that somebody else wrote."""
    return assert_source(world.write(source_block() + "statements:\n" + STATEMENT, name="talks"), world.reference)


@pytest.fixture
def folder(tmp_path):
    """Return an empty folder that is called as the source that the files describe."""
    (tmp_path / "rdf" / "talks").mkdir(parents=True)
    return tmp_path / "rdf" / "talks"


def read(folder, world, name: str, data: str | bytes):
    (folder / "article.txt").write_bytes(ARTICLE.encode())
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return assert_source(path, world.reference)


@pytest.mark.parametrize(
    ("name", "syntax", "graphs"),
    [
        ("sheet.ttl", ox.RdfFormat.TURTLE, False),
        ("sheet.nt", ox.RdfFormat.N_TRIPLES, False),
        ("sheet.trig", ox.RdfFormat.TRIG, True),
        ("sheet.nq", ox.RdfFormat.N_QUADS, True),
        ("sheet.jsonld", ox.RdfFormat.JSON_LD, True),
        ("sheet.json", ox.RdfFormat.JSON_LD, True),
    ],
)
def test_every_syntax_gives_the_same_graph_as_the_sheet(folder, world, asserted, name, syntax, graphs):
    rows = asserted.quads if graphs else [quad.triple for quad in asserted.quads]
    again = read(folder, world, name, ox.serialize(rows, format=syntax))
    assert again.findings == []
    assert (again.source, again.quads) == (asserted.source, asserted.quads)
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert again.inputs[str(folder / "article.txt")] == digest


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("12", "nonNegativeInteger"),
        ("0", "nonNegativeInteger"),
        ("-1", "integer"),
        ("1.0", "decimal"),
        ("true", "boolean"),
        ('"12"^^xsd:int', "int"),
    ],
)
def test_a_plain_number_is_of_the_kind_that_is_asked_for_and_keeps_its_place(folder, world, written, asked):
    data = f"@prefix xsd: <{XSD}> .\n{HEAD}source:talks dp:length\n  {written} ."
    assertion = read(folder, world, "x.ttl", data)
    (value,) = [quad.object for quad in assertion.quads if quad.predicate.value == DP + "length"]
    assert value.datatype.value == XSD + asked
    assert assertion.spans.find(f"<{ID}source/talks>", f"<{DP}length>", str(value)).line == 7


@pytest.mark.parametrize(
    ("written", "rule", "says"),
    [
        ('"2012-02-30"^^xsd:date', "bad-date", "does not exist"),
        ('"2012-02-30T10:00:00Z"^^xsd:dateTime', "bad-date", "does not exist"),
        ('"2012-03-11T25:00:00Z"^^xsd:dateTime', "bad-date", "2012-03-11T12:15:00Z"),
        ('"March 2012"^^xsd:date', "bad-date", "2012-03-11"),
        ('"2012-13"^^xsd:gYearMonth', "bad-value", "2012-03"),
        ('"many"^^xsd:integer', "bad-value", "12"),
        ('"0,5"^^xsd:decimal', "bad-value", "0.85"),
    ],
)
def test_a_literal_malformed_for_its_datatype_is_reported(folder, world, caplog, written, rule, says):
    for name, data in (("x.ttl", f"source:talks dp:x\n  {written} ."), ("x.jsonld", None)):
        text = f"@prefix xsd: <{XSD}> .\n{HEAD}" + (data or f"source:talks dp:x {written} .")
        content = (
            text if data else ox.serialize(ox.parse(text, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.JSON_LD)
        )
        assertion = read(folder, world, name, content)
        (finding,) = assertion.findings
        assert (finding.rule, finding.line, len(assertion.quads)) == (rule, 7 if data else 1, 2)
        assert says in finding.message
    assert caplog.records == []


def test_a_text_with_another_hash_is_reported_where_the_texts_are_those_of_the_source(folder, world, asserted):
    data = ox.serialize([quad.triple for quad in asserted.quads], format=ox.RdfFormat.TURTLE).decode()
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    changed = data.replace(digest, "0" * 64)
    (finding,) = read(folder, world, "sheet.ttl", changed).findings
    assert (finding.rule, marked(finding)) == ("wrong-hash", f'"{"0" * 64}"')
    assert f"that of `article.txt` is {digest}" in finding.message
    assert [f.rule for f in read(folder, world, "other.ttl", changed).findings] == ["text-not-at-hand"]


def test_a_finding_in_json_ld_names_the_file(folder, world, asserted):
    assertion = read(folder, world, "x.jsonld", ox.serialize(asserted.quads, format=ox.RdfFormat.JSON_LD))
    span = assertion.spans.find(str(assertion.quads[0].subject), "<http://a/b>")
    assert (span.file, span.line) == (str(folder / "x.jsonld"), 1)


@pytest.mark.parametrize(
    ("name", "data", "place"),
    [
        ("x.ttl", HEAD + "source:talks dp:length 1\nsource:talks", ":6:"),
        ("x.trig", "<a> {", ":1:"),
        ("x.nt", "<http://a> <http://b> .", ":1:"),
        ("x.nq", "<http://a> <http://b> <http://c> <http://d>", ":1:"),
        ("x.jsonld", '{\n"@id": ', ":2:"),
        ("x.ttl", b"\x89PNG\0", ":1:1:"),
        ("x.ttl", b"# caf\xe9", ":1:6:"),
    ],
)
def test_a_syntax_error_says_where(folder, world, name, data, place):
    with pytest.raises(InputError) as caught:
        read(folder, world, name, data)
    assert f"{name}{place}" in str(caught.value)


def test_a_missing_file_is_reported(folder, world):
    with pytest.raises(InputError, match="no such file"):
        assert_source(folder / "none.ttl", world.reference)


def test_a_remote_context_is_not_fetched(folder, world):
    with pytest.raises(InputError):
        read(
            folder,
            world,
            "x.jsonld",
            '{"@context": "https://schema.org/", "@id": "https://example.org/a", "name": "b"}',
        )


def test_blank_nodes_are_findings_and_left_out(folder, world):
    assertion = read(folder, world, "x.ttl", HEAD + "source:talks dcterms:creator [] .\n")
    (finding,) = assertion.findings
    assert finding.rule == "blank-node"
    assert finding.line == 5
    assert len(assertion.quads) == 2


TOLL = DP + "toll"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("x.ttl", "source:talks dp:toll\n [ a dp:Toll ; dp:deaths 3 ; dp:x [] ] .", [(6, "[", None), (6, "[", None)]),
        ("x.ttl", "source:talks dp:toll\n _:b1 . _:b1 a dp:Toll .", [(6, "_:b1", "_:b1")]),
        ("x.ttl", "source:talks dp:toll\n ( source:a 'b' ) .", [(6, "(", None)]),
        ("x.trig", "source:talks {\n source:talks dp:toll [ a dp:Toll ] }", [(6, "[", None)]),
        ("x.trig", "\n_:g { source:talks dp:toll 1 } _:g { source:talks dp:toll 2 }", [(6, "_:g", "_:g")]),
        (
            "x.nt",
            f"<{ID}source/talks> <{TOLL}> _:b1 .\n_:b1 <{TOLL}> _:b2 .",
            [(1, "_:b1", "_:b1"), (2, "_:b2", "_:b2")],
        ),
        (
            "x.nq",
            f"<{ID}source/talks> <{TOLL}> _:b1 .\n_:b1 <{TOLL}> '' _:b2 .",
            [(1, "_:b1", "_:b1"), (2, "_:b2", "_:b2")],
        ),
        ("x.ttl", "source:talks dp:toll\n <<( source:a dp:b _:c )>> .", [(6, "<<(", None)]),
        ("x.ttl", "<< source:a dp:b source:c >>\n dp:toll 3 .", [(5, "<<", None)]),
        ("x.ttl", "source:talks dp:toll 3\n {| dp:x 1 |} .", [(6, "{|", None)]),
    ],
)
def test_blank_nodes_are_reported_once_and_identically_in_each_run(folder, world, name, data, told):
    head = HEAD if name in ("x.ttl", "x.trig") else ""
    data = data.replace("''", '""') if not head else data
    runs = [read(folder, world, name, head + data).findings for _ in range(2)]
    found = [finding for finding in runs[0] if finding.rule != "one-source"]
    assert [(finding.line, marked(finding), finding.value) for finding in found] == told
    assert {finding.rule for finding in found} == {"blank-node"}
    assert runs[0] == runs[1]


def test_an_unnamed_value_is_identified_by_the_node_it_belongs_to(folder, world):
    (finding,) = read(folder, world, "x.ttl", HEAD + "source:talks dp:toll [ a dp:Toll ] .").findings
    assert (finding.focus, finding.path) == (ID + "source/talks", TOLL)


def test_an_unnamed_node_in_json_ld_is_shown_once_and_identically_in_each_run(folder, world):
    toll = '{"a:deaths": 3, "a:x": [{"a:y": 1}, {"@list": ["x", {"a:z": 2}]}]}'
    data = f'[{{"@id": "{ID}source/talks", "@type": "{DP}Source", "{TOLL}": {toll}}}]'
    runs = [read(folder, world, "x.jsonld", data).findings for _ in range(2)]
    assert [finding.message.partition(" ")[2].split()[0] for finding in runs[0]] == ["node", "node", "list", "node"]
    assert (runs[0][0].focus, runs[0][0].path, runs[0][0].line) == (ID + "source/talks", TOLL, 1)
    assert runs[0] == runs[1]


@pytest.mark.parametrize(
    ("data", "rule", "line", "at"),
    [
        ('VERSION "1.2"\n' + HEAD + "source:talks dp:toll\n 'many'^^<" + XSD + "integer> .", "bad-value", 7, None),
        (HEAD + "source:talks dp:toll\n 'x'@ar--rtl .", "bad-value", 6, "'x'@ar--rtl"),
        (HEAD + "<< source:a dp:b source:c >> dp:toll\n 'many'^^<" + XSD + "integer> .", "blank-node", 5, "<<"),
    ],
)
def test_new_terms_of_rdf_1_2_have_their_place(folder, world, data, rule, line, at):
    (finding,) = read(folder, world, "x.ttl", data).findings
    assert (finding.rule, finding.line) == (rule, line)
    assert at is None or marked(finding) == at


def test_a_finding_where_places_cannot_be_followed_names_the_file(folder, world):
    deep = f"source:talks dp:toll {'[ dp:toll ' * 3000}1{']' * 3000} .\n"
    assertion = read(folder, world, "x.ttl", f"{HEAD}{deep}source:after dp:toll 1 .")
    span = assertion.spans.find(f"<{ID}source/after>")
    assert (span.file, span.line) == (str(folder / "x.ttl"), 1)


def test_a_file_without_a_source_or_with_two_is_reported(folder, world):
    none = read(folder, world, "x.ttl", "<http://a/a> <http://a/b> <http://a/c> .")
    assert [finding.rule for finding in none.findings] == ["one-source"]
    two = read(folder, world, "x.ttl", HEAD + "source:more a dp:Source .")
    assert [(finding.rule, finding.line) for finding in two.findings] == [("one-source", 4)]
    assert two.source == ID + "source/more"


def test_another_graph_is_reported_and_left_out(folder, world):
    trig = HEAD + "source:talks { source:talks dcterms:title 'T' } \nsource:other { source:x dcterms:title 'T' . }"
    assertion = read(folder, world, "x.trig", trig)
    (finding,) = assertion.findings
    assert (finding.rule, finding.line) == ("other-graph", 6)
    assert len(assertion.quads) == 3


def test_wrong_offsets_are_reported_with_the_right_ones(folder, world, asserted):
    turtle = ox.serialize([quad.triple for quad in asserted.quads], format=ox.RdfFormat.TURTLE).decode()
    start = ARTICLE.index("He called")
    moved = turtle.replace(f'"{start}"^^', f'"{start + 1}"^^').replace(f"start> {start} ", f"start> {start + 1} ")
    assert moved != turtle
    (finding,) = read(folder, world, "sheet.ttl", moved).findings
    assert finding.rule == "quote-offsets"
    assert f"it stands at {start} to " in finding.message
    assert "He called for a ceasefire" in marked(finding)
    assert finding.related[0].line == 4


def test_a_quote_with_changed_characters_is_reported(folder, world, asserted):
    turtle = ox.serialize([quad.triple for quad in asserted.quads], format=ox.RdfFormat.N_TRIPLES).decode()
    changed = turtle.replace("He called for a ceasefire", "He called for a ceasefir\u00e9", 1)
    (finding,) = read(folder, world, "sheet.nt", changed).findings
    assert "LATIN SMALL LETTER E WITH ACUTE" in finding.message


@pytest.mark.parametrize("name", ["sheet.nt", "other.nt"])
def test_without_its_text_a_source_gets_a_warning_that_quotes_were_not_checked(folder, world, asserted, name):
    turtle = ox.serialize([quad.triple for quad in asserted.quads], format=ox.RdfFormat.N_TRIPLES).decode()
    path = folder / name
    path.write_text(turtle.replace("He called", "She called"))
    (finding,) = assert_source(path, world.reference).findings
    assert (finding.rule, finding.severity) == ("text-not-at-hand", Severity.WARNING)
    assert finding.focus == asserted.source
    place = f"<{asserted.source}> <{VOCABULARIES['rdf']}type> "
    assert finding.line == 1 + next(at for at, line in enumerate(turtle.splitlines()) if line.startswith(place))


def test_a_source_not_named_after_its_folder_is_reported(folder, world):
    moved = folder.rename(folder.parent / "other-talks")
    (moved / "sheet.ttl").write_text(HEAD)
    (moved / "export.ttl").write_text(HEAD)
    (finding,) = assert_source(moved, world.reference).findings
    assert (finding.rule, finding.line, finding.severity) == ("source-name", 4, Severity.VIOLATION)
    assert f"call it <{ID}source/other-talks>" in finding.message
    assert assert_source(moved / "export.ttl", world.reference).findings == []  # may lie anywhere


def test_rdf_without_evidence_needs_no_text(folder, world):
    (folder / "sheet.ttl").write_text(HEAD)
    assert assert_source(folder / "sheet.ttl", world.reference).findings == []


@pytest.mark.parametrize(
    ("triple", "line"),
    [
        ("<https://elsewhere.example/x/id/statement/talks.a> a dp:Position .", 5),
        ("source:talks dp:retracts <http://elsewhere.example/id/statement/talks.a> .", 5),
        ("source:talks dcterms:references <https://elsewhere.example/id/statement/talks.a> .", None),
        ("source:talks dp:publisher <https://elsewhere.example/id/actor/herald> .", None),  # a package may share it
        ("source:talks dp:retracts <https://w3id.org/diplomatic-positions/id/statement/talks.a> .", None),
    ],
)
def test_rows_are_named_below_the_repositorys_base_and_no_other(folder, world, triple, line):
    findings = [f for f in read(folder, world, "x.ttl", HEAD + triple).findings if f.rule == "foreign-base"]
    assert [finding.line for finding in findings] == ([line] if line else [])
    assert all(
        "elsewhere.example/" in f.message and f"names of this repository with {BASE}" in f.message for f in findings
    )


def test_a_repository_with_a_base_takes_its_own_names_and_not_those_of_others(folder, world):
    with naming("https://data.example.org/a/"):
        turtle = HEAD.replace("https://w3id.org/diplomatic-positions/id", "https://data.example.org/a/id")
        own = read(folder, world, "x.ttl", turtle + "<https://data.example.org/a/id/statement/talks.a> a dp:Position .")
        assert [f.rule for f in own.findings if f.rule == "foreign-base"] == []
        other = read(folder, world, "x.ttl", turtle + f"<{ID}statement/talks.a> a dp:Position .")
        assert [(f.rule, f.line) for f in other.findings if f.rule == "foreign-base"] == [("foreign-base", 5)]
