"""RDF and YAML that are nested or long beyond measure: a finding with its place, soon, and never a crash."""

from __future__ import annotations

import pytest

from kg.errors import InputError
from kg.forms.yaml_nodes import parse_yaml
from kg.limits import DEEPEST
from kg.rdf.parse import parse_rdf

PAIRS = '{"@id":"x:a","x:p":'


@pytest.mark.hostile("deep-rdf")
@pytest.mark.parametrize(
    ("suffix", "text", "place"),
    [
        (".jsonld", PAIRS * 5000 + "1" + "}" * 5000, ":1:3801: nested more than 200 levels deep"),
        (".jsonld", "\n[" * 100_000, ":202:1: nested"),
        (".json", '{"x:p": "' + "x" * 1_000_001 + '"}', ":1:9: a literal of more than 1,000,000 characters"),
        (".ttl", "<x:a> <x:p>\n " + "7" * 100_000 + " .", ":2:2: a number of more than 1,000 digits"),
        (".ttl", "<x:a> <x:p> " + "<<( <x:a> <x:p> " * 50_000, "nested more than 5,000 levels deep"),
        (".trig", "<x:a> <x:p> '" + "x" * 20_000_000 + "' .", ":1:13: a literal of more than"),
        (".nt", "<x:a> <x:p> " + "<<( <x:a> <x:p> " * 50_000 + "<x:o>" + " )>>" * 50_000 + " .", "levels deep"),
        (".nq", '<x:a> <x:p> "' + "x" * 1_500_000 + '" <x:g> .', "a literal of more than"),
    ],
    ids=range(8),
)
def test_excessive_rdf_is_reported_with_its_place(tmp_path, suffix, text, place):
    with pytest.raises(InputError) as caught:
        parse_rdf(text.encode(), tmp_path / f"sheet{suffix}")
    assert place in str(caught.value)


def test_ordinary_nesting_is_not_refused(tmp_path):
    deep = PAIRS * 50 + "1" + "}" * 50
    assert len(parse_rdf(deep.encode(), tmp_path / "a.jsonld")) == 50
    lists = "<x:a> <x:p> ( 1 2 ( 3 ) ) , [ <x:q> [ <x:r> 1 ] ] .\n" * 1000
    assert parse_rdf(lists.encode(), tmp_path / "a.ttl")


@pytest.mark.hostile("deep-yaml")
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: " + "[" * 4000, ":1:203: nested more than 200 levels deep"),
        ("a: \t" + "[" * 4000, None),  # a tab: only the parser in Python reads it
        ("a: " + "{b: " * 4000, "nested more than 200 levels deep"),
        ("\n".join(" " * depth + "a:" for depth in range(1000)), ":201:201: nested"),
        ("a:\n" + "- " * 1000, None),
        ('title: "' + "x" * 2_000_000 + '"', ":1:8: a value of more than 1,000,000 characters"),
    ],
    ids=range(6),
)
def test_excessive_yaml_is_reported_with_its_place(text, place):
    with pytest.raises(InputError) as caught:
        parse_yaml(text.encode(), "sheet.yaml")
    assert (place or "sheet.yaml") in str(caught.value)


def test_yaml_may_be_nested_up_to_the_limit():
    assert parse_yaml(("[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)).encode(), "a.yaml").root is not None


@pytest.mark.parametrize(
    ("text", "line", "column", "url"),
    [
        ('{"@context": "https://schema.org/"}', 1, 15, "https://schema.org/"),
        ('{\n "@context": [ "http://a.example/c", {"x": "y:"}]}', 2, 17, "http://a.example/c"),
        ('{"@context": {"@import":\n"http://h/c"}}', 2, 2, "http://h/c"),
    ],
)
def test_a_remote_context_is_named_at_its_place(tmp_path, text, line, column, url):
    with pytest.raises(InputError) as caught:
        parse_rdf(text.encode(), tmp_path / "sheet.jsonld")
    told = caught.value
    assert (told.line, told.column) == (line, column), str(told)
    assert told.reason == f"the context {url} is not fetched"
    assert told.hint == "write the context into the file"
