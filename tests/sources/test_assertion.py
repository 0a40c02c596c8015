from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets import ARTICLE, FULL_SHEET, STATEMENT, described, marked, source_block

from kg.errors import InputError
from kg.forms.types import Bounds
from kg.layout import source_folders
from kg.namespaces import ID, PREFIXES
from kg.sources.assertion import assert_sheet, assert_source, find_sources
from kg.sources.listing import Listing
from kg.sources.model import Ballot, Event, Period, Quote, Relation, Sheet, Source, Statement, Toll
from kg.text import SourceText


@pytest.fixture(scope="module")
def full(world):
    assertion = assert_source(world.write(FULL_SHEET, name="full"), world.reference)
    assert assertion.findings == []
    return assertion


def test_its_triples_as_text_are_those_of_its_quads_in_their_order(full, world):
    proposed = STATEMENT.replace("id: truce", "id: drafted") + "    status: proposed\n"
    both = assert_source(
        world.write(f"{source_block()}statements:\n{STATEMENT}{proposed}", name="both"), world.reference
    )
    assert both.proposed
    for assertion in (full, both):
        quads = (*assertion.quads, *assertion.proposed)
        assert assertion.written() == [(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads]
        assert replace(assertion, quads=[], proposed=[]).written() == []


def test_a_statement_is_asserted_with_all_its_properties(full):
    assert described(full.quads, "statement:full.truce") == {
        "rdf:type": ["dp:Position"],
        "rdfs:label": ["Sergei Lavrov calls for: The parties should cease fire."],
        "dcterms:identifier": ["truce"],
        "dcterms:isPartOf": ["source:full"],
        "dp:holder": ["actor:sergei-lavrov"],
        "prov:wasAttributedTo": ["actor:sergei-lavrov"],
        "dp:onBehalfOf": ["actor:russia"],
        "dp:addressee": ["actor:china", "actor:united-nations"],
        "dp:act": ["act:calls-for"],
        "dp:polarity": ["polarity:supports"],
        "dp:towards": ["proposition:ceasefire-in-syria"],
        "dp:mode": ["mode:indirect"],
        "dp:saidNotBefore": ["2012-03-10"],
        "dp:saidNotAfter": ["2012-03-10"],
        "dp:holdsDuring": ["interval:2011-03.open"],
        "dp:reportedBy": ["actor:kofi-annan", "actor:sana"],
        "dp:hearsayDepth": ["3"],
        "dp:attribution": [f"attribution:full.truce.{number}" for number in (1, 2, 3, 4)],
        "prov:hadPrimarySource": ["source:full"],
        "dp:aboutEvent": ["event:full.vote"],
        "dp:toll": ["toll:full.truce.1"],
        "dp:certainty": ["certainty:probable"],
        "itsrdf:taConfidence": ["0.85"],
        "dp:evidence": ["evidence:full.truce"],
        "dp:reviewedBy": ["A Coder"],
        "dp:reviewedAt": ["2012-03-12T10:00:00Z"],
        "prov:invalidatedAtTime": ["2012-03-13T00:00:00Z"],
        "dp:invalidationReason": ["A misreading."],
    }


def test_a_side_that_is_taken_plainly_has_no_degree(world):
    degrees = {word: world.sheet(f"{STATEMENT}    degree: {word}\n") for word in ("weak", "plain", "strong")}
    assert [assertion.findings for assertion in degrees.values()] == [[], [], []]
    rows = [described(assertion.quads, "statement:2012-03-11-talks.truce") for assertion in degrees.values()]
    assert [row.get("dp:degree") for row in rows] == [["degree:weak"], None, ["degree:strong"]]


@pytest.mark.parametrize(
    ("act", "polarity", "words"),
    [
        ("calls-for", "supports", "calls for"),
        ("calls-for", "opposes", "calls for, against this"),
        ("demands", "neutral", "demands, taking no side on this"),
        ("rejects", "opposes", "rejects"),
        ("rejects", "supports", "rejects, for this"),
    ],
)
def test_the_label_says_in_words_that_the_side_is_not_that_of_the_act(world, act, polarity, words):
    assertion = world.sheet(STATEMENT.replace("calls-for", act) + f"    polarity: {polarity}\n")
    labels = described(assertion.quads, "statement:2012-03-11-talks.truce")["rdfs:label"]
    assert labels == [f"Sergei Lavrov {words}: The parties should cease fire."]


def test_the_chain_goes_from_the_source_inwards(full):
    links = [described(full.quads, f"attribution:full.truce.{number}") for number in (1, 2, 3, 4)]
    agents = ["narrator.full", "sana", "kofi-annan", "sergei-lavrov"]
    assert [link["prov:agent"] for link in links] == [[f"actor:{agent}"] for agent in agents]
    assert [link["dp:order"] for link in links] == [["1"], ["2"], ["3"], ["4"]]


def test_joint_speakers_stay_joint_and_share_their_place_in_the_chain(full):
    assert described(full.quads, "statement:full.joint")["dp:holder"] == ["actor:china", "actor:russia"]
    links = [described(full.quads, f"attribution:full.joint.{number}") for number in (1, 2, 3)]
    assert [link["dp:order"] for link in links] == [["1"], ["2"], ["2"]]


def test_joint_speakers_may_speak_for_different_bodies(world):
    joint = "    speaker: [sergei-lavrov, kofi-annan]\n    for: {sergei-lavrov: russia, kofi-annan: united-nations}\n"
    assertion = world.sheet(STATEMENT.replace("    speaker: sergei-lavrov\n    for: russia\n", joint))
    assert not assertion.findings
    name = "2012-03-11-talks.truce"
    assert described(assertion.quads, f"statement:{name}")["dp:onBehalfOf"] == ["actor:russia", "actor:united-nations"]
    links = [described(assertion.quads, f"attribution:{name}.{number}") for number in (1, 2, 3)]
    assert [link.get("dp:represents") for link in links] == [None, ["actor:russia"], ["actor:united-nations"]]


def test_the_narrator_speaks_for_itself(world):
    assertion = world.sheet(STATEMENT.replace("sergei-lavrov", "narrator").replace("    for: russia\n", ""))
    row = described(assertion.quads, "statement:2012-03-11-talks.truce")
    assert (row["dp:hearsayDepth"], row["dp:attribution"]) == (["0"], ["attribution:2012-03-11-talks.truce.1"])
    assert row["dp:holder"] == ["actor:narrator.2012-03-11-talks"]


def test_a_source_and_its_narrator_are_asserted_in_full(full):
    assert described(full.quads, "source:full") == {
        "rdf:type": ["dp:Source"],
        "dcterms:title": ["Talks go on"],
        "dcterms:publisher": ["actor:nbc-news"],
        "dcterms:issued": ["2012-03-11T12:15:00-04:00"],
        "dcterms:language": ["en"],
        "dcterms:contributor": ["actor:sana"],
        "dcterms:creator": ["A Coder"],
        "dp:sha256": [hashlib.sha256(ARTICLE.encode()).hexdigest()],
        "dp:length": [str(len(ARTICLE))],
        "schema:url": ["<https://example.org/a>"],
    }
    narrator = described(full.quads, "actor:narrator.full")
    assert narrator["prov:actedOnBehalfOf"] == ["actor:nbc-news"]
    assert narrator["dp:narrates"] == ["source:full"]


def test_the_evidence_is_the_slice_of_the_text(full):
    position = described(full.quads, "selector:full.truce.position")
    quote = described(full.quads, "selector:full.truce.quote")
    start, end = int(position["oa:start"][0]), int(position["oa:end"][0])
    assert quote["oa:exact"] == [ARTICLE[start:end]] == ["He called for a ceasefire   and\nhumanitarian aid access"]
    assert quote["oa:prefix"] == [ARTICLE[start - 32 : start]]
    assert quote["oa:suffix"] == [ARTICLE[end : end + 32]]
    first = described(full.quads, "selector:full.tie.quote")
    assert "oa:prefix" not in first


def test_events_ballots_tolls_relations_and_intervals_are_asserted(full):
    event = described(full.quads, "event:full.vote")
    assert event["rdf:type"] == ["dp:MilitaryOperation"]
    assert event["dp:occurrence"] == ["occurrence:happened"]
    assert "dp:happenedNotAfter" not in event
    ballot = described(full.quads, "ballot:full.vote.russia")
    assert (ballot["dp:voter"], ballot["dp:choice"]) == (["actor:russia"], ["choice:veto"])
    toll = described(full.quads, "toll:full.truce.1")
    assert toll["dp:deaths"] == ["39"]
    assert (toll["dp:coversTo"], "dp:coversFrom" in toll) == (["2012-03-10"], False)
    assert described(full.quads, "relation:full.tie")["dp:party"] == ["actor:china", "actor:russia"]
    held = described(full.quads, "interval:2004.2012-03-01")
    assert (held["time:hasBeginning"], held["time:hasEnd"]) == (["instant:2004"], ["instant:2012-03-01"])
    assert described(full.quads, "instant:2004")["time:inXSDgYear"] == ["2004"]
    assert described(full.quads, "instant:2011-03")["time:inXSDgYearMonth"] == ["2011-03"]
    assert described(full.quads, "instant:2012-03-01")["time:inXSDDate"] == ["2012-03-01"]


def test_there_are_no_blank_nodes_and_everything_is_in_the_graph_of_the_source(full):
    assert {quad.graph_name.value for quad in full.quads} == {ID + "source/full"}
    assert all(isinstance(quad.subject, ox.NamedNode) for quad in full.quads)
    assert not any(isinstance(quad.object, ox.BlankNode) for quad in full.quads)


def test_every_quad_has_the_place_of_what_asserts_it(full):
    for quad in full.quads:
        assert full.spans.find(str(quad.subject), str(quad.predicate), str(quad.object)), quad


@pytest.mark.parametrize(
    ("subject", "predicate", "value", "text"),
    [
        ("statement:full.truce", "dp:holder", "actor:sergei-lavrov", "sergei-lavrov"),
        ("statement:full.truce", "dp:reportedBy", "actor:sana", "sana"),
        ("statement:full.truce", "dp:addressee", "actor:united-nations", "united-nations"),
        ("statement:full.truce", "dp:polarity", "polarity:supports", "calls-for"),
        ("toll:full.truce.1", "dp:victims", "actor:russia-and-china", "russia-and-china"),
        ("ballot:full.vote.russia", "dp:choice", "choice:veto", "veto"),
        ("attribution:full.joint.3", "prov:agent", "actor:china", "china"),
        ("source:full", "dcterms:publisher", "actor:nbc-news", "NBC News"),
    ],
)
def test_each_value_has_a_place_of_its_own(full, world, subject, predicate, value, text):
    def full_name(name: str) -> str:
        prefix, _, local = name.partition(":")
        return f"<{PREFIXES[prefix]}{local}>"

    assert marked(full.spans.marks[full_name(subject), full_name(predicate), full_name(value)]) == text


def test_the_place_of_a_subject_is_the_start_of_its_row(full):
    span = full.spans.find(f"<{ID}statement/full.joint>")
    assert marked(span).startswith("id: joint")


def test_proposed_rows_are_kept_apart(world):
    assertion = world.sheet(STATEMENT + "    status: proposed\n")
    assert assertion.findings == []
    assert not any("truce" in quad.subject.value for quad in assertion.quads)
    assert described(assertion.proposed, "statement:2012-03-11-talks.truce")["dp:status"] == ["proposed"]


def test_bom_crlf_and_emoji_texts_count_code_points(world):
    text = "🕊🇸🇾\nHe called for a ceasefire and humanitarian aid access"
    assertion = world.sheet(data=b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert assertion.findings == []
    position = described(assertion.quads, "selector:2012-03-11-talks.truce.position")
    assert (position["oa:start"], position["oa:end"]) == (["4"], [str(len(text))])
    assert described(assertion.quads, "source:2012-03-11-talks")["dp:length"] == [str(len(text))]


def test_the_order_of_the_rows_does_not_matter(world):
    other = STATEMENT.replace("id: truce", "id: other")
    path = "2012-03-11-order"
    first = assert_source(world.write(f"{source_block()}statements:\n{STATEMENT}{other}", name=path), world.reference)
    again = assert_source(world.write(f"statements:\n{other}{STATEMENT}{source_block()}", name=path), world.reference)
    assert ox.serialize(first.quads, format=ox.RdfFormat.N_QUADS) == ox.serialize(
        again.quads, format=ox.RdfFormat.N_QUADS
    )


ACTORS = ["russia", "china", "sergei-lavrov", "kofi-annan", "sana"]
PHRASES = ["Talks go on", "He called for a ceasefire", "Russia said no", "39 civilians", "hope"]
DATES = st.dates(min_value=date(1000, 1, 1))


def actors(least: int = 0):
    return st.lists(st.sampled_from(ACTORS), min_size=least, max_size=3, unique=True).map(tuple)


def bounds():
    return st.tuples(st.none() | DATES, st.none() | DATES).map(
        lambda pair: Bounds(*sorted(pair)) if None not in pair else Bounds(*pair)
    )


PERIODS = st.builds(Period, st.sampled_from(["2004", "2011-03", "2012-03-01"]), st.none() | st.just("2020"))
COMMON = {
    "id": st.just("x"),
    "quote": st.sampled_from(PHRASES).map(Quote),
    "mode": st.sampled_from(["direct", "indirect", "narrator"]),
    "reported_by": actors(),
    "confidence": st.none() | st.sampled_from(["0", "0.85", "1"]),
    "status": st.sampled_from(["accepted", "proposed"]),
}
STATEMENTS = st.builds(
    Statement,
    **COMMON,
    kind=st.sampled_from(["position", "claim"]),
    holders=actors(1),
    act=st.sampled_from(["calls-for", "opposes"]),
    polarity=st.sampled_from(["supports", "opposes", "neutral"]),
    proposition=st.just("ceasefire-in-syria"),
    on_behalf_of=st.lists(
        st.tuples(st.sampled_from(ACTORS), actors(1)), max_size=2, unique_by=lambda pair: pair[0]
    ).map(tuple),
    addressees=actors(),
    said=bounds(),
    holds=st.none() | PERIODS,
    tolls=st.lists(st.builds(Toll, deaths=st.integers(0, 9999), during=bounds()), max_size=2).map(tuple),
)
EVENTS = st.builds(
    Event,
    **COMMON,
    type=st.sampled_from(["meeting", "vote", "event"]),
    label=st.text(min_size=1, max_size=9),
    when=bounds(),
    participants=actors(),
    ballots=actors().map(lambda names: tuple(Ballot(name, "veto") for name in names)),
)
RELATIONS = st.builds(
    Relation, **COMMON, type=st.sampled_from(["alliance", "rivalry"]), between=actors(2), holds=st.none() | PERIODS
)


def numbered(rows, letter: str):
    return tuple(type(row)(**{**{n: getattr(row, n) for n in row.__slots__}, "id": f"{letter}{i}"}) for i, row in rows)


SOURCE = Source(
    slug="s", title="A title", publisher="nbc-news", published="2012-03-11", text="article.txt", sha256="0" * 64
)
SHEETS = st.builds(
    lambda statements, events, relations: (
        numbered(enumerate(statements), "s"),
        numbered(enumerate(events), "e"),
        numbered(enumerate(relations), "r"),
    ),
    *(st.lists(kind, max_size=3) for kind in (STATEMENTS, EVENTS, RELATIONS)),
)


@settings(deadline=None, max_examples=60)
@given(SHEETS, st.randoms(use_true_random=False))
def test_assertion_is_deterministic_whatever_the_order(world, rows, random):
    text = SourceText(ARTICLE)
    shuffled = [random.sample(section, len(section)) for section in rows]
    first = assert_sheet(Sheet(SOURCE, *rows), text, world.reference)
    again = assert_sheet(Sheet(SOURCE, *map(tuple, shuffled)), text, world.reference)
    assert ox.serialize(first.quads, format=ox.RdfFormat.N_QUADS) == ox.serialize(
        again.quads, format=ox.RdfFormat.N_QUADS
    )
    assert first.proposed == again.proposed
    assert first.quads == sorted(
        first.quads, key=lambda quad: tuple(map(str, (quad.subject, quad.predicate, quad.object)))
    )
    assert len(set(first.quads)) == len(first.quads)
    assert not any(isinstance(term, ox.BlankNode) for quad in first.quads + first.proposed for term in quad)
    accepted = {row.id for section in rows for row in section if row.status == "accepted"}
    written = {quad.object.value for quad in first.quads if quad.predicate.value == PREFIXES["dcterms"] + "identifier"}
    assert written == accepted


def test_sources_are_found_by_their_file(world, tmp_path):
    for name, file in (("b", "sheet.yaml"), ("a", "sheet.ttl"), ("reference", "sheet.yaml"), ("c", "notes.txt")):
        (tmp_path / name).mkdir()
        (tmp_path / name / file).touch()
    assert [path.name for path in find_sources(tmp_path)] == ["a", "b"]
    assert find_sources(tmp_path / "b") == [tmp_path / "b"]
    for wrong, says in (
        (tmp_path / "c", "no sources found"),
        (tmp_path / "none", "no such"),
        (tmp_path / "b/sheet.yaml", "file"),
    ):
        with pytest.raises(InputError, match=says):
            find_sources(wrong)
    with pytest.raises(InputError, match=r"no sheet\.yaml"):
        assert_source(tmp_path / "c", world.reference)


def test_all_commands_find_the_same_sources(tmp_path):
    seeds = tmp_path / "seeds"
    for name in ("b", "a", ".hidden", "reference"):
        (seeds / name).mkdir(parents=True)
        (seeds / name / "sheet.yaml").touch()
    listing = Listing([seeds], seeds.resolve())
    found = [list(source_folders(seeds)), [path.name for path in find_sources(seeds)], list(listing.all())]
    assert found == [["a", "b"]] * 3
    assert [name for name in ("a", ".hidden", "reference") if listing.path(name)] == ["a"]
    assert listing.look(".hidden") is None


def test_two_files_of_one_source_are_an_error(world):
    folder = world.write(source_block(), name="both")
    (folder / "sheet.ttl").write_text("")
    with pytest.raises(InputError, match=r"both: sheet\.yaml and sheet\.ttl both describe this source"):
        assert_source(folder, world.reference)
