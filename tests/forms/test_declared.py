"""A record that is declared as a dataclass is read, described and built from that one declaration."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from kg.forms.declared import FLAT, IMPLIED, Key, record_of, value_of
from kg.forms.reader import Reader
from kg.forms.types import Bounds, Count, Days, Field, Listed, Many, RecordType, Table, Text
from kg.forms.yaml_nodes import parse_yaml
from kg.vocabulary import Vocabulary


@dataclass(frozen=True, kw_only=True)
class Span:
    first: Annotated[str | None, Text(), "The first."] = None
    last: Annotated[str | None, Text(), "The last."] = None

    ANY_OF = ("first", "last")


@dataclass(frozen=True)
class Seat:
    who: str
    where: str


@dataclass(frozen=True, kw_only=True)
class Figure:
    deaths: Annotated[int, Count(), "How many."]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    slug: str
    title: Annotated[str, Text(), "What it is called.", Key("name")]
    kind: Annotated[str, Text(), "What kind.", IMPLIED]
    guests: Annotated[tuple[str, ...], Many(Text()), "Who came."] = ()
    seats: Annotated[tuple[Seat, ...], Table(Text(), Text()), "Who sat where."] = ()
    figures: Annotated[tuple[Figure, ...], "How many came."] = ()
    open: Annotated[Span | None, "When it was open."] = None
    held: Annotated[Span | None, FLAT] = None
    when: Annotated[Bounds, Days(), "On which day."] = Bounds()  # noqa: RUF009  # frozen


def meeting(text: str) -> Meeting:
    document = parse_yaml(text.encode(), "meeting.yaml")
    assert document.root is not None
    row = Reader(document, Vocabulary.load()).record(document.root, record_of(Meeting))
    assert row is not None
    assert document.findings == []
    return value_of(Meeting, row, slug="talks", kind=row.maybe("kind") or "open")


def test_the_declaration_for_the_reader_keeps_the_order_of_the_keys() -> None:
    assert record_of(Meeting) == RecordType(
        "meeting",
        (
            Field("name", Text(), "What it is called.", required=True),
            Field("kind", Text(), "What kind."),
            Field("guests", Many(Text()), "Who came."),
            Field("seats", Table(Text(), Text()), "Who sat where."),
            Field("figures", Listed(record_of(Figure)), "How many came."),
            Field("open", record_of(Span), "When it was open."),
            *record_of(Span).fields,
            Field("when", Days(), "On which day."),
        ),
    )
    assert record_of(Span).any_of == ("first", "last")


def test_missing_keys_have_the_defaults_of_the_dataclass() -> None:
    assert meeting("name: Talks") == Meeting(slug="talks", title="Talks", kind="open")


def test_every_kind_of_value_becomes_a_python_value() -> None:
    text = """
        name: Talks
        kind: closed
        guests: ann
        seats: {ann: left, bo: right}
        figures: [{deaths: 3}]
        open: {last: noon}
        first: dawn
        when: 2024-05-01
    """
    found = meeting(text)
    assert (found.kind, found.guests, found.figures) == ("closed", ("ann",), (Figure(deaths=3),))
    assert found.seats == (Seat("ann", "left"), Seat("bo", "right"))
    assert (found.open, found.held) == (Span(last="noon"), Span(first="dawn"))
    assert found.when.not_before == found.when.not_after != None  # noqa: E711  # one chain
