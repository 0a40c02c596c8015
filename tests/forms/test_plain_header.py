"""The plainest YAML is read as the YAML library reads it, and all else is left to that."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from kg.forms.plain_header import plain_header
from kg.paths import shipped

FRAGMENTS = [
    *("a: ", "bc: ", "a:", "  ", " ", "-", ">-", "|", ">", "Word", "two words", "#", " # no", ": ", "yes", "1.5", ""),
    *("2012-01-01", "[", "]", '"dp:x"', "'", ", ", "&a ", "*a", "!", "?x", "“q”", "`x`", "{", "}", "%", "@", "~"),
]


def library(lines: list[str]) -> object:
    return YAML(typ="safe").load("\n".join(lines))


@settings(deadline=None, max_examples=400)
@given(st.lists(st.lists(st.sampled_from(FRAGMENTS), max_size=5).map("".join), max_size=6))
def test_values_are_read_as_yaml_defines_them(lines: list[str]) -> None:
    found = plain_header(lines)
    if found:
        assert found == library(lines)


@pytest.mark.parametrize(
    "text",
    [
     "a: yes", "a: 1", "a: 2012-01-01", "a: x: y", "a: x # y", "a: *b", "a: 'b'", "a:\n- b",
     "a: b\n  c", "a: >-\n  b\n\n  c",
     "a: b\na: c", "a: |\n    b\n  c", "a: ~", "a: Null", "a: .5", "a: [b]", "A: b",
    ],
)  # fmt: skip
def test_unusual_yaml_is_left_to_the_library(text: str) -> None:
    assert plain_header(text.split("\n")) is None


def test_the_headers_of_all_integrity_rules_are_plain() -> None:
    for file in (shipped("shapes") / "integrity").glob("*.rq"):
        lines = [line[2:].removeprefix(" ") for line in file.read_text("utf-8").split("\n") if line.startswith("#+")]
        try:
            said = library(lines)
        except YAMLError as error:
            raise AssertionError(file) from error
        assert plain_header(lines) == said, file
