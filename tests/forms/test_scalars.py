"""Which single values a sheet may have: each is read as it is meant, or refused with the rule that says why."""

from __future__ import annotations

import pytest

from kg.forms.reader import Reader
from kg.forms.types import NARRATOR, Choice, Count, Day, Flag, Licence, Moment, Name, PartDay, Score, Term, Text, Type
from kg.forms.yaml_nodes import parse_yaml
from kg.vocabulary import Vocabulary

KNOWN = {"russia": "russia", "Russia": "russia"}


class Names:
    """Knows one actor, by two names."""

    def resolve(self, value: str, _kind: Name) -> str | None:
        return KNOWN.get(value)

    def explain(self, value: str, _kind: Name) -> str:
        return f"nobody is called {value}"


def read(kind: Type, written: str, names: Names | None = None) -> object:
    """Return what a value in a sheet is read as, or the rule that refuses it and its message."""
    document = parse_yaml(f"key: {written}\n".encode(), "sheet.yaml")
    assert document.root is not None
    (node,) = (value for key, value in document.root.entries if key.text == "key")
    value = Reader(document, Vocabulary.load(), names).read(node, kind)
    assert (value is None) == bool(document.findings)
    if value is None:
        (finding,) = document.findings
        assert (finding.line, finding.column) == (1, 6 if written else 1)
        return finding.rule
    return value


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        (Text(), "'  a b  '", "a b"),
        (Text(), "'  '", "wrong-type"),
        (Text(), "12", "wrong-type"),
        (Text(), "[a]", "wrong-type"),
        (Text(), '"a\\tb\\nc"', "a\tb\nc"),
        (Text(), '"a\\u001fb"', "bad-value"),
        (Text(), '"a\\u0001b"', "bad-value"),
        (Text(), "a!", "a!"),
        (Text(pattern="a+"), "aa", "aa"),
        (Text(pattern="a+"), "aab", "bad-value"),
        (Text(pattern="a+"), "baa", "bad-value"),
        (Text(blank=True), "'  '", ""),
        (Text(blank=True), "' a '", "a"),
        (Text(blank=True), "~", "wrong-type"),
        (Text(blank=True), "", "wrong-type"),
        (Day(), "2012-02-29", "2012-02-29"),
        (Day(), "2011-02-29", "bad-date"),
        (Day(), "2012-02", "bad-date"),
        (Day(), "2012-02-29T10:00:00Z", "bad-date"),
        (Day(), "x2012-02-29", "bad-date"),
        (Day(), "2012", "wrong-type"),
        (PartDay(), "2012-02-29", "2012-02-29"),
        (PartDay(), "2011-02-29", "bad-date"),
        (PartDay(), "2012-12", "2012-12"),
        (PartDay(), "2012-13", "bad-date"),
        (PartDay(), "'2012'", "2012"),
        (PartDay(), "2012", "2012"),
        (PartDay(), "0001", "0001"),
        (PartDay(), "0000", "bad-date"),
        (PartDay(), "20125", "wrong-type"),
        (PartDay(), "201", "wrong-type"),
        (PartDay(), "2012-2", "bad-date"),
        (PartDay(), "2012-02-29-01", "bad-date"),
        (Moment(), "2012-03-11", "2012-03-11"),
        (Moment(), "2012-03-11T23:15", "2012-03-11T23:15"),
        (Moment(), "2012-03-11T23:15:00-04:00", "2012-03-11T23:15:00-04:00"),
        (Moment(), "2012-03-11T23:15:00.5Z", "2012-03-11T23:15:00.5Z"),
        (Moment(), "2012-03-11T24:15", "bad-date"),
        (Moment(), "2012-03", "bad-date"),
        (Moment(), "2012-03-11T23", "bad-date"),
        (Count(), "0", 0),
        (Count(), "999999999", 999999999),
        (Count(), "1000000000", "bad-value"),
        (Count(), "-1", "bad-value"),
        (Count(), "0x1F", "bad-value"),
        (Count(), "1.0", "wrong-type"),
        (Count(), "'7'", "wrong-type"),
        (Flag(), "true", "true"),
        (Flag(), "False", "false"),
        (Flag(), "yes", "wrong-type"),
        (Flag(), "'true'", "wrong-type"),
        (Flag(), "1", "wrong-type"),
        (Score(), "0", "0"),
        (Score(), "1", "1"),
        (Score(), "1.0", "1"),
        (Score(), "0.850", "0.85"),
        (Score(), ".5", "0.5"),
        (Score(), "0.0000001", "0.0000001"),
        (Score(), "0.123456789012345678", "0.123456789012345678"),
        (Score(), "0.1234567890123456789", "bad-value"),
        (Score(), "1.01", "bad-value"),
        (Score(), "2", "bad-value"),
        (Score(), "-0.5", "bad-value"),
        (Score(), "5e-1", "bad-value"),
        (Score(), "'0.5'", "wrong-type"),
        (Choice(("left", "right")), "left", "left"),
        (Choice(("left", "right")), "middle", "unknown-term"),
        (Choice(("left", "right")), "7", "wrong-type"),
        (Term("mode"), "direct", "direct"),
        (Term("mode"), "probable", "unknown-term"),
        (Licence(), "CC-BY-4.0", "CC-BY-4.0"),
        (Licence(), "cc-by-4.0", "CC-BY-4.0"),
        (Licence(), "all-rights-reserved", "all-rights-reserved"),
        (Licence(), "https://example.org/terms", "https://example.org/terms"),
        (Licence(), "CC-BY-9.0", "bad-value"),
        (Licence(), "CC-BY-4.0 OR MIT", "bad-value"),
        (Licence(), "ftp://example.org/terms", "bad-value"),
        (Licence(), "12", "wrong-type"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Type) else None,
)
def test_a_scalar_is_read_or_reported(kind: Type, written: str, value: object) -> None:
    assert read(kind, written) == value


def test_a_name_has_to_be_known_and_the_narrator_is_one_only_where_it_may_speak() -> None:
    actor, voice = Name(("Actor",)), Name(("Actor",), narrator=True)
    assert read(actor, "Russia", Names()) == "russia"
    assert read(actor, "rusia", Names()) == "unknown-name"
    assert read(voice, NARRATOR, Names()) == NARRATOR
    assert read(actor, NARRATOR, Names()) == "unknown-name"
    assert read(voice, "rusia", Names()) == "unknown-name"
    assert read(voice, "7", Names()) == "wrong-type"
    # Without reference data nobody is unknown.
    assert read(actor, "rusia") == "rusia"


def test_a_long_value_is_cut_in_its_message() -> None:
    for length, shown in ((60, "a" * 60), (61, "a" * 59 + "…")):
        document = parse_yaml(f"key: {'a' * length}\n".encode(), "sheet.yaml")
        assert document.root is not None
        ((_, node),) = document.root.entries
        Reader(document, Vocabulary.load()).read(node, Day())
        assert f"`{shown}` is not a day" in document.findings[0].message
