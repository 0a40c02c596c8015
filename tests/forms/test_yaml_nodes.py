from __future__ import annotations

import pytest
from generated_yaml import YAML
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.forms import yaml_nodes as yamlfile
from kg.forms.yaml_nodes import parse_yaml


def shape(node):
    """Return a node as comparable values, places included."""
    if node is None:
        return None
    inner = [shape(item) for item in node.items], [(shape(key), shape(value)) for key, value in node.entries]
    return node.kind, node.text, node.start, node.end, inner


def read(data: bytes):
    try:
        document = parse_yaml(data, "x.yaml")
    except InputError as error:
        return str(error)
    return shape(document.root), [(finding.rule, finding.line) for finding in document.findings]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("no", "text"), ("on", "text"), ("2012-03-11", "text"), ("12:30", "text"), ("1_000", "text"), ("'12'", "text"),
        ("true", "boolean"), ("~", "null"), ("12", "integer"), ("0o17", "integer"), ("1e3", "number"),
        (".inf", "number"),
        ("!!str 12", "text"), ("[a]", "list"), ("{a: b}", "mapping"), ("*a", "alias"), ("|\n  12\n", "text"),
    ],
)  # fmt: skip
def test_values_are_of_the_kinds_of_yaml_1_2(text, kind):
    (entry,) = parse_yaml(f"key: {text}".encode(), "x.yaml").root.entries
    assert entry[1].kind == kind


def test_places_count_code_points_after_bom_and_crlf():
    document = parse_yaml(b"\xef\xbb\xbf# x\r\na: \xf0\x9f\x95\x8a b\r\nc:\r\n  - d\r\n", "x.yaml")
    spans = [document.span(value) for _, value in document.root.entries]
    assert [(span.line, span.column, span.end_line, span.end_column) for span in spans] == [(2, 4, 2, 7), (4, 3, 4, 6)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("key", ["", "  quote: |\n    a text\n  act: b\n"])
def test_a_merge_conflict_is_named_at_its_first_line(key, end):
    """Two people have changed one row; the parser would speak of a key without a colon, further down."""
    text = f"row:\n{key}<<<<<<< HEAD\n  act: supports\n=======\n  act: opposes\n>>>>>>> other\n"
    with pytest.raises(InputError, match="a merge conflict is not resolved") as found:
        parse_yaml(text.replace("\n", end).encode(), "x.yaml")
    assert found.value.line == text[: text.index("<<<<<<<")].count("\n") + 1


def test_a_mapping_ends_where_its_last_value_ends():
    document = parse_yaml(b"a:\n  b: c\n\n# more\nd: e\n", "x.yaml")
    span = document.span(document.root.entries[0][1])
    assert (span.line, span.column, span.end_line, span.end_column) == (2, 3, 2, 7)


@settings(deadline=None)
@given(
    st.one_of(
        YAML.map(lambda text: f"a: {text}\n"),
        YAML,
        st.text(alphabet="ab:-#?&*!|>'\"%@{}[], \n\t~é🕊\u2028", max_size=30),
    )
)
def test_both_parsers_agree_on_what_they_accept(text):
    if yamlfile.CParser is None:
        pytest.skip("ruamel.yaml.clib is not installed")
    data = text.encode("utf-8", "replace")
    fast = read(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yamlfile, "CParser", None)
        slow = read(data)
    if not isinstance(slow, str):  # the parser in C takes a few slips, such as `>#`, that the other one refuses
        assert fast == slow


def test_half_a_character_is_reported_harmlessly():
    document = parse_yaml(b'a: "x\\ud800y"\n', "x.yaml")
    (finding,) = document.findings
    assert (finding.rule, finding.line, finding.column) == ("bad-value", 1, 4)
    assert document.root.child("a").text == "x\ufffdy"
