"""A store that is brought up to date with changed sources has the same quads as one that is built anew."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from graphs import ontology
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from repositories import DataRepository
from repositories import statement as words

from kg.namespaces import GRAPHS, PREFIXES, iri
from kg.store.build import build
from kg.store.contents import altered
from kg.store.derive import derive
from kg.store.fill import fill
from kg.store.folder import StoreFolder
from kg.store.revise import revise

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
REFERENCE = """
actor:ann a dp:Official . actor:ned a dp:Person . actor:north a dp:State . actor:south a dp:State .
actor:group a dp:Group ; foaf:member actor:south , actor:inner . actor:inner a dp:Group ; foaf:member actor:north .
actor:agency a dp:NewsOrganisation . actor:somebody a dp:UnnamedSource .
membership:m a org:Membership ; org:member actor:ann ; org:organization actor:north ; dp:post post:p .
membership:o a org:Membership ; org:member actor:ann ; org:organization actor:south ; dp:post post:o .
membership:o org:memberDuring interval:2011.2012-03-11 . interval:2011.2012-03-11 time:hasBeginning instant:2011 .
interval:2011.2012-03-11 time:hasEnd instant:2012-03-11 . instant:2011 time:inXSDgYear "2011"^^xsd:gYear .
instant:2012-03-11 time:inXSDDate "2012-03-11"^^xsd:date . post:o rdfs:label "Envoy of South"@en .
post:p rdfs:label "Minister of North"@en . actor:ann rdfs:label "Ann"@en . actor:ned rdfs:label "Ned"@en , "Edward"@en .
actor:north rdfs:label "North"@en . actor:inner rdfs:label "Inner"@en . actor:agency rdfs:label "Agency"@en .
proposition:x a dp:Proposition ; dp:narrowerThan proposition:y . proposition:y dp:narrowerThan proposition:z .
proposition:z dp:incompatibleWith proposition:w . proposition:alone a dp:Proposition .
"""
SOURCES = ("a", "b", "c", "d")
ACTORS = ("ann", "ned", "north", "south", "group", "somebody")


@dataclass(frozen=True)
class Row:
    """A statement; `to` is the source of the statement that it takes back or speaks about, always the first one."""

    kind: str = "Position"
    polarity: str = "supports"
    act: str = "claims"
    holder: str = "north"
    represents: str | None = None
    by_link: bool = True
    towards: str = "x"
    day: str = "2012-03-11"
    until: str | None = None
    certainty: str | None = None
    reporter: str | None = None
    translator: str | None = None
    named: bool = False
    withdrawn: bool = False
    target: str | None = None
    addressee: str | None = None
    about: tuple[str, str] | None = None


@dataclass(frozen=True)
class Source:
    """A source: its day, its statements, who met in it, who is whose ally, and who vetoed a motion."""

    issued: str = "2015-01-01"
    rows: tuple[Row, ...] = (Row(),)
    met: tuple[str, ...] = ()
    allies: tuple[str, ...] = ()
    voted: tuple[str, ...] = ()


def statement(source: str, number: int, row: Row) -> list[str]:
    """Return a statement in Turtle."""
    name, depth = f"statement:{source}.r{number}", 2 if row.reporter else 1
    optional = {
        "dp:certainty certainty:": row.certainty,
        "dp:reportedBy actor:": row.reporter,
        "dp:translator actor:": row.translator,
        "dp:onBehalfOf actor:": row.represents,
        "dp:target actor:": row.target,
        "dp:addressee actor:": row.addressee,
        "dp:holdsDuring interval:open.": row.until,
    }
    parts = [f"{name} a dp:{row.kind} ; dp:polarity polarity:{row.polarity} ; dp:act act:{row.act}"]
    parts += [f"dp:holder actor:{row.holder} ; dp:towards proposition:{row.towards} ; dp:mode mode:indirect"]
    parts += [f'dp:saidNotAfter "{row.day}"^^xsd:date ; dp:hearsayDepth "{depth}"^^xsd:nonNegativeInteger']
    parts += [f"dcterms:isPartOf source:{source} ; dp:attribution attribution:{source}.r{number}"]
    parts += [f"dp:evidence evidence:{source}.r{number}"]
    parts += [key + value for key, value in optional.items() if value]
    parts += ["dp:membersNamed true"] if row.named else []
    parts += ['prov:invalidatedAtTime "2020-01-01T00:00:00Z"^^xsd:dateTime'] if row.withdrawn else []
    parts += [f"{row.about[0]} statement:{row.about[1]}.r0"] if row.about else []
    link = f"attribution:{source}.r{number} dp:order 1 ; prov:agent actor:{row.holder}"
    link += f" ; dp:represents actor:{row.represents}" if row.represents and row.by_link else ""
    words = f"evidence:{source}.r{number} oa:hasSelector selector:{source}.r{number} ."
    words += f" selector:{source}.r{number} oa:start {10 * number} ; oa:end {10 * number + 9 + 20 * (number == 1)}"
    text = [" ; ".join(parts), link, words]
    if row.until:
        instant = f"instant:{row.until}"
        text += [f"interval:open.{row.until} a time:Interval ; time:hasEnd {instant}", f"{instant} a time:Instant"]
        kind = {4: ("gYear", "gYear"), 7: ("gYearMonth", "gYearMonth"), 10: ("Date", "date")}[len(row.until)]
        text += [f'{instant} time:inXSD{kind[0]} "{row.until}"^^xsd:{kind[1]}']
    return [f"{line} ." for line in text]


def nquads(name: str, source: Source) -> bytes:
    text = [f'source:{name} a dp:Source ; dcterms:issued "{source.issued}"^^xsd:date .']
    for number, row in enumerate(source.rows):
        text += statement(name, number, row)
    if source.met:
        text += [f"event:{name}.m a dp:Meeting ; dp:occurrence occurrence:happened ; dp:participant "
                 + " , ".join(f"actor:{who}" for who in source.met) + " ."]  # fmt: skip
    if source.allies:
        text += [f"relation:{name}.r a dp:Alliance ; dp:party {' , '.join(f'actor:{who}' for who in source.allies)} ."]
    if source.voted:
        text += [f"event:{name}.v a dp:Vote ; dp:occurrence occurrence:happened ; dp:motion proposition:w ; dp:ballot "
                 + " , ".join(f"ballot:{name}.v.{who}" for who in source.voted) + " ."]  # fmt: skip
    for who in source.voted:
        text += [f"ballot:{name}.v.{who} a dp:Ballot ; dp:voter actor:{who} ; dp:choice choice:veto ."]
    triples = ox.parse(HEAD + "\n".join(text), format=ox.RdfFormat.TURTLE)
    graph = ox.NamedNode(iri("source", name))
    quads = (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in triples)
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""


def built(sources: dict[str, Source], *texts: bytes) -> ox.Store:
    """Return the store of sources, and of others in N-Quads."""
    store = ox.Store()
    store.extend(ontology())
    store.load(HEAD + REFERENCE, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPHS["reference"]))
    for text in (*(nquads(name, source) for name, source in sources.items()), *texts):
        store.load(text, format=ox.RdfFormat.N_QUADS)
    derive(store)
    return store


def revised(before: dict[str, Source], after: dict[str, Source], folder: Path) -> ox.Store | None:
    """Return the store of `before`, brought up to date with `after`; None where a full build is asked for."""
    store, files = built(before), []
    size = len(store)
    names = [name for name in SOURCES if before.get(name) != after.get(name)]
    for name in names:
        if name in after:
            files.append(folder / f"{name}.nq")
            files[-1].write_bytes(nquads(name, after[name]))
    grown = revise(store, names, files)
    assert grown is None or len(store) == size + grown
    return None if grown is None else store


def maybe(*values: str) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, None, None, *values])


ROWS = st.builds(
    Row,
    kind=st.sampled_from(["Position", "Claim"]),
    polarity=st.sampled_from(["supports", "opposes", "supports", "opposes", "neutral"]),
    act=st.sampled_from(["claims", "criticises", "demands", "blames", "denies"]),
    holder=st.sampled_from(ACTORS),
    represents=maybe("inner", "north"),
    by_link=st.booleans(),
    towards=st.sampled_from(["x", "y", "z", "w", "alone"]),
    day=st.sampled_from(["2010-01-01", "2011-06-30", "2012-03-11"]),
    until=maybe("2009", "2011-02", "2011-06-30", "2012", "2016"),
    certainty=maybe("certain", "probable"),
    reporter=maybe("agency", "ned", "ann", "narrator.a"),
    translator=maybe("agency", "ned"),
    named=st.booleans(),
    withdrawn=st.sampled_from([False, False, False, True]),
    target=maybe("south", "north"),
    addressee=maybe("south"),
    about=st.none()
    | st.tuples(st.sampled_from(["dp:retracts", "dp:aboutStatement", "prov:wasRevisionOf"]), st.sampled_from(SOURCES)),
).filter(lambda row: row.holder != row.represents)
GROUPS = st.lists(st.sampled_from(["north", "south", "ann"]), unique=True, max_size=3).map(tuple)
SEVERAL = st.builds(
    Source,
    issued=st.sampled_from(["2013-01-01", "2015-01-01", "2017-01-01"]),
    rows=st.lists(ROWS, max_size=3).map(tuple),
    met=st.just(()) | GROUPS,
    allies=st.just(()) | GROUPS,
    voted=st.just(()) | GROUPS,
)
STATES = st.dictionaries(st.sampled_from(SOURCES), SEVERAL, min_size=1)


#: Somebody was against it until this year and is for it now, in two sources: the times that they give order them.
CHANGED_SIDES = {"a": Source(rows=(Row(),)), "b": Source(rows=(Row(polarity="opposes", until="2012"),))}


@example(before={"a": CHANGED_SIDES["a"]}, change={"b": CHANGED_SIDES["b"]})
@example(before={"b": CHANGED_SIDES["b"]}, change={"a": CHANGED_SIDES["a"]})
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(before=STATES, change=st.dictionaries(st.sampled_from(SOURCES), st.none() | SEVERAL, min_size=1, max_size=2))
def test_after_any_change_of_sources_the_store_is_that_of_a_full_build(
    before: dict[str, Source], change: dict[str, Source | None], tmp_path: Path
) -> None:
    after = {name: source for name, source in {**before, **change}.items() if source}
    store = revised(before, after, tmp_path)
    assert store is not None
    assert differences(store, built(after)) == []


def differences(found: ox.Store, wanted: ox.Store) -> list[str]:
    one, other = set(found), set(wanted)
    return sorted([f"+ {quad}" for quad in one - other] + [f"- {quad}" for quad in other - one])


WIDE = {
    "a member of a group": "actor:group foaf:member actor:ned",
    "a post": "membership:n org:member actor:ned ; org:organization actor:south ; dp:post post:q",
    "a proposition that implies another": "proposition:alone dp:narrowerThan proposition:x",
    "somebody's class": "actor:ned a dp:UnnamedSource",
    "an end that its name does not say": 'instant:2009 time:inXSDgYear "2020"^^xsd:gYear',
}


def test_what_rules_read_across_all_sources_needs_a_full_build(tmp_path: Path) -> None:
    store = built({"a": Source(), "b": Source()})
    before = set(store)
    for text in WIDE.values():
        graph = ox.NamedNode(iri("source", "a"))
        triples = ox.parse(f"{HEAD}{text} .", format=ox.RdfFormat.TURTLE)
        added = [ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in triples]
        (tmp_path / "a.nq").write_bytes(
            nquads("a", Source()) + (ox.serialize(added, format=ox.RdfFormat.N_QUADS) or b"")
        )
        assert revise(store, ["a"], [tmp_path / "a.nq"]) is None, text
    assert set(store) == before


def test_the_name_of_a_narrator_whom_another_source_speaks_of_needs_a_full_build(tmp_path: Path) -> None:
    named = ox.NamedNode(iri("actor", "narrator.a"))
    name = ox.Quad(named, ox.NamedNode(PREFIXES["rdfs"] + "label"), ox.Literal("A"), ox.NamedNode(iri("source", "a")))
    (tmp_path / "a.nq").write_bytes(nquads("a", Source()) + (ox.serialize([name], format=ox.RdfFormat.N_QUADS) or b""))
    for reporter, wanted in (("narrator.a", False), ("agency", True)):
        store = built({"a": Source(), "b": Source(rows=(Row(reporter=reporter),))})
        assert (revise(store, ["a"], [tmp_path / "a.nq"]) is not None) is wanted


def test_a_store_that_something_else_has_changed_is_left_to_a_full_build(tmp_path: Path) -> None:
    store = built({"a": Source(), "b": Source()})
    stance = next(store.quads_for_pattern(None, ox.NamedNode(PREFIXES["dp"] + "standing"), None, None))
    store.remove(stance)
    store.add(ox.Quad(stance.subject, stance.predicate, ox.NamedNode("urn:x"), stance.graph_name))
    before = set(store)
    assert revise(store, ["a", "b"], []) is None
    assert set(store) == before


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DataRepository:
    """A repository whose changes count as small ones in a large store."""
    monkeypatch.setattr("kg.store.build.LARGE", 0)
    monkeypatch.setattr("kg.store.build.FEW", 1)
    made = DataRepository(tmp_path)
    for name in ("one", "two", "three"):
        made.write(name, words(), words(1, speaker="bob", **{"for": "bland"}))
    return made


def contents(folder: StoreFolder) -> set[str]:
    """Return what is in a store but the nodes without a name, which are other ones in each."""
    store = folder.read()
    assert len(store) == folder.manifest()["quads"]
    assert altered(folder.current(), folder.manifest()) == []
    return {str(quad) for quad in store if "_:" not in str(quad)}


def test_a_build_after_a_change_writes_the_difference_only(
    repository: DataRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = StoreFolder(repository.folder / "s")
    build(repository.seeds, folder)
    first = folder.current()
    old = contents(folder)
    filled = []
    monkeypatch.setattr("kg.store.build.fill", lambda path: filled.append(path) or fill(path))
    repository.write("two", words(proposition="talks", act="opposes"))
    repository.write("four", words(2, speaker="bob", **{"for": "bland"}))
    shutil.rmtree(repository.seeds / "three")
    assert build(repository.seeds, folder).checked == ("four", "two")
    assert filled == []
    # Nobody who still reads the old store is disturbed.
    assert {str(quad) for quad in folder.open(first) if "_:" not in str(quad)} == old
    anew = StoreFolder(repository.folder / "anew")
    build(repository.seeds, anew)
    assert contents(folder) == contents(anew)
    filled.clear()
    repository.reference["propositions"]["war"]["incompatible_with"] = ["truce"]
    repository.write_reference()
    build(repository.seeds, folder)
    assert len(filled) == 1
