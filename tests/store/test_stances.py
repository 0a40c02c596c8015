"""Stances: the rules give what a slow and plain reading of the statements gives, and every step is there to be seen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pyoxigraph as ox
import pytest
from graphs import ontology
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.namespaces import DP, GRAPHS, PREFIXES, iri, slug_of
from kg.store.derive import derive

HEAD = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
LATEST = "2020-12-31"
CONTRARY = {"supports": "opposes", "opposes": "supports", "claims": "denies", "denies": "claims"}
SIDES = {
    ("Position", "supports"): "supports",
    ("Position", "opposes"): "opposes",
    ("Claim", "supports"): "claims",
    ("Claim", "opposes"): "denies",
}
#: What the reference data say: a person, two states, a group with a group in it, an agency, and somebody unnamed.
REFERENCE = """
actor:ann a dp:Official . actor:ned a dp:Person . actor:north a dp:State . actor:south a dp:State .
actor:group a dp:Group ; foaf:member actor:south , actor:inner . actor:inner a dp:Group ; foaf:member actor:north .
actor:agency a dp:NewsOrganisation . actor:source a dp:UnnamedSource .
proposition:x dp:narrowerThan proposition:y . proposition:y dp:narrowerThan proposition:z .
proposition:z dp:incompatibleWith proposition:w .
"""
MEMBERS = {"group": ("south", "inner"), "inner": ("north",)}
WIDER = {"x": {"y", "z"}, "y": {"z"}, "z": set(), "w": set()}
EXCLUDED = {"z": {"w"}, "w": {"z"}}


@dataclass(frozen=True)
class Row:
    """A statement as the test writes it down."""

    kind: str = "Position"
    polarity: str = "supports"
    act: str = "claims"
    holder: str = "north"
    represents: str | None = None
    towards: str = "x"
    day: str = "2012-03-11"
    since: str | None = None
    until: str | None = None
    certainty: str | None = None
    degree: str | None = None
    reporter: str | None = None
    named: bool = False
    withdrawn: bool = False
    target: str | None = None

    def side(self) -> str:
        if self.polarity in ("neutral", "conditional"):
            return self.polarity
        if self.act == "doubts" and self.polarity == "opposes":
            return "doubts"
        return SIDES[self.kind, self.polarity]


def turtle(rows: list[Row], latest: str = LATEST) -> str:
    text = [f'source:s a dp:Source ; dcterms:issued "{latest}"^^xsd:date .']
    for number, row in enumerate(rows):
        name = f"statement:s.r{number}"
        parts = [f"{name} a dp:{row.kind} ; dp:polarity polarity:{row.polarity} ; dp:act act:{row.act}"]
        parts += [f"dp:holder actor:{row.holder} ; dp:towards proposition:{row.towards} ; dp:mode mode:indirect"]
        parts += [f'dp:saidNotAfter "{row.day}"^^xsd:date ; dp:hearsayDepth "1"^^xsd:nonNegativeInteger']
        parts += [f"dcterms:isPartOf source:s ; dp:attribution attribution:s.r{number}"]
        parts += [f"dp:certainty certainty:{row.certainty}"] if row.certainty else []
        parts += [f"dp:degree degree:{row.degree}"] if row.degree else []
        parts += [f"dp:reportedBy actor:{row.reporter}"] if row.reporter else []
        parts += ["dp:membersNamed true"] if row.named else []
        parts += [f"dp:onBehalfOf actor:{row.represents}"] if row.represents else []
        parts += [f"dp:target actor:{row.target}"] if row.target else []
        parts += ['prov:invalidatedAtTime "2020-01-01T00:00:00Z"^^xsd:dateTime'] if row.withdrawn else []
        parts += [f"dp:holdsDuring interval:{number}"] if row.since or row.until else []
        link = f"attribution:s.r{number} prov:agent actor:{row.holder}"
        link += f" ; dp:represents actor:{row.represents}" if row.represents else ""
        text += [" ; ".join(parts) + " .", link + " ."]
        for end, when in (("Beginning", row.since), ("End", row.until)):
            if when:
                kind = {4: "gYear", 7: "gYearMonth", 10: "date"}[len(when)]
                prop = "Date" if kind == "date" else kind
                text += [f"interval:{number} time:has{end} instant:{number}.{end} ."]
                text += [f'instant:{number}.{end} time:inXSD{prop} "{when}"^^xsd:{kind} .']
    return HEAD + "\n".join(text)


def derived(rows: list[Row], reference: str = REFERENCE, latest: str = LATEST) -> ox.Store:
    store = ox.Store()
    store.extend(ontology())
    store.load(HEAD + reference, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(GRAPHS["reference"]))
    store.load(turtle(rows, latest), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(iri("source", "s")))
    derive(store)
    return store


def ask(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """Return the answer in slugs, over all graphs."""
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    names = [variable.value for variable in found.variables]
    return sorted(
        tuple(slug_of(row[name].value).replace(DP, "") if row[name] else "" for name in names) for row in found
    )


def standings_on(store: ox.Store, day: str) -> list[tuple[str, str, str, str, str]]:
    """Return (actor, side, proposition, day last said, standing) by the periods that contain a day."""
    query = f"""SELECT ?actor ?side ?about ?last ?standing {{ ?stance dp:actor ?actor ; dp:side ?side ;
        dp:towards ?about ; dp:period ?period . ?period dp:firstDay ?from ; dp:lastSaid ?last ; dp:standing ?standing
        OPTIONAL {{ ?period dp:lastDay ?to }} BIND ("{day}"^^xsd:date AS ?day)
        FILTER (?from <= ?day && COALESCE(?day <= ?to, true)) }}"""
    return ask(store, query)


def standings(store: ox.Store) -> set[tuple[str, str, str, str, str]]:
    """Return (actor, side, proposition, day last said, standing)."""
    query = """SELECT ?actor ?side ?about ?last ?standing { ?stance dp:actor ?actor ; dp:side ?side ;
        dp:towards ?about ; dp:lastSaid ?last ; dp:standing ?standing }"""
    return set(ask(store, query))


def plain(store: ox.Store) -> set[tuple[str, str, str]]:
    query = (
        "SELECT ?a ?p ?o { VALUES ?p { dp:supports dp:opposes dp:claims dp:denies } GRAPH graph:derived { ?a ?p ?o } }"
    )
    return set(ask(store, query))


# The plain reading


def last_day(until: str) -> str:
    days = {"02": "28", "04": "30", "06": "30", "09": "30", "11": "30"}
    if len(until) == 4:
        return f"{until}-12-31"
    return f"{until}-{days.get(until[5:7], '31')}" if len(until) == 7 else until


def grounds(rows: list[Row]) -> list[tuple[str, Row, bool]]:
    """Return (actor, statement, whether it is firm)."""
    found = []
    for row in rows:
        if row.withdrawn:
            continue
        firm = row.side() in CONTRARY and row.certainty in (None, "certain")
        firm = firm and row.reporter in (None, "agency") and row.holder != "source"
        holders = [row.holder, *([row.represents] if row.represents else [])]
        found += [(actor, row, firm) for actor in holders]
        todo = [(member, firm and row.named) for actor in holders for member in MEMBERS.get(actor, ())]
        while todo:
            member, sure = todo.pop()
            found.append((member, row, sure))
            todo += [(inner, sure) for inner in MEMBERS.get(member, ())]
    return found


def last_sure_day(until: str) -> str:
    """Return the day before the first one on which something held until then can have ended."""
    return (
        date.fromisoformat({4: f"{until}-01-01", 7: f"{until}-01"}.get(len(until), until)) - timedelta(days=1)
    ).isoformat()


def counts(row: Row) -> str:
    return min(row.day, last_sure_day(row.until)) if row.until else row.day


def expected(rows: list[Row], today: str = LATEST) -> set[tuple[str, str, str, str, str]]:
    spells: dict[tuple[str, str, str, str], list[tuple[Row, bool]]] = {}
    known = grounds(rows)
    for actor, row, firm in known:
        contrary = CONTRARY.get(row.side())
        before = [
            counts(other)
            for who, other, sure in known
            if sure and who == actor and other.towards == row.towards and other.side() == contrary
        ]
        broken = max((day for day in before if day < counts(row)), default="")
        spells.setdefault((actor, row.side(), row.towards, broken), []).append((row, firm))
    return {
        (actor, side, about, max(row.day for row, _ in its), standing((actor, side, about, broken), spells, today))
        for (actor, side, about, broken), its in spells.items()
    }


def end_of(row: Row) -> str:
    """Return the last day on which something can have been held: whoever is told to have held it does so no longer."""
    assert row.until
    before = (date.fromisoformat(row.day) - timedelta(days=1)).isoformat()
    return min(last_day(row.until), before) if last_sure_day(row.until) < row.day else last_day(row.until)


def until_of(its: list[tuple[Row, bool]]) -> str | None:
    ends = [end_of(row) for row, _ in its if row.until]
    is_open = any(row.day > max(ends) for row, _ in its if not row.until) if ends else True
    return None if is_open else max(ends)


def standing(key: tuple[str, str, str, str], spells: dict, today: str) -> str:
    def last(name: tuple[str, str, str, str]) -> str | None:
        return max((counts(row) for row, firm in spells[name] if firm), default=None)

    mine, until = last(key), until_of(spells[key])
    if mine is None:
        return "not-firm"
    if until and until < today:
        return "ended"
    against = [day for other in spells if contrary(key, other) and (day := last(other))]
    if any(day > mine for day in against):
        return "superseded"
    return "disputed" if mine in against else "last-known"


def contrary(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if one[0] != other[0] or one == other:
        return False
    for pro, con in ((one, other), (other, one)):
        if pro[1] in ("supports", "claims"):
            family = ("supports", "opposes") if pro[1] == "supports" else ("claims", "denies")
            if con[1] in family and favoured(pro) & disfavoured(con):
                return True
    return False


def favoured(key: tuple[str, ...]) -> set[str]:
    return {key[2], *WIDER[key[2]]} if key[1] in ("supports", "claims") else set()


def disfavoured(key: tuple[str, ...]) -> set[str]:
    against = {key[2]} if key[1] in ("opposes", "denies") else set()
    against |= {out for good in favoured(key) for out in EXCLUDED.get(good, ())}
    return against | {name for name, wider in WIDER.items() if wider & against}


ROWS = st.builds(
    Row,
    kind=st.sampled_from(["Position", "Claim"]),
    polarity=st.sampled_from(["supports", "opposes", "supports", "opposes", "neutral", "conditional"]),
    act=st.sampled_from(["claims", "doubts"]),
    holder=st.sampled_from(["ann", "north", "south", "group", "source"]),
    represents=st.sampled_from([None, "inner", "north"]),
    towards=st.sampled_from(["x", "y", "z", "w"]),
    day=st.sampled_from(["2010-01-01", "2011-06-30", "2012-03-11"]),
    until=st.sampled_from([None, None, "2009", "2011", "2011-02", "2011-06-30", "2012-03-12", "2030"]),
    certainty=st.sampled_from([None, None, "certain", "probable"]),
    reporter=st.sampled_from([None, None, "agency", "ned"]),
    named=st.booleans(),
    withdrawn=st.sampled_from([False, False, False, True]),
).filter(lambda row: row.holder != row.represents)


def said(*days: str) -> list[Row]:
    """Return rows that are for something, or against it where the day has a minus before it."""
    return [Row(day=day.lstrip("-"), polarity="opposes" if day[0] == "-" else "supports") for day in days]


#: Days around those of the rows: before them, on them, and after their ends.
DAYS = ("2009-12-31", "2010-01-01", "2011-02-28", "2011-03-01", "2011-06-30", "2011-07-01", "2012-03-11", "2031-01-01")


# Orders of days that chance seldom makes.
@example(said("2010-01-01", "-2011-06-30", "2012-03-11"))
@example(said("-2009-01-01", "2010-01-01", "-2011-06-30", "2012-03-11"))
@example(said("2011-06-30", "-2011-06-30"))
@example([Row(day="2010-01-01", until="2009"), Row(day="2012-03-11")])
@example([Row(until="2009"), Row(until="2030")])
@example([Row(until=LATEST)])
@example([Row(day="2010-01-01"), Row(), Row(towards="w", day="2011-06-30")])
@example([Row(day="2011-06-30"), Row(day="2010-01-01", until="2011-06-30")])
@example([Row(day="2010-01-01"), Row(until="2011", polarity="opposes"), Row(day="2011-06-30")])
@settings(max_examples=60, deadline=None)
@given(st.lists(ROWS, max_size=6))
def test_the_rules_give_what_a_plain_reading_gives(rows: list[Row]) -> None:
    store = derived(rows)
    wanted = expected(rows)
    assert standings(store) == wanted
    edges = {(actor, side, about) for actor, side, about, _, standing in wanted if standing == "last-known"}
    assert plain(store) == edges
    inconsistencies(store)
    for day in DAYS:
        # As a list: on one day a stance has one period.
        assert standings_on(store, day) == sorted(expected([row for row in rows if row.day <= day], day)), day


def inconsistencies(store: ox.Store) -> None:
    """Fail where a plain edge and its stance do not stand together, or where a derived property has two values."""
    without = """SELECT ?s { GRAPH graph:derived { ?s dp:standing standing:last-known ; dp:actor ?a ; dp:side ?side ;
        dp:towards ?o } ?side dp:edge ?p FILTER NOT EXISTS { GRAPH graph:derived { ?a ?p ?o } } }"""
    doubled = """SELECT ?a ?p ?o (COUNT(?s) AS ?n) { VALUES ?p { dp:supports dp:opposes dp:claims dp:denies }
        GRAPH graph:derived { ?a ?p ?o } OPTIONAL { GRAPH graph:derived { ?s dp:standing standing:last-known ;
        dp:actor ?a ; dp:towards ?o ; dp:side ?side } ?side dp:edge ?p } } GROUP BY ?a ?p ?o HAVING (COUNT(?s) != 1)"""
    many = """SELECT ?s ?p { VALUES ?p { dp:actor dp:statement dp:capacity dp:through dp:side dp:towards dp:saidNotAfter
        dp:standing dp:firstSaid dp:lastSaid dp:since dp:until dp:sources dp:statements dp:kind dp:target
        dp:firstDay dp:lastDay dp:lastGround dp:lastContrary }
        GRAPH graph:derived { ?s ?p ?a , ?b . FILTER (?a != ?b) } }"""
    assert [ask(store, query) for query in (without, doubled, many)] == [[], [], []]


def test_deriving_leaves_no_temporary_graph() -> None:
    graphs = {graph.value for graph in derived([Row()]).named_graphs()}
    assert graphs == {*GRAPHS.values(), iri("source", "s")} - {GRAPHS["voting"]}  # there is no table of votes


# The faults that were told of


def test_a_class_above_finds_what_is_below_it() -> None:
    store = derived([Row(kind="Claim"), Row()])
    assert len(ask(store, "SELECT ?x { ?x a dp:Statement }")) == 2
    actors = {name for (name,) in ask(store, "SELECT ?x { ?x a dp:Actor }")}
    assert {"ann", "ned", "north", "group", "agency", "source"} <= actors
    assert {"ann", "ned"} == {name for (name,) in ask(store, "SELECT ?x { ?x a foaf:Person }")}


def test_until_2011_against_and_now_for_is_no_contradiction_and_gives_one_edge() -> None:
    store = derived([Row(polarity="opposes", until="2011"), Row()])
    assert plain(store) == {("north", "supports", "x")}
    assert {row[4] for row in standings(store)} == {"ended", "last-known"}
    assert ask(store, "SELECT ?day { ?stance a dp:Stance ; dp:until ?day }") == [("2011-12-31",)]


@pytest.mark.parametrize("today", ["2012-03-11", LATEST])
@pytest.mark.parametrize(
    ("until", "since", "now"),
    [
        ("2012", "2012", "last-known"),  # a year and the same year
        ("2012", "2012-03-01", "last-known"),  # the one names the day on which it changed
        ("2012-02-01", "2012", "last-known"),
        ("2012-03", "2012", "last-known"),
        ("2012-03", "2012-03", "last-known"),
        ("2012-03-11", "2012-03-11", "last-known"),  # it changed on that day
        ("2012-03-10", "2012-03-11", "last-known"),
        ("2012-03-11", None, "last-known"),
        ("2012", None, "last-known"),
        ("2012-03-12", "2012-03-11", "disputed"),  # they overlap, and both are told on the 11th
        ("2012-04", "2012", "disputed"),
        ("2012-12-31", "2012", "disputed"),  # whoever means the end of the year writes its last day
        ("2013", "2012", "disputed"),
        (None, "2012", "disputed"),  # nothing says that the other ended
    ],
)
def test_a_change_of_side_within_a_year_is_no_dispute(
    until: str | None, since: str | None, now: str, today: str
) -> None:
    """Told on one day: against it until one time, and for it since another."""
    rows = [Row(polarity="opposes", until=until), Row(since=since), Row(holder="south", day=today)]
    store = derived(rows, latest=today)
    before = "superseded" if now == "last-known" else "disputed"
    wanted = {"opposes": "ended" if until and end_of(rows[0]) < today else before, "supports": now}
    found = [standings(store), standings_on(store, today)]
    assert [{side: row[-1] for row in given if (side := row[1]) and row[0] == "north"} for given in found] == [
        wanted
    ] * 2
    assert ("north", "supports", "x") in plain(store) or now == "disputed"


@pytest.mark.parametrize(
    "row",
    [
        Row(certainty="possible"),
        Row(reporter="ned"),
        Row(kind="Claim", polarity="opposes", act="doubts"),
        Row(polarity="conditional"),
        Row(holder="source", represents="north"),
        Row(holder="inner"),
    ],
    ids=["possible", "hearsay of another", "doubted", "conditional", "unnamed source", "supplied member"],
)
def test_a_tentative_stance_gives_no_plain_edge(row: Row) -> None:
    store = derived([row])
    assert ("north", row.side(), "x", row.day, "not-firm") in standings(store)
    assert not [edge for edge in plain(store) if edge[0] == "north"]


def test_the_degree_of_the_words_is_that_of_the_ground_and_of_the_stance_they_are_shown_for() -> None:
    store = derived(
        [Row(degree="strong"), Row(holder="inner", named=True, degree="weak", towards="w"), Row(towards="z")]
    )
    degrees = "SELECT ?actor ?about ?degree { ?s a %s ; dp:actor ?actor ; dp:towards ?about ; dp:degree ?degree }"
    told = [("inner", "w", "weak"), ("north", "w", "weak"), ("north", "x", "strong")]
    assert ask(store, degrees % "dp:Ground") == ask(store, degrees % "dp:Stance") == told
    later = derived([Row(degree="strong"), Row(day="2012-03-12")])  # the last words say nothing of how strongly
    assert ask(later, degrees % "dp:Stance") == []


@pytest.mark.parametrize(
    ("row", "about"),
    [
        (Row(towards="y"), "yzw"),  # for the wider as well, and against what that excludes
        (Row(towards="y", polarity="opposes"), "yx"),
        (Row(towards="y", polarity="neutral"), "y"),
        (Row(towards="y", kind="Claim"), "yzw"),
    ],
)
def test_a_stance_is_looked_up_by_whose_it_is_and_all_that_it_bears_on(row: Row, about: str) -> None:
    found = derived([row]).query("SELECT ?word { GRAPH ?graph { ?stance dp:bearsOn ?word } }", prefixes=PREFIXES)
    words = [f"{iri('actor', 'north')} {iri('proposition', name)}" for name in about]
    assert sorted(line["word"].value for line in found) == sorted(words)


def test_what_the_holders_own_spokesman_passes_on_is_firm() -> None:
    post = REFERENCE + "membership:m org:member actor:ned ; org:organization actor:north ; dp:post post:p ."
    assert plain(derived([Row(reporter="ned")], post)) == {("north", "supports", "x")}


def test_a_retraction_by_the_holder_takes_the_edge_away_and_leaves_the_stance() -> None:
    rows = [Row(towards="w"), Row(towards="y", kind="Claim")]
    store = derived(rows)
    assert ("north", "supports", "w") in plain(store)
    name = ox.NamedNode(iri("source", "s"))
    retracts = ox.Quad(
        ox.NamedNode(iri("statement", "s", "r1")),
        ox.NamedNode(DP + "retracts"),
        ox.NamedNode(iri("statement", "s", "r0")),
        name,
    )
    store.add(retracts)
    derive(store)
    assert plain(store) == {("north", "claims", "y")}
    assert ("north", "supports", "w", "2012-03-11", "not-firm") in standings(store)


def about(denial: str, withdrawn: bool = False) -> ox.Store:
    """Return a store in which a second statement is about the first, with no evidence of either."""
    rows = [Row(towards="w"), Row(kind="Claim", holder=denial, polarity="opposes", towards="y", withdrawn=withdrawn)]
    store = derived(rows)
    said, denied = (ox.NamedNode(iri("statement", "s", name)) for name in ("r0", "r1"))
    store.add(ox.Quad(denied, ox.NamedNode(DP + "aboutStatement"), said, ox.NamedNode(iri("source", "s"))))
    derive(store)
    return store


def test_what_its_own_holder_denies_having_said_is_not_firm_and_what_another_denies_is() -> None:
    edge = ("north", "supports", "w")
    assert edge not in plain(about("north"))
    assert edge in plain(about("south"))
    assert edge in plain(about("north", withdrawn=True))


def related(rows: list[Row], more: str) -> ox.Store:
    """Return a store in which the source says more of its statements."""
    store = derived(rows)
    store.load(HEAD + more, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(iri("source", "s")))
    derive(store)
    return store


@pytest.mark.parametrize("holder", ["north", "ann"])
def test_a_speaker_for_the_same_body_can_deny_a_statement(holder: str) -> None:
    body = "north" if holder == "ann" else None
    rows = [Row(holder=holder, represents=body, towards="w")]
    rows += [Row(kind="Claim", holder="ned", represents="north", polarity="opposes", towards="y")]
    assert (holder, "supports", "w") in plain(derived(rows))
    denied = related(rows, "statement:s.r1 dp:aboutStatement statement:s.r0 .")
    assert (holder, "supports", "w") not in plain(denied)


@pytest.mark.parametrize(
    ("first", "last", "withdrawn", "firm"),
    [(10, 20, False, False), (12, 18, False, False), (9, 18, False, True), (12, 21, False, True), (12, 18, True, True)],
)
def test_what_is_known_only_from_words_about_it_is_not_firm(first: int, last: int, firm: bool, withdrawn: bool) -> None:
    rows = [Row(towards="w"), Row(kind="Claim", holder="south", towards="y", withdrawn=withdrawn)]
    store = related(rows, f"""statement:s.r1 dp:aboutStatement statement:s.r0 ; dp:evidence evidence:s.r1 .
        evidence:s.r1 oa:hasSelector selector:s.r1 . selector:s.r1 oa:start 10 ; oa:end 20 .
        statement:s.r0 dp:evidence evidence:s.r0 . evidence:s.r0 oa:hasSelector selector:s.r0 .
        selector:s.r0 oa:start {first} ; oa:end {last} .""")  # fmt: skip  # Turtle
    assert (("north", "supports", "w") in plain(store)) is firm


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_withdrawn_statement_makes_nobody_a_speaker(withdrawn: bool) -> None:
    store = derived([Row(holder="ann", represents="north", withdrawn=withdrawn)])
    speakers = ask(store, "SELECT ?a ?b { GRAPH graph:derived { ?a dp:speaksFor ?b } }")
    assert speakers == ([] if withdrawn else [("ann", "north")])


@pytest.mark.parametrize(
    ("said", "back", "counts"),
    [
        (Row(towards="w"), Row(towards="y", holder="south"), True),  # whoever contradicts takes nothing back
        (Row(towards="w", holder="ann", represents="north"), Row(towards="y", holder="south"), True),
        (Row(towards="w", holder="ann", represents="north"), Row(towards="y", holder="ned", represents="south"), True),
        (Row(towards="w"), Row(towards="y"), False),
        (Row(towards="w", holder="ann", represents="north"), Row(towards="y", holder="ann"), False),
        (Row(towards="w", holder="ann", represents="north"), Row(towards="y"), False),
        (Row(towards="w"), Row(towards="y", holder="ann", represents="north"), False),
        (Row(towards="w", holder="ann", represents="north"), Row(towards="y", holder="ned", represents="north"), False),
    ],
)
def test_only_those_whose_words_they_are_take_them_back(said: Row, back: Row, counts: bool) -> None:
    store = related(
        [said, replace(back, kind="Claim", day="2012-04-01")], "statement:s.r1 dp:retracts statement:s.r0 ."
    )
    assert (("north", "supports", "w") in plain(store)) is counts


@pytest.mark.parametrize(
    ("back", "left"),
    [
        (Row(holder="ned"), {"ann", "north"}),
        (Row(holder="south"), {"ann", "north"}),
        (Row(holder="eva", represents="south"), {"ann", "north"}),
        (Row(holder="north"), {"ned", "south"}),
        (Row(holder="other"), {"ann", "north", "ned", "south"}),
    ],
)
@pytest.mark.parametrize("denied", [False, True])
def test_who_leaves_a_joint_statement_takes_nobody_elses_words_back(back: Row, left: set[str], denied: bool) -> None:
    joint = "statement:s.r0 dp:holder actor:ned ; dp:onBehalfOf actor:south ; dp:attribution attribution:joint ."
    joint += "attribution:joint prov:agent actor:ned ; dp:represents actor:south ."
    how = "aboutStatement" if denied else "retracts"
    later = replace(back, kind="Claim", polarity="opposes", towards="y", day="2012-04-01")
    # Whoever denies that it was said has to be the holder, or to speak for it.
    both = {"ann", "north", "ned", "south"} if denied and back.holder in ("north", "south") else left
    store = related([Row(holder="ann", represents="north"), later], f"{joint} statement:s.r1 dp:{how} statement:s.r0 .")
    assert {actor for actor, _, about in plain(store) if about == "x"} == both


def test_each_of_several_takes_back_on_its_own_day() -> None:
    rows = [
        Row(),
        *(
            Row(kind="Claim", towards="y", holder=who, day=day)
            for who, day in (("south", "2012-05-01"), ("north", "2012-04-01"))
        ),
    ]
    text = "statement:s.r0 dp:holder actor:south . statement:s.r1 dp:retracts statement:s.r0 ."
    store = related(rows, f"{text} statement:s.r2 dp:retracts statement:s.r0 .")
    assert ask(store, TAKEN_BACK) == [("north", "2012-04-01"), ("south", "2012-05-01")]


@pytest.mark.parametrize(("publisher", "counts"), [("herald", False), ("courier", True)])
def test_a_newspaper_takes_back_what_it_wrote_and_no_other_does(publisher: str, counts: bool) -> None:
    wrote = [Row(kind="Claim", holder=holder, towards=about) for holder, about in (("first", "w"), ("second", "y"))]
    papers = "actor:first dp:narrates source:s . source:s dcterms:publisher actor:herald ."
    papers += f"actor:second dp:narrates source:t . source:t dcterms:publisher actor:{publisher} ."
    store = related(wrote, f"{papers} statement:s.r1 dp:retracts statement:s.r0 .")
    assert (("first", "claims", "w") in plain(store)) is counts


def test_whoever_passes_on_his_own_words_vouches_for_them() -> None:
    assert plain(derived([Row(reporter="north")])) == {("north", "supports", "x")}
    assert plain(derived([Row(reporter="south")])) == set()


TAKEN_BACK = "SELECT ?actor ?day { ?g a dp:Ground ; dp:actor ?actor ; dp:takenBackOn ?day }"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (Row(towards="w"), [("north", "2012-04-01")]),
        (Row(towards="w", certainty="certain"), [("north", "2012-04-01")]),
        (Row(towards="w", certainty="probable"), []),
        (Row(towards="w", reporter="ned"), []),
        (Row(towards="w", polarity="neutral"), []),
        (Row(towards="w", holder="inner"), [("inner", "2012-04-01")]),  # not of the member that the coder supplied
    ],
)
def test_a_firm_stance_ends_on_the_first_day_of_its_retraction(row: Row, told: list[tuple[str, ...]]) -> None:
    later = [Row(towards="y", kind="Claim", holder=row.holder, day=day) for day in ("2012-05-01", "2012-04-01")]
    retracted = "statement:s.r1 dp:retracts statement:s.r0 . statement:s.r2 dp:retracts statement:s.r0 ."
    assert ask(related([row, *later], retracted), TAKEN_BACK) == told


@pytest.mark.parametrize(
    ("rows", "spells"),
    [
        (said("-2010-01-01", "-2011-06-30", "2012-03-11"),
         {"s.r0": "", "s.r1": "", "s.r2": "2011-06-30"}),
        (said("2011-06-30", "-2011-06-30"), {"s.r0": "", "s.r1": ""}),
        # A contrary told later counts from the day until which it was held.
        ([*said("-2011-06-30", "2012-03-11"), Row(polarity="opposes", day="2012-01-01", until="2010-01-01")],
         {"s.r0": "", "s.r1": "2011-06-30", "s.r2": ""}),
        ([Row(polarity="opposes", day="2012-01-01", until="2010-01-01"), Row(day="2010-01-01"), Row(day="2011-01-01")],
         {"s.r0": "", "s.r1": "2009-12-31", "s.r2": "2009-12-31"}),
        ([Row(polarity="opposes", day="2012-01-01", until="2010-01-01"), Row(day="2009-12-31"), Row(day="2011-01-01")],
         {"s.r0": "", "s.r1": "", "s.r2": "2009-12-31"}),
    ],
)  # fmt: skip  # a case, and in which spell each of its statements is
def test_a_spell_begins_after_the_last_contrary(rows: list[Row], spells: dict[str, str]) -> None:
    found = ask(derived(rows), "SELECT ?said ?s { ?s a dp:Stance ; dp:ground/dp:statement ?said }")
    assert {said: stance.removeprefix("north").partition(".x")[2].lstrip(".") for said, stance in found} == spells


def test_a_stance_counts_from_its_first_to_its_last_words() -> None:
    store = derived([Row(day="2010-01-01", since="2009"), Row(since="2008-05"), Row(holder="south", towards="z")])
    query = """SELECT ?actor ?first ?last ?n ?since { ?s a dp:Stance ; dp:actor ?actor ; dp:firstSaid ?first ;
        dp:lastSaid ?last ; dp:statements ?n OPTIONAL { ?s dp:since ?since } }"""
    first = ("north", "2010-01-01", "2012-03-11", "2", "2008-05-01")
    assert ask(store, query) == [first, ("south", "2012-03-11", "2012-03-11", "1", "")]


def test_a_firm_ground_is_shown_before_a_later_one_that_is_not() -> None:
    query = "SELECT ?s { ?stance a dp:%s ; dp:lastGround/dp:statement ?s }"
    rows = [Row(day="2010-01-01"), Row(day="2011-06-30"), Row(certainty="probable")]
    assert ask(derived(rows), query % "Stance") == [("s.r1",)]


def test_acts_towards_somebody_count_in_the_same_way_and_show_a_firm_ground_first() -> None:
    day, act = "2010-01-01", {"act": "criticises", "polarity": "opposes", "target": "south"}
    store = derived([Row(day=day, **act), Row(day="2011-06-30", **act), Row(certainty="probable", **act)])
    query = """SELECT ?first ?last ?n ?shown { ?t a dp:ActTowards ; dp:firstSaid ?first ; dp:lastSaid ?last ;
        dp:statements ?n ; dp:lastGround/dp:statement ?shown }"""
    assert ask(store, query) == [(day, "2012-03-11", "3", "s.r1")]


@pytest.mark.parametrize(
    ("until", "since", "contrary"),
    [("2011-06-30", "2011-06-30", True), ("2011-06", "2011-06", True), ("2011-06-30", "2011-07-01", False),
     ("2011", "2012", False), (None, "2012", True), ("2011", None, True)],
)  # fmt: skip  # two cases a line
@pytest.mark.parametrize("first", ["supports", "opposes"])
def test_stances_that_share_a_day_are_contrary(
    until: str | None, since: str | None, first: str, contrary: bool
) -> None:
    second = {"supports": "opposes", "opposes": "supports"}[first]
    store = derived([Row(polarity=first, until=until), Row(polarity=second, since=since)])
    assert bool(ask(store, "SELECT ?a ?b { ?a dp:contraryTo ?b }")) is contrary


def test_a_speaker_for_a_body_holds_the_stance_in_office_and_represents_it() -> None:
    store = derived([Row(holder="ann", represents="north")])
    found = ask(store, "SELECT ?actor ?capacity ?through { ?g a dp:Ground ; dp:actor ?actor ; dp:capacity ?capacity "
                       "OPTIONAL { ?g dp:through ?through } }")  # fmt: skip  # two lines of one query
    assert found == [("ann", "in-office", ""), ("north", "represented", "ann")]
    assert ("ann", "speaksFor", "north") in ask(store, "SELECT ?a ?p ?b { ?a ?p ?b VALUES ?p { dp:speaksFor } }")


def test_acts_towards_actors_have_plain_edges_where_they_are_firm() -> None:
    rows = [
        Row(act="criticises", polarity="opposes", target="south"),
        Row(act="blames", kind="Claim", holder="ann", represents="north", target="south", certainty="possible"),
        Row(act="demands", holder="south", target="south"),
    ]
    store = derived(rows)
    acts = ask(store, "SELECT ?a ?kind ?b { ?t a dp:ActTowards ; dp:actor ?a ; dp:kind ?kind ; dp:target ?b }")
    assert acts == [("ann", "accuses", "south"), ("north", "accuses", "south"), ("north", "criticises", "south")]
    edges = """SELECT ?a ?p ?b { GRAPH graph:derived { ?a ?p ?b }
        FILTER (?b = actor:south && ?p NOT IN (dp:actor, dp:target)) }"""
    assert ask(store, edges) == [("north", "criticises", "south"), ("north", "speaksAgainst", "south")]


def test_two_bases_with_one_slug_stay_two_actors() -> None:
    other = "https://example.org/id/actor/north"
    store = derived([Row()])
    store.load(
        HEAD
        + f"""statement:s.other a dp:Position ; dp:holder <{other}> ; dp:polarity polarity:opposes ;
        dp:act act:opposes ; dp:towards proposition:x ; dp:saidNotAfter "2012-03-11"^^xsd:date ; dp:mode mode:indirect ;
        dp:hearsayDepth "1"^^xsd:nonNegativeInteger ; dcterms:isPartOf source:s .""",
        format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(iri("source", "s")),
    )  # fmt: skip
    derive(store)
    assert {(row[0], row[4]) for row in standings(store)} == {("north", "last-known"), (other, "last-known")}
    inconsistencies(store)


@pytest.mark.parametrize(("until", "day"), [("1900-02", "28"), ("2000-02", "29"), ("2012-02", "29"), ("2011-04", "30")])
def test_the_last_day_of_a_month_is_that_of_the_calendar(until: str, day: str) -> None:
    store = derived([Row(until=until)])
    assert ask(store, "SELECT ?day { ?x dp:heldTo ?day }") == [(f"{until}-{day}",)]


def test_where_no_source_is_published_nothing_fails() -> None:
    store = ox.Store()
    assert derive(store) == 0
