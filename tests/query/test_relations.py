"""`relations` on a graph in which each of its clauses decides over a row."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from graphs import ask

from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.query.catalogue import Catalogue

QUESTION = Catalogue(shipped("queries")).find("relations")
SAID = "dp:mode mode:narrator ; dp:evidence [ oa:hasSelector [ oa:exact 'words' ] ]"
#: Ann and Bob are allies for some years; the others' names are in the order of the alphabet, too.
GRAPH = f"""
source:a {{
  relation:allies a dp:Alliance ; dp:party actor:ann, actor:bob ; {SAID} ; dp:holdsDuring <x:time> .
  <x:time> time:hasBeginning [ time:inXSDDate '2001-02-03'^^xsd:date ] ;
    time:hasEnd [ time:inXSDgYear '2004'^^xsd:gYear ] .
  relation:rivals a dp:Rivalry ; dp:party actor:cid, actor:ann ; {SAID} ; dp:holdsDuring <x:months> .
  <x:months> time:hasBeginning [ time:inXSDgYear '2001'^^xsd:gYear ] ;
    time:hasEnd [ time:inXSDgYearMonth '2009-05'^^xsd:gYearMonth ] .
  relation:withdrawn a dp:Rivalry ; dp:party actor:bob, actor:cid ; {SAID} ;
    prov:invalidatedAtTime '2012-01-01'^^xsd:date .
  relation:unproven a dp:Rivalry ; dp:party actor:bob, actor:dan ; dp:mode mode:narrator .
}}
source:b {{
  relation:broke a dp:BreakOfRelations ; dp:initiator actor:dan, actor:cid ; dp:recipient actor:ann ; {SAID} ;
    dp:occurrence occurrence:happened ; dp:happenedNotBefore '2010-01-01'^^xsd:date ;
    dp:happenedNotAfter '2010-01-31'^^xsd:date .
  relation:planned a dp:Recognition ; dp:initiator actor:bob ; dp:recipient actor:dan ; {SAID} ;
    dp:occurrence occurrence:planned .
  relation:since a dp:Recognition ; dp:initiator actor:cid ; dp:recipient actor:bob ; {SAID} ;
    dp:occurrence occurrence:happened ; dp:happenedNotBefore '2015-01-01'^^xsd:date .
  relation:unclear a dp:Recognition ; dp:initiator actor:cid ; dp:recipient actor:dan ; {SAID} .
}}
graph:reference {{
  membership:m a org:Membership ; org:member actor:ann ; org:organization actor:zed ; org:memberDuring <x:member> .
  <x:member> time:hasBeginning [ time:inXSDgYearMonth '1990-02'^^xsd:gYearMonth ] ;
    time:hasEnd [ time:inXSDDate '1999-12-31'^^xsd:date ] .
  membership:years a org:Membership ; org:member actor:bob ; org:organization actor:zed ; org:memberDuring <x:years> .
  <x:years> time:hasBeginning [ time:inXSDgYear '1980'^^xsd:gYear ] ;
    time:hasEnd [ time:inXSDgYear '1985'^^xsd:gYear ] .
  membership:post a org:Membership ; org:member actor:ann ; org:organization actor:zed ; dp:post <x:post> .
  actor:ann rdfs:label 'Ann' . actor:zed rdfs:label 'Zed' .
}}
graph:derived {{
  relation:allies dp:heldFrom '2001-02-03'^^xsd:date ; dp:heldTo '2004-12-31'^^xsd:date .
  relation:rivals dp:heldFrom '2001-01-01'^^xsd:date ; dp:heldTo '2009-05-31'^^xsd:date .
  membership:m dp:heldFrom '1990-02-01'^^xsd:date ; dp:heldTo '1999-12-31'^^xsd:date .
  membership:years dp:heldFrom '1980-01-01'^^xsd:date ; dp:heldTo '1985-12-31'^^xsd:date .
}}
"""
#: What has no day, or one of two.
OPEN = f"""
source:c {{
  relation:open a dp:Alliance ; dp:party actor:eve, actor:fay ; {SAID} .
  relation:begun a dp:Rivalry ; dp:party actor:eve, actor:gil ; {SAID} ; dp:holdsDuring <x:begun> .
  <x:begun> time:hasBeginning [ time:inXSDgYearMonth '2003-04'^^xsd:gYearMonth ] .
  relation:over a dp:Rivalry ; dp:party actor:fay, actor:gil ; {SAID} ; dp:holdsDuring <x:over> .
  <x:over> time:hasEnd [ time:inXSDDate '2003-05-06'^^xsd:date ] .
  statement:said dp:holder actor:dan ; dp:evidence [ oa:hasSelector [ oa:exact 'words' ] ] .
}}
graph:reference {{
  membership:always a org:Membership ; org:member actor:dan ; org:organization actor:zed .
  membership:joined a org:Membership ; org:member actor:eve ; org:organization actor:zed ; org:memberDuring <x:joined> .
  <x:joined> time:hasBeginning [ time:inXSDDate '2000-01-02'^^xsd:date ] .
  membership:left a org:Membership ; org:member actor:fay ; org:organization actor:zed ; org:memberDuring <x:left> .
  <x:left> time:hasEnd [ time:inXSDgYearMonth '2002-03'^^xsd:gYearMonth ] .
}}
graph:derived {{
  relation:begun dp:heldFrom '2003-04-01'^^xsd:date . relation:over dp:heldTo '2003-05-06'^^xsd:date .
  membership:joined dp:heldFrom '2000-01-02'^^xsd:date . membership:left dp:heldTo '2002-03-31'^^xsd:date .
}}
"""
#: What of a row is compared: two, how, and when; names without what they begin with.
COLUMNS = ("actor", "part", "tie", "other", "since", "until", "not_before", "not_after", "occurrence")
BROKE = ("", "", "2010-01-01", "2010-01-31", "happened")
MEMBER = ("1990-02", "1999-12-31", "", "", "")


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """A store of that graph."""
    return filled(GRAPH)


def filled(graph: str) -> ox.Store:
    """Return a store of a graph in TriG."""
    store = ox.Store()
    prefixes = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
    store.load((prefixes + graph).encode(), ox.RdfFormat.TRIG)
    return store


def rows(store: ox.Store, **asked: str) -> list[tuple[str, ...]]:
    """Return the rows in their order."""
    day = PREFIXES["xsd"] + "date"
    terms = {
        name: ox.Literal(value, datatype=ox.NamedNode(day)) if name == "as_of" else ox.NamedNode(_whole(value))
        for name, value in asked.items()
    }
    head, *found = ask(store, QUESTION.text, **terms)
    places = [head.index(column) for column in COLUMNS]
    return [tuple(_short(row[place]) for place in places) for row in found]


def _whole(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local


def _short(cell: str) -> str:
    return cell.rpartition(":")[2]


def pairs(store: ox.Store, **asked: str) -> list[str]:
    """Return who is what to whom, in a word for each row."""
    return [f"{actor} {part}: {tie} {other}" for actor, part, tie, other, *_ in rows(store, **asked)]


ALL = [
    "ann party: Alliance bob",
    "ann party: Rivalry cid",
    "bob initiator: Recognition dan",
    "cid initiator: BreakOfRelations ann",
    "cid initiator: Recognition bob",
    "cid joint initiator: BreakOfRelations dan",
    "dan initiator: BreakOfRelations ann",
    "ann member: Membership zed",
    "bob member: Membership zed",
]


def test_each_pair_is_listed_once_and_what_sources_say_before_memberships(store: ox.Store) -> None:
    """Not what is withdrawn, has no words or is not known to have happened, and not who holds a post."""
    assert pairs(store) == ALL


def test_days_are_given_as_precisely_as_they_are_known(store: ox.Store) -> None:
    assert [row[4:] for row in rows(store)] == [
        ("2001-02-03", "2004", "", "", ""),
        ("2001", "2009-05", "", "", ""),
        ("", "", "", "", "planned"),
        BROKE,
        ("", "", "2015-01-01", "", "happened"),
        BROKE,
        BROKE,
        MEMBER,
        ("1980", "1985", "", "", ""),
    ]


def test_relations_of_an_actor_list_that_actor_first(store: ox.Store) -> None:
    assert pairs(store, actor="actor:ann") == [
        "ann party: Alliance bob",
        "ann recipient: BreakOfRelations cid",
        "ann party: Rivalry cid",
        "ann recipient: BreakOfRelations dan",
        "ann member: Membership zed",
    ]
    assert pairs(store, actor="actor:cid") == [
        "cid initiator: BreakOfRelations ann",
        "cid party: Rivalry ann",
        "cid initiator: Recognition bob",
        "cid joint initiator: BreakOfRelations dan",
    ]
    assert pairs(store, actor="actor:dan") == [
        "dan initiator: BreakOfRelations ann",
        "dan recipient: Recognition bob",
        "dan joint initiator: BreakOfRelations cid",
    ]
    assert pairs(store, actor="actor:zed") == ["zed organisation: Membership ann", "zed organisation: Membership bob"]


def test_relations_of_the_other_actor_list_that_one_last(store: ox.Store) -> None:
    assert pairs(store, other="actor:ann") == [
        "bob party: Alliance ann",
        "cid initiator: BreakOfRelations ann",
        "cid party: Rivalry ann",
        "dan initiator: BreakOfRelations ann",
        "zed organisation: Membership ann",
    ]
    assert pairs(store, other="actor:dan") == [
        "ann recipient: BreakOfRelations dan",
        "bob initiator: Recognition dan",
        "cid joint initiator: BreakOfRelations dan",
    ]
    assert pairs(store, other="actor:cid") == [
        "ann recipient: BreakOfRelations cid",
        "ann party: Rivalry cid",
        "bob recipient: Recognition cid",
        "dan joint initiator: BreakOfRelations cid",
    ]
    assert pairs(store, actor="actor:zed", other="actor:ann") == ["zed organisation: Membership ann"]


def test_relations_can_be_limited_to_one_kind(store: ox.Store) -> None:
    assert pairs(store, tie="dp:Rivalry") == ["ann party: Rivalry cid"]
    assert pairs(store, tie="org:Membership") == ALL[-2:]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # What has no day at all may always have been so; an act counts from its last possible day, if that is known.
        ("1979-12-31", ["bob initiator: Recognition dan"]),
        ("1985-12-31", ["bob initiator: Recognition dan", "bob member: Membership zed"]),
        ("1986-01-01", ["bob initiator: Recognition dan"]),
        ("1990-02-01", ["bob initiator: Recognition dan", "ann member: Membership zed"]),
        ("2000-01-01", ["bob initiator: Recognition dan"]),
        ("2001-02-02", ["ann party: Rivalry cid", "bob initiator: Recognition dan"]),
        ("2001-02-03", ["ann party: Alliance bob", "ann party: Rivalry cid", "bob initiator: Recognition dan"]),
        ("2005-01-01", ["ann party: Rivalry cid", "bob initiator: Recognition dan"]),
        ("2010-01-30", ["bob initiator: Recognition dan"]),
        ("2010-01-31", ALL[2:4] + ALL[5:7]),
        ("2015-01-01", ALL[2:7]),
    ],
)
def test_relations_are_those_of_the_given_day(store: ox.Store, day: str, expected: list[str]) -> None:
    assert pairs(store, as_of=day) == expected


def test_relations_without_a_first_or_last_day_are_listed_as_open() -> None:
    store = filled(OPEN)
    assert [(row[0], row[3], *row[4:6]) for row in rows(store)] == [
        ("eve", "fay", "", ""),
        ("eve", "gil", "2003-04", ""),
        ("fay", "gil", "", "2003-05-06"),
        ("dan", "zed", "", ""),
        ("eve", "zed", "2000-01-02", ""),
        ("fay", "zed", "", "2002-03"),
    ]
    for day, others in (("2000-01-01", ["fay"]), ("2000-01-02", ["eve", "fay"]), ("2002-04-01", ["eve"])):
        members = [row[0] for row in rows(store, as_of=day, tie="org:Membership")]
        assert members == ["dan", *others]
    for day, count in (("2003-03-31", 1), ("2003-04-01", 2), ("2003-05-06", 2), ("2003-05-07", 1)):
        assert len(rows(store, as_of=day, tie="dp:Rivalry")) == count, day


def test_labels_come_from_any_graph(store: ox.Store) -> None:
    head, *found = ask(store, QUESTION.text, tie=ox.NamedNode(PREFIXES["org"] + "Membership"))
    first = dict(zip(head, found[0], strict=True))
    assert (first["actor_label"], first["other_label"], first["source"]) == ("Ann", "Zed", "")
    head, *found = ask(store, QUESTION.text, tie=ox.NamedNode(PREFIXES["dp"] + "Alliance"))
    told = dict(zip(head, found[0], strict=True))
    assert [told[column] for column in ("mode", "quote", "source", "relation")] == [
        "mode:narrator", "words", "source:a", "relation:allies"
    ]  # fmt: skip


def test_memberships_of_those_of_whom_no_source_says_anything_are_listed_if_asked_for() -> None:
    """Reference data are of the whole world: a repository of two articles would begin with Czechoslovakia."""
    unheard = """graph:reference {
      membership:old a org:Membership ; org:member actor:hal ; org:organization actor:zed .
      actor:hal rdfs:label 'Hal' ; dp:iso3166 'HH' .
    }"""
    store, listed = filled(GRAPH + unheard), "hal member: Membership zed"
    assert pairs(store) == ALL
    assert pairs(store, tie="org:Membership") == [*ALL[-2:], listed]
    assert pairs(store, actor="actor:hal") == [listed]
    assert pairs(store, other="actor:hal") == ["zed organisation: Membership hal"]
    assert "zed organisation: Membership hal" in pairs(store, actor="actor:zed")
