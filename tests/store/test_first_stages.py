"""What follows at first: classes, days, who met, vetoed or speaks for whom, and whose each statement is."""

from __future__ import annotations

from calendar import monthrange

import pyoxigraph as ox
import pytest
from graphs import ontology

from kg.namespaces import DP, GRAPHS, PREFIXES, iri, slug_of
from kg.store.derive import derive

HEAD = "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
WITHDRAWN = 'prov:invalidatedAtTime "2020-01-01T00:00:00Z"^^xsd:dateTime'
OTHER = "https://example.org/id/actor/north"


def derived(source: str, reference: str = "", *, known: bool = False) -> ox.Store:
    """Return what follows from a source and the reference data, beside the ontology where that is `known`."""
    store = ox.Store()
    store.extend(ontology() if known else ())
    for graph, text in ((iri("source", "s"), source), (GRAPHS["reference"], reference)):
        store.load(HEAD + text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(graph))
    derive(store)
    return store


def said(
    number: int = 0, kind: str = "Position", polarity: str = "supports", act: str = "calls-for", **more: str
) -> str:
    """Return a statement by ann without links of attribution; `more` has further properties and their values."""
    keys = {"holder": "actor:ann", "towards": "proposition:x", "mode": "mode:indirect", **more}
    keys = {"saidNotAfter": '"2012-03-11"^^xsd:date', "hearsayDepth": '"1"^^xsd:nonNegativeInteger', **keys}
    told = " ; ".join(f"dp:{key} {value}" for key, value in keys.items() if value)
    head = f"statement:s.r{number} a dp:{kind} ; dp:polarity polarity:{polarity} ; dp:act act:{act}"
    return f"{head} ; {told} ; dcterms:isPartOf source:s .\n"


def ask(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """Return the answer over all graphs, in slugs."""
    found = store.query(query, prefixes=PREFIXES, use_default_graph_as_union=True)
    names = [variable.value for variable in found.variables]
    return sorted(
        tuple(slug_of(row[name].value).replace(DP, "") if row[name] else "" for name in names) for row in found
    )


def edges(store: ox.Store, name: str) -> list[tuple[str, ...]]:
    """Return the plain edges of that name, with what each was derived from; the nodes of edges are named after them."""
    rows = ask(
        store,
        f"""SELECT ?a ?b ?from ?edge {{ GRAPH graph:derived {{ ?a dp:{name} ?b . ?edge a dp:DerivedEdge ;
        rdf:subject ?a ; rdf:predicate dp:{name} ; rdf:object ?b ; prov:wasDerivedFrom ?from }} }}""",
    )
    assert [row[3] for row in rows] == [f"{a}.{name}.{b}" for a, b, *_ in rows]
    return [row[:3] for row in rows]


def grounds(store: ox.Store) -> list[tuple[str, ...]]:
    """Return (statement, actor, capacity, through whom) of each ground; the nodes of grounds are named after them."""
    rows = ask(
        store,
        """SELECT ?statement ?actor ?capacity ?through ?ground { ?ground a dp:Ground ; dp:statement ?statement ;
        dp:actor ?actor ; dp:capacity ?capacity OPTIONAL { ?ground dp:through ?through } }""",
    )
    assert [row[4] for row in rows] == [".".join(filter(None, row[:4])) for row in rows]
    return [row[:4] for row in rows]


# Classes and wider properties


def test_all_superclasses_and_superproperties_follow() -> None:
    store = derived("event:s.a a dp:Attack ; dp:perpetrator actor:ann . actor:ann a dp:Official .", known=True)
    classes = "SELECT ?x ?c { GRAPH graph:entailed { ?x a ?c } FILTER (STRSTARTS(STR(?c), STR(dp:))) }"
    assert ask(store, classes) == [("ann", "Actor"), ("ann", "Person"), ("s.a", "Event")]
    wider = "SELECT ?x ?p ?y { GRAPH graph:entailed { ?x ?p ?y } FILTER (STRSTARTS(STR(?p), STR(dp:))) }"
    assert ask(store, wider) == [("ann", "participantIn", "s.a"), ("s.a", "participant", "ann")]


def test_narrower_propositions_are_transitive() -> None:
    chain = [
        f"proposition:{one} dp:narrowerThan proposition:{other} ." for one, other in zip("abcd", "bcde", strict=True)
    ]
    store = derived(" ".join(chain[::2]), " ".join(chain[1::2]), known=True)  # some of it is said elsewhere
    found = ask(store, "SELECT DISTINCT ?a ?b { ?a dp:narrowerThan ?b }")
    assert found == [(one, other) for one in "abcd" for other in "bcde" if one < other]


def test_an_inverse_holds_both_ways_whichever_was_written() -> None:
    written = "statement:s.a dp:holder actor:ann . actor:bob dp:holderOf statement:s.b ."
    store = derived(written + " proposition:x dp:incompatibleWith proposition:y .", known=True)
    assert ask(store, "SELECT ?s ?a { ?s dp:holder ?a . ?a dp:holderOf ?s }") == [("s.a", "ann"), ("s.b", "bob")]
    assert ask(store, "SELECT ?a ?b { ?a dp:incompatibleWith ?b }") == [("x", "y"), ("y", "x")]


# Days


@pytest.mark.parametrize("table", ["2012-03-09", "2012-03-12"])
def test_the_store_is_as_of_the_last_day_on_which_a_source_of_it_was_published(table: str) -> None:
    store = derived('source:s a dp:Source ; dcterms:issued "2012-03-11T23:15:00-04:00"^^xsd:dateTime .')
    for name, kind, issued in (("t", "Source", "2012-03-10"), ("u", "Source", "2011-12-31"), ("v", "Table", table)):
        text = f'{HEAD} source:{name} a dp:{kind} ; dcterms:issued "{issued}"^^xsd:date .'
        store.load(text, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(iri("source", name)))
    derive(store)
    assert ask(store, "SELECT ?day { graph:derived dp:asOf ?day FILTER (DATATYPE(?day) = xsd:date) }") == [
        (max(table, "2012-03-11"),)
    ]


def during(things: dict[str, str], end: str) -> str:
    """Return things (prefixed names) that hold from (`Beginning`), or until (`End`), a date."""
    text = ""
    for name, date in things.items():
        kind, part = {4: ("gYear", "gYear"), 7: ("gYearMonth", "gYearMonth"), 10: ("date", "Date")}[len(date)]
        text += (
            f"{name} {'org:memberDuring' if name.startswith('membership') else 'dp:holdsDuring'} interval:{date} .\n"
        )
        text += (
            f'interval:{date} time:has{end} instant:{date} . instant:{date} time:inXSD{part} "{date}"^^xsd:{kind} .\n'
        )
    return text


def test_what_holds_from_a_month_or_a_year_holds_from_its_first_day() -> None:
    dates = {"membership:y": "2004", "statement:s.m": "2004-02", "statement:s.d": "2004-02-03"}
    found = ask(derived(during(dates, "Beginning")), "SELECT ?x ?day { ?x dp:heldFrom ?day }")
    assert found == [("s.d", "2004-02-03"), ("s.m", "2004-02-01"), ("y", "2004-01-01")]


def test_what_holds_until_a_month_or_a_year_holds_to_its_last_day_in_the_calendar() -> None:
    months = [(year, month) for year in (1900, 1904, 2000, 2011, 2100) for month in range(1, 13)]
    dates = {f"membership:m{number}": f"{year}-{month:02}" for number, (year, month) in enumerate(months)}
    dates |= {"statement:s.y": "2004", "statement:s.d": "2004-02-03"}
    found = dict(ask(derived("", during(dates, "End")), "SELECT ?x ?day { ?x dp:heldTo ?day }"))
    wanted = {f"m{n}": f"{dates[f'membership:m{n}']}-{monthrange(*months[n])[1]}" for n in range(len(months))}
    assert found == {**wanted, "s.y": "2004-12-31", "s.d": "2004-02-03"}


def test_a_tenure_has_its_days_where_the_reference_data_say_when_and_a_source_says_who() -> None:
    text = during({"membership:m": "2004"}, "Beginning").partition("\n")
    assert ask(derived(text[0], text[2]), "SELECT ?x { ?x dp:heldFrom ?day }") == [("m",)]
    text = during({"membership:m": "2004"}, "End").partition("\n")
    assert ask(derived(text[0], text[2]), "SELECT ?x { ?x dp:heldTo ?day }") == [("m",)]


# Edges between actors


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_withdrawn_statement_gives_no_tie(withdrawn: bool) -> None:
    last = WITHDRAWN if withdrawn else 'rdfs:label "kept"'
    store = derived(
        f"""event:s.m a dp:Meeting ; dp:occurrence occurrence:happened ; dp:participant actor:a , actor:b ; {last} .
        relation:s.r a dp:Alliance ; dp:party actor:c , actor:d ; {last} .
        event:s.v a dp:Vote ; dp:occurrence occurrence:happened ; dp:motion proposition:m ; {last} .
        event:s.v dp:ballot ballot:s.v.e . ballot:s.v.e dp:voter actor:e ; dp:choice choice:veto .
        {said(onBehalfOf="actor:f").rstrip()[:-1]} ; {last} ."""
    )
    wanted = {
        "metWith": [("a", "b", "s.m"), ("b", "a", "s.m")],
        "alliedWith": [("c", "d", "s.r"), ("d", "c", "s.r")],
        "vetoed": [("e", "m", "s.v")],
        "speaksFor": [("ann", "f", "s.r0")],
    }
    assert {name: edges(store, name) for name in wanted} == ({name: [] for name in wanted} if withdrawn else wanted)
    assert ask(store, "SELECT DISTINCT ?a { ?g a dp:Ground ; dp:actor ?a }") == (
        [] if withdrawn else [("ann",), ("f",)]
    )


def test_a_voter_is_a_participant_of_the_vote() -> None:
    store = derived("event:s.v dp:ballot ballot:s.v.a . ballot:s.v.a dp:voter actor:a .")
    assert ask(store, "SELECT ?vote ?a { ?vote dp:participant ?a }") == [("s.v", "a")]


def test_a_post_makes_a_speaker_and_a_membership_alone_does_not() -> None:
    posts = "membership:m org:member actor:ann ; org:organization actor:ministry ; dp:post post:p ."
    posts += "membership:n org:member actor:ann ; org:organization actor:club ."
    assert edges(derived("", posts), "speaksFor") == [("ann", "ministry", "m")]


def test_of_two_speakers_only_the_one_that_represents_a_body_speaks_for_it() -> None:
    text = said(holder="actor:ann , actor:bob", onBehalfOf="actor:north")
    text += "statement:s.r0 dp:attribution attribution:s.r0.1 , attribution:s.r0.2 ."
    text += "attribution:s.r0.1 prov:agent actor:ann ."
    text += "attribution:s.r0.2 prov:agent actor:bob ; dp:represents actor:north ."
    # Where no voice is said to represent anybody, the speaker does.
    text += said(1, onBehalfOf="actor:south")
    text += "statement:s.r1 dp:attribution attribution:s.r1.1 . attribution:s.r1.1 prov:agent actor:ann ."
    # What she represents elsewhere does not matter here.
    text += said(2, onBehalfOf="actor:east") + "statement:s.r2 dp:attribution attribution:s.r2.1 ."
    text += "attribution:s.r2.1 prov:agent actor:ann ; dp:represents actor:east ."
    store = derived(text, "actor:ann a dp:Person . actor:bob a dp:Person .")
    assert edges(store, "speaksFor") == [
        ("ann", "east", "s.r2"),
        ("ann", "south", "s.r1"),
        ("bob", "north", "s.r0"),
    ]
    assert grounds(store) == [
        ("s.r0", "ann", "itself", ""),
        ("s.r0", "bob", "in-office", ""),
        ("s.r0", "north", "represented", "bob"),
        ("s.r1", "ann", "in-office", ""),
        ("s.r1", "south", "represented", "ann"),
        ("s.r2", "ann", "in-office", ""),
        ("s.r2", "east", "represented", "ann"),
    ]


# Of whom something is said


def test_a_demand_is_of_those_it_is_addressed_to_unless_the_coder_says_of_whom() -> None:
    rows = [
        said(0, act="demands", addressee="actor:a"),
        said(1, act="urges", addressee="actor:b"),
        said(2, act="demands", addressee="actor:a", target="actor:c"),
        said(3, act="criticises", addressee="actor:a"),
        said(4, act="criticises", target="actor:d"),
    ]
    store = derived("".join(rows), known=True)
    found = ask(store, "SELECT ?s ?a { ?t a dp:ActTowards ; dp:target ?a ; dp:ground/dp:statement ?s }")
    assert found == [("s.r0", "a"), ("s.r1", "b"), ("s.r2", "c"), ("s.r4", "d")]


# Whose a statement is


def test_a_statement_takes_the_side_of_its_kind_and_polarity() -> None:
    sides = {
        ("Position", "supports"): "supports",
        ("Position", "opposes"): "opposes",
        ("Claim", "supports"): "claims",
        ("Claim", "opposes"): "denies",
        **{(kind, polarity): polarity for kind in ("Position", "Claim") for polarity in ("neutral", "conditional")},
    }
    acts = ("calls-for", "doubts")
    rows = [(*key, act) for key in sides for act in acts]
    text = [said(n, *row, onBehalfOf="actor:north") for n, row in enumerate(rows)]
    found = ask(
        derived("".join(text)), "SELECT ?s ?a ?side { ?g a dp:Ground ; dp:statement ?s ; dp:actor ?a ; dp:side ?side }"
    )
    wanted = {
        (f"s.r{n}", actor, "doubts" if (polarity, act) == ("opposes", "doubts") else sides[kind, polarity])
        for n, (kind, polarity, act) in enumerate(rows)
        for actor in ("ann", "north")
    }
    assert set(found) == wanted


PERSON = "actor:ann a dp:Person . actor:crew a dp:Group ; foaf:member actor:ann ."


@pytest.mark.parametrize(
    ("holder", "body", "link", "capacity"),
    [
        ("ann", "north", "", "in-office"),
        ("ann", "", "", "itself"),
        ("agency", "north", "", "itself"),  # an agency that speaks for a state is no person in an office
        ("ann", "north", "prov:agent actor:ann ; dp:represents actor:north", "in-office"),
        ("ann", "north", "prov:agent actor:bob ; dp:represents actor:north", "itself"),
    ],
)
def test_only_a_person_who_speaks_for_a_body_holds_a_statement_in_office(
    holder: str, body: str, link: str, capacity: str
) -> None:
    text = said(holder=f"actor:{holder}", onBehalfOf=f"actor:{body}" if body else "")
    text += f"statement:s.r0 dp:attribution attribution:s.r0 . attribution:s.r0 {link} ." if link else ""
    own = [row for row in grounds(derived(text, PERSON)) if row[1] == holder]
    assert own == [("s.r0", holder, capacity, "")]


def test_each_ground_has_what_its_statement_says() -> None:
    own = {"certainty": "certainty:probable", "degree": "degree:weak", "saidNotBefore": '"2012-03-09"^^xsd:date'}
    store = derived(said(holder="actor:crew", onBehalfOf="actor:north", **own), PERSON)
    query = """SELECT ?actor ?side ?about ?from ?to ?mode ?certainty ?degree ?depth ?source { ?g a dp:Ground ;
        dp:actor ?actor ; dp:side ?side ; dp:towards ?about ; dp:saidNotBefore ?from ; dp:saidNotAfter ?to ;
        dp:mode ?mode ; dp:certainty ?certainty ; dp:degree ?degree ; dp:hearsayDepth ?depth ;
        dcterms:isPartOf ?source }"""
    rest = ("supports", "x", "2012-03-09", "2012-03-11", "indirect", "probable", "weak", "1", "s")
    assert ask(store, query) == [(actor, *rest) for actor in ("ann", "crew", "north")]


def test_members_of_joint_groups_hold_a_statement_through_their_group() -> None:
    text = said(holder="actor:crew , actor:gang", onBehalfOf="actor:north")
    groups = {"crew": "ann", "gang": "squad", "squad": "eve", "band": "bob"}
    store = derived(text, "".join(f"actor:{name} a dp:Group ; foaf:member actor:{of} ." for name, of in groups.items()))
    assert grounds(store) == [
        ("s.r0", "ann", "supplied-member", "crew"),
        ("s.r0", "crew", "itself", ""),
        ("s.r0", "eve", "supplied-member", "squad"),
        ("s.r0", "gang", "itself", ""),
        ("s.r0", "north", "represented", "crew"),
        ("s.r0", "north", "represented", "gang"),
        ("s.r0", "squad", "supplied-member", "gang"),
    ]


def test_members_that_the_text_names_are_distinguished_from_those_that_the_coder_supplied() -> None:
    rows = [said(n, holder="actor:crew", membersNamed=named) for n, named in enumerate(("true", "false", ""))]
    store = derived("".join(rows), PERSON)
    wanted = [("s.r0", "named-member"), ("s.r1", "supplied-member"), ("s.r2", "supplied-member")]
    assert [(row[0], row[2]) for row in grounds(store) if row[1] == "ann"] == wanted


def test_an_organisation_does_not_speak_for_its_members() -> None:
    store = derived(said(holder="actor:club"), "actor:club a dp:Organisation ; foaf:member actor:ann .")
    assert grounds(store) == [("s.r0", "club", "itself", "")]


def test_two_bases_with_one_slug_stay_two_actors_on_the_same_side() -> None:
    store = derived(said(holder="actor:north") + said(1, holder=f"<{OTHER}>"))
    stances = ask(store, "SELECT ?stance ?actor { ?stance a dp:Stance ; dp:actor ?actor }")
    assert sorted(actor for _, actor in stances) == sorted(("north", OTHER))
    assert len({stance for stance, _ in stances}) == 2
