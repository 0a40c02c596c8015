"""`kg why`: from an answer back to the words, and to the row that codes them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import CORNER, SEEDS, graph_of
from in_process import kg
from small_store import make_store

from kg.errors import NotFoundError, UsageError
from kg.namespaces import BASE, DP, GRAPHS, VOCABULARIES, iri, kind_of, shorten
from kg.paths import shipped
from kg.proof.located import locate, prove_in
from kg.proof.node_facts import NodeReader, resolve_node
from kg.proof.origins import find_entries
from kg.proof.parts import Derived, Proof, ProofStep
from kg.proof.passage import Passage, find_passage, find_row
from kg.proof.prove import prove
from kg.proof.view import as_json, as_markdown, as_text, bold
from kg.reference.packages import entry_folders

FIRST, SECOND = "2020-01-10-first", "2020-02-20-second"


def proof(name, seeds=CORNER):
    found = prove(graph_of(seeds), name)
    assert isinstance(found, Proof)
    locate(found, seeds)
    return found


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    data = ox.serialize(list(graph_of(CORNER)), format=ox.RdfFormat.TRIG).decode()
    return make_store(tmp_path_factory.mktemp("proof") / "store", CORNER, data).path


@pytest.mark.parametrize(
    "name",
    [
        "kane-truce",
        f"{SECOND}.kane-truce",
        f"statement:{SECOND}.kane-truce",
        f"https://w3id.org/diplomatic-positions/id/statement/{SECOND}.kane-truce",
        f"<https://w3id.org/diplomatic-positions/id/statement/{SECOND}.kane-truce>",
    ],
)
def test_a_statement_is_found_by_every_name_it_has(name):
    assert resolve_node(graph_of(CORNER), name) == iri("statement", SECOND, "kane-truce")


@pytest.mark.parametrize(
    ("name", "kind"), [("rivalry", "relation"), ("veto", "event"), (f"event:{FIRST}.veto", "event")]
)
def test_events_and_relations_are_proved_too(name, kind):
    assert proof(name).iri.startswith(f"https://w3id.org/diplomatic-positions/id/{kind}/")


def test_an_id_of_two_sources_asks_for_the_source():
    with pytest.raises(UsageError, match=rf"not unique: {FIRST}.watch-toll, {SECOND}.watch-toll \(name the source too"):
        resolve_node(graph_of(CORNER), "watch-toll")


@pytest.mark.parametrize("name", ["kane-truse", f"{SECOND}.kane-truse", f"statement:{SECOND}.kane-truse"])
def test_an_unknown_id_gets_the_nearest(name):
    with pytest.raises(NotFoundError, match=rf"there is no .* `{name}` \(did you mean .*{SECOND}.kane-truce"):
        resolve_node(graph_of(CORNER), name)


@pytest.mark.parametrize("name", ["", "x y", '"} DROP', "http://[", "actor:"])
def test_a_malformed_name_is_reported_as_not_found(name):
    with pytest.raises(NotFoundError):
        resolve_node(graph_of(CORNER), name)


def test_statements_of_no_source_have_no_proof():
    with pytest.raises(UsageError, match="is not something that a source says"):
        prove(graph_of(CORNER), BASE + "ontology")


def test_the_three_kinds_of_dates_are_distinguished():
    facts = dict(proof("stone-truce").facts)
    assert (facts["said"], facts["published"]) == ("2020-01-09", "2020-01-10")
    assert dict(proof("kane-truce").facts)["said"] == "not after 2020-02-20"
    assert dict(proof("alliance").facts)["holds"] == "since 2001"
    assert dict(proof("next-meeting").facts)["happened"] == "between 2020-03-01 and 2020-03-31"


def test_the_chain_goes_from_the_source_to_those_represented():
    chain = [(link.step, link.role, link.name.partition(":")[2]) for link in proof("kane-condition").chain]
    assert chain == [
        (0, "published by", "daily-wire"),
        (1, "narrated by", f"narrator.{FIRST}"),
        (2, "reported by", "council"),
        (3, "reported by", "harbour-radio"),
        (4, "speaker", "boris-kane"),
        (5, "on behalf of", "borduria"),
    ]


def test_joint_speakers_share_a_step():
    chain = [(link.step, link.label) for link in proof("told-to-talk").chain if link.role == "speaker"]
    assert chain == [(2, "Arcadia"), (2, "Cadonia")]


@pytest.mark.parametrize(
    ("name", "posts"),
    [("stone-truce", ("Foreign Minister of Arcadia",)), ("stone-victory", ("President of Arcadia",))],
)
def test_the_speaker_has_the_post_of_that_day(name, posts):
    assert [link.posts for link in proof(name).chain if link.role == "speaker"] == [posts]


def test_the_sentence_names_the_principal():
    assert proof("stone-truce").sentence == "Alba Stone (for Arcadia) calls for: There should be a truce."
    assert proof("told-to-talk").sentence.startswith(
        "Arcadia and Cadonia demand, speaking to Borduria and Council of the Coast:"
    )


def test_joint_speakers_speak_for_their_own():
    shown = proof("sanctions")
    assert shown.sentence.startswith("Alba Stone (for Arcadia) and Cadonia demand: ")
    assert [(link.step, link.role, link.label) for link in shown.chain[2:]] == [
        (2, "speaker", "Alba Stone"),
        (3, "on behalf of", "Arcadia"),
        (2, "speaker", "Cadonia"),
    ]


def test_the_quote_stands_in_its_paragraph():
    passage = proof("kane-no-truce").passage
    text = (CORNER / FIRST / "article.txt").read_text()
    assert text[passage.start : passage.end] == passage.exact == "there would be no truce"
    assert f"{passage.before}{passage.exact}{passage.after}" in text.split("\n\n")
    assert passage.problems == []


@pytest.mark.parametrize("seeds", [CORNER, SEEDS], ids=["corner", "seeds"])
def test_every_row_is_proved_with_its_places(seeds):
    facts = NodeReader(graph_of(seeds))
    assert facts.identified()
    for node in facts.identified():
        shown = proof(node, seeds)
        assert shown.passage.problems == []
        file, line, column = str(shown.passage.text_at).rsplit(":", 2)
        start = Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1][int(column) - 1 :]
        assert shown.passage.exact.splitlines()[0] == start[: len(shown.passage.exact.splitlines()[0])]
        file, line, column = str(shown.passage.sheet_at).rsplit(":", 2)
        row = Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1][int(column) - 1 :]
        assert f"id: {shown.id}" in row


def test_the_other_side_of_a_contradiction_is_named():
    others = [(said.relation, said.name) for said in proof("kane-truce").others]
    assert others == [("contrary to", f"statement:{FIRST}.kane-no-truce")]
    assert proof("stone-truce").others[0].quote == "=We fight on, to victory", "of a proposition that excludes it"
    assert proof("cadonia-talks").others == [], "what it replaces is withdrawn"


def test_corrections_are_reported_on_both_sides():
    assert proof("cadonia-no-talks").corrections[0][1].endswith(": Corrected by the publisher.")
    assert proof("cadonia-no-talks").corrections[1] == ("revised by", f"statement:{SECOND}.cadonia-talks")
    assert proof("cadonia-talks").corrections == [("revises", f"statement:{FIRST}.cadonia-no-talks")]


@pytest.mark.parametrize(
    "names",
    [
        ["stance:arcadia.supports.talks"],
        ["edge:arcadia.supports.talks"],
        ["actor:arcadia", "dp:supports", "proposition:talks"],
        ["arcadia", "supports", "talks"],
    ],
    ids=" ".join,
)
def test_an_edge_is_proved_by_everything_it_follows_from(names):
    edge = prove(graph_of(CORNER), *names)
    assert isinstance(edge, Derived)
    assert [item.name for item in edge.proofs] == [
        f"statement:{FIRST}.told-to-talk",
        f"statement:{SECOND}.borduria-arcadia-talks",
    ]
    assert ("standing", "last known") in edge.facts
    assert ("first said", "not after 2020-01-10") in edge.facts
    assert [step.rule for step in edge.steps] == ["03-holders", "06-firm"] * 2 + ["14-standing", "15-edges"]
    assert "from 2:" in as_text(edge)
    assert as_markdown(edge).count("\n## ") == 2
    assert len(json.loads(as_json(edge))["proofs"]) == 2


def test_every_rule_that_a_proof_names_is_a_file():
    rules = {path.stem for path in (shipped("ontology") / "rules").glob("*.rq")}
    store = graph_of(SEEDS)
    kinds = ("Stance", "ActTowards", "DerivedEdge", "Ground")
    nodes = {
        quad.subject.value
        for kind in kinds
        for quad in store.quads_for_pattern(None, ox.NamedNode(VOCABULARIES["rdf"] + "type"), ox.NamedNode(DP + kind))
    }
    named = {rule for node in sorted(nodes) for step in prove(store, node).steps for rule in step.rule.split(", ")}
    assert named - rules == {"asserted in the reference data"}
    assert {
        "03-holders",
        "03-represented",
        "04-members",
        "06-firm",
        "14-standing",
        "15-edges",
        "16-acts-towards",
    } < named


def test_the_membership_behind_an_inferred_stance_is_shown_with_its_line():
    shown = prove(graph_of(CORNER), "stance:cadonia.supports.talks")
    find_entries(shown, CORNER, [CORNER / "reference"])
    (step,) = [step for step in shown.steps if "foaf:member" in step.text]
    assert step.text == "actor:neighbours foaf:member actor:cadonia"
    file, _, line = step.at.rpartition(":")
    assert Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1].startswith("neighbours:")
    assert any("not firm: the text does not name the members" in step.text for step in shown.steps)


def test_an_entry_in_a_file_of_its_own_is_found_too(tmp_path):
    """As `kg review` writes it."""
    (tmp_path / "reference" / "groups").mkdir(parents=True)
    (tmp_path / "reference" / "groups" / "neighbours.yaml").write_text(
        "# a comment\nneighbours:\n  label: Neighbours\n"
    )
    shown = prove(graph_of(CORNER), "stance:cadonia.supports.talks")
    find_entries(shown, tmp_path, [tmp_path / "reference"])
    (step,) = [step for step in shown.steps if "foaf:member" in step.text]
    assert step.at == f"{tmp_path}/reference/groups/neighbours.yaml:2"


def test_a_file_that_is_no_longer_text_leaves_a_step_without_a_place(tmp_path):
    for name in ("reference/groups.yaml", "report/sheet.yaml", "moved/sheet.yaml/x"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).write_bytes(b"neighbours:\n\xff")
    steps = [ProofStep("", "asserted", entry) for entry in ("neighbours", "source:report", "source:moved")]
    find_entries(Derived("", "", "", steps=steps), tmp_path, [tmp_path / "reference", tmp_path / "none"])
    assert [step.at for step in steps] == ["", "", ""]


def test_an_entailed_class_is_proved_class_by_class():
    shown = prove(graph_of(CORNER), "alba-stone", "a", "dp:Actor")
    assert [step.text for step in shown.steps][:3] == [
        "actor:alba-stone a dp:Official",
        "dp:Official rdfs:subClassOf dp:Person",
        "dp:Person rdfs:subClassOf dp:Actor",
    ]
    with pytest.raises(NotFoundError, match="not known to be a dp:Place"):
        prove(graph_of(CORNER), "alba-stone", "a", "dp:Place")


@pytest.mark.parametrize("name", ["Agent", "dp:Agent", "sem:Official", "https://w3id.org/other#Actor", "tor"])
def test_a_class_of_another_vocabulary_is_not_taken_for_ours(name):
    """`alba-stone a prov:Agent` holds; only a name without a prefix may be of any vocabulary."""
    facts = graph_of(CORNER)
    if name == "Agent":
        assert prove(facts, "alba-stone", "a", name).sentence == prove(facts, "alba-stone", "a", "prov:Agent").sentence
    else:
        with pytest.raises(NotFoundError, match=f"not known to be a {name}"):
            prove(facts, "alba-stone", "a", name)


def test_what_is_in_a_source_is_proved_by_its_row_also_where_a_class_is_asked_about():
    row = f"statement:{SECOND}.kane-truce"
    for node, kind in ((row, "dp:Statement"), (f"attribution:{SECOND}.kane-truce.1", "prov:Attribution")):
        shown = prove(graph_of(CORNER), node, "a", kind)
        assert [proof.name for proof in shown.proofs] == [row]


def test_every_triple_in_the_terms_of_others_is_proved(store):
    """Classes and properties of the vocabularies that ours are aligned to, as the command takes them."""
    there = graph_of(CORNER)
    triples = {}  # one of each property, and of each class
    for quad in there.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["aligned"])):
        if isinstance(quad.object, ox.NamedNode):
            kind = quad.object.value if quad.predicate.value.endswith("#type") else ""
            triples[quad.predicate.value, kind] = quad
    assert len(triples) > 20
    for quad in triples.values():
        words = [shorten(term.value) for term in (quad.subject, quad.predicate, quad.object)]
        shown = prove(there, *words)
        assert "18-aligned" in " ".join(step.rule for step in shown.steps), words
    run = kg("why", " ".join(words), "--store", store)
    assert run.code == 0


@pytest.mark.parametrize("seeds", [SEEDS, CORNER], ids=["seeds", "two-sources"])
def test_every_triple_that_follows_is_proved_down_to_what_was_asserted(seeds):
    store, rules = graph_of(seeds), {path.stem for path in (shipped("ontology") / "rules").glob("*.rq")}
    nodes = tuple(iri(kind, "") for kind in ("actor", "event", "proposition", "relation", "statement"))
    triples = [
        (quad.subject.value, quad.predicate.value, quad.object.value)
        for graph in ("derived", "entailed")
        for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS[graph]))
        if quad.predicate.value.startswith(DP) and isinstance(quad.object, ox.NamedNode)
        and quad.subject.value.startswith(nodes)
    ]  # fmt: skip  # one condition a line
    assert {name.removeprefix(DP) for _, name, _ in triples} >= {
        "supports",
        "vetoed",
        "participant",
        "incompatibleWith",
    }
    for subject, predicate, value in triples:
        shown = prove(store, subject, f"dp:{predicate.removeprefix(DP)}", value)
        named = {rule for step in shown.steps for rule in step.rule.split(", ")}
        assert named - rules <= {"asserted", "asserted in the reference data"}
        assert shown.proofs or any(step.entry for step in shown.steps)


def test_what_the_rules_say_of_a_node_of_theirs_is_proved_with_that_node():
    """Each property of stances, periods, grounds, acts towards others and edges, by one triple that names it."""
    there = graph_of(CORNER)
    triples = {}
    for quad in there.quads_for_pattern(None, None, None, ox.NamedNode(GRAPHS["derived"])):
        kind = kind_of(quad.subject.value)
        if isinstance(quad.object, ox.NamedNode) and kind in ("edge", "ground", "period", "stance", "towards"):
            triples[kind, quad.predicate.value] = quad
    found = {(kind, shorten(predicate)) for kind, predicate in triples}
    assert {("stance", "dp:standing"), ("edge", "rdf:predicate"), ("period", "dp:lastGround")} <= found
    for quad in triples.values():
        words = [shorten(term.value) for term in (quad.subject, quad.predicate, quad.object)]
        shown = prove(there, *words)
        assert shown.steps, words
        assert shown.proofs or any(step.entry for step in shown.steps), words
    stance = next(quad.subject.value for (kind, _), quad in triples.items() if kind == "stance")
    with pytest.raises(NotFoundError, match="no edge stance:"):
        prove(there, stance, "dp:standing", "side:supports")


def combinations(store: ox.Store) -> list[ox.Quad]:
    """Return a triple of each property and kind of subject in each graph, and two of those that are derived."""
    found: dict[tuple[str, ...], list[ox.Quad]] = {}
    for quad in store:
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.BlankNode):
            kind = kind_of(quad.subject.value) or "term"
            graph = quad.graph_name.value
            name = graph if graph in GRAPHS.values() else "source"
            of_class = quad.object.value if quad.predicate.value == VOCABULARIES["rdf"] + "type" else ""
            found.setdefault((name, quad.predicate.value, kind, of_class), []).append(quad)
    twice = {GRAPHS["derived"], GRAPHS["voting"]}
    return [quad for key, quads in found.items() for quad in quads[: 2 if key[0] in twice else 1]]


def test_every_kind_of_triple_is_proved_with_its_rule_and_lines():
    """Whatever is in the store, down to the days of memberships, the parts of rows, and the terms of the ontology."""
    there = graph_of(SEEDS)
    folders = entry_folders(SEEDS)
    unproved = []
    for quad in combinations(there):
        words = [*map(shorten, (quad.subject.value, quad.predicate.value)), written(quad.object)]
        shown = prove_in(there, SEEDS, *words, folders=folders)
        proofs = shown.proofs if isinstance(shown, Derived) else [shown]
        places = [proof.passage.sheet_at for proof in proofs]
        places += [step.at for step in shown.steps] if isinstance(shown, Derived) else []
        if not any(places):
            unproved.append(words)
    assert unproved == []


def written(term: ox.NamedNode | ox.Literal) -> str:
    return shorten(term.value) if isinstance(term, ox.NamedNode) else term.value


def test_the_lines_of_a_package_are_shown_and_those_of_the_repository_come_first(tmp_path):
    """An entry of a package, one that the repository replaces, and one that nobody has any more."""
    (tmp_path / "kg.toml").write_text('reference = ["world", "gone"]\n')
    reference = tmp_path / "seeds" / "reference"
    reference.mkdir(parents=True)
    (reference / "states.yaml").write_text("# ours\nsyria: {label: Syria, iso: SY}\n")
    folders = entry_folders(tmp_path / "seeds")
    steps = [ProofStep("", "asserted", entry) for entry in ("syria", "norway", "nobody", "dp:Actor", "source:gone")]
    find_entries(Derived("", "", "", steps=steps), tmp_path / "seeds", folders)
    syria, norway, nobody, actor, source = (step.at for step in steps)
    assert syria == f"{reference / 'states.yaml'}:2"
    file, _, line = norway.rpartition(":")
    assert file.endswith("packages/world/states.yaml")
    assert Path(file).read_text("utf-8").splitlines()[int(line) - 1].startswith("norway:")
    assert (nobody, source) == ("", "")
    file, _, line = actor.rpartition(":")
    assert Path(file).read_text("utf-8").splitlines()[int(line) - 1].startswith("dp:Actor a ")


def test_a_day_is_proved_by_the_end_of_its_interval():
    name = next(
        quad.subject.value for quad in graph_of(SEEDS).quads_for_pattern(None, ox.NamedNode(DP + "heldTo"), None, None)
    )
    day = NodeReader(graph_of(SEEDS)).one(name, DP + "heldTo")
    shown = prove(graph_of(SEEDS), shorten(name), "dp:heldTo", f'"{day}"')
    assert [step.rule for step in shown.steps] == ["asserted", "02-held-to"]
    with pytest.raises(NotFoundError, match=rf"dp:heldTo is {day}, not 1066-10-14"):
        prove(graph_of(SEEDS), shorten(name), "dp:heldTo", "1066-10-14")


def test_a_record_of_votes_in_a_sheet_is_proved_by_the_rows_of_the_votes():
    """Ballots in a sheet have no row of their own."""
    shown = prove(graph_of(SEEDS), "record:china.against.motion.vetoed-resolutions-on-syria")
    assert [proof.id for proof in shown.proofs] == ["first-veto", "second-veto"]
    assert ("first voted", "not after 2012-03-11") in shown.facts
    assert shown.steps[0].text.startswith("not after 2012-03-11: First veto")


def test_a_stance_without_a_plain_edge_is_named_with_its_standing(store):
    there = graph_of(CORNER)
    standing = ox.NamedNode(DP + "standing")
    ended = next(
        quad.subject.value
        for quad in there.quads_for_pattern(None, standing, None, None)
        if not quad.object.value.endswith("last-known") and kind_of(quad.subject.value) == "stance"
    )
    facts = NodeReader(there)
    words = [shorten(facts.one(ended, DP + key)) for key in ("actor", "side", "towards")]
    words[1] = words[1].replace("side:", "dp:")
    with pytest.raises(NotFoundError, match=rf"`kg why {shorten(ended)}` shows one that is "):
        prove(there, *words)
    with pytest.raises(NotFoundError, match="`kg query stances` shows what is past"):
        prove(there, "arcadia", "denies", "talks")


def test_a_property_needs_no_prefix(store):
    run = kg("why", "alba-stone speaksFor arcadia", "--store", store)
    assert run.out == kg("why", "alba-stone dp:speaksFor arcadia", "--store", store).out
    assert run.out.startswith("edge:alba-stone.speaksFor.arcadia\n")


def test_a_misspelt_property_gets_the_nearest(store):
    run = kg("why", "arcadia suports talks", "--store", store)
    assert (run.code, run.err) == (2, "kg: unknown property `suports` (did you mean `supports`?)\n")


@pytest.mark.parametrize(
    ("written", "near"),
    [
        ("arcadia suport talks", "unknown property `suport` (did you mean `supports`?)"),
        ("borduria opose victory", "unknown property `opose` (did you mean `opposes`?)"),
        ("arcadia acuse borduria", "unknown property `acuse` (did you mean `accuses`?)"),
        ("arcadai supports talks", " or arcadia?)"),
        ("arcadia supports victry", "there is no proposition `victry` (did you mean victory?)"),
        ("arcadia supports zebras", "there is no proposition `zebras` (`kg query propositions` lists them)"),
    ],
)
def test_an_edge_in_words_with_a_slip_gets_the_nearest_names(store, written, near):
    run = kg("why", written, "--store", store)
    assert run.out == ""
    assert near in run.err


def test_a_wider_edge_is_proved_by_all_narrower_ones():
    shown = prove(graph_of(SEEDS), "saudi-arabia", "dp:speaksAgainst", "russia")
    assert shown.sentence == "Saudi Arabia speaks against: Russia"
    assert [step.text for step in shown.steps if step.rule == "17-edges-between-actors"] == [
        "dp:accuses rdfs:subPropertyOf dp:speaksAgainst",
        "dp:criticises rdfs:subPropertyOf dp:speaksAgainst",
    ]
    assert [item.id for item in shown.proofs] == ["qatar-saudi-arabia-criticise-russia", "saud-license-for-brutality"]


@pytest.mark.parametrize(
    "triple",
    [
        "mike-pompeo dp:accuses iran",  # he said it was likely: an act towards Iran, but no edge
        "mike-pompeo dp:speaksAgainst iran",
        "russia dp:speaksAgainst saudi-arabia",
        "russia dp:participantIn event:2012-03-11-un-envoy-syria-talks.annan-assad-saturday",
    ],
)
def test_a_false_triple_has_no_proof(triple):
    with pytest.raises(NotFoundError, match="no edge actor:"):
        prove(graph_of(SEEDS), *triple.split())


def test_an_edge_that_does_not_stand_is_reported():
    with pytest.raises(NotFoundError, match="no edge actor:borduria dp:opposes proposition:truce"):
        prove(graph_of(CORNER), "borduria", "dp:opposes", "truce")


def test_a_representation_is_proved_by_the_post_and_its_days():
    shown = prove(graph_of(CORNER), "alba-stone", "dp:speaksFor", "arcadia")
    posts = [step.text for step in shown.steps if step.rule == "02-posts"]
    assert any(text.startswith("Foreign Minister of Arcadia: ") for text in posts)
    assert len(shown.proofs) == 3


def test_a_changed_text_is_shown_as_far_as_possible(tmp_path):
    shutil.copytree(CORNER, tmp_path / "seeds")
    text = tmp_path / "seeds" / SECOND / "article.txt"
    text.write_text("A new first line.\n\n" + text.read_text())
    moved = prove(graph_of(CORNER), "kane-truce")
    locate(moved, tmp_path / "seeds")
    assert moved.passage.text_at == f"{text}:7:1", "found again where it stands now"
    assert "has changed since it was coded" in moved.passage.problems[0]
    text.write_text("Nothing of it is left.\n")
    gone = prove(graph_of(CORNER), "kane-truce")
    locate(gone, tmp_path / "seeds")
    assert "no longer stands" in gone.passage.problems[1]
    assert "[[Borduria now wants a truce]], Boris Kane said." in as_text(gone), "the selectors' own context"


def test_missing_seeds_are_not_an_error(tmp_path):
    away = prove(graph_of(CORNER), "kane-truce")
    locate(away, tmp_path)
    assert "there is no folder" in away.passage.problems[0]
    (tmp_path / SECOND).mkdir()
    empty = prove(graph_of(CORNER), "kane-truce")
    locate(empty, tmp_path)
    assert [problem.partition(":")[0] for problem in empty.passage.problems] == [
        "the text cannot be shown in full",
        f"{tmp_path / SECOND} no longer has a row `kane-truce`",
    ]


def test_a_paragraph_ends_at_blank_lines_even_with_spaces_in_them(tmp_path):
    (tmp_path / "t.txt").write_text("One.\n \t\nTwo 😀 three\nfour.\n\n\nFive.")
    passage = Passage("", "three", "", 13, 18)
    find_passage(passage, tmp_path / "t.txt", "")
    assert (passage.before, passage.exact, passage.after) == ("Two 😀 ", "three", "\nfour.")
    assert passage.text_at == f"{tmp_path / 't.txt'}:3:7"


def test_a_row_of_an_rdf_file_is_found(tmp_path):
    node = iri("statement", "s", "a")
    (tmp_path / "sheet.ttl").write_text(f"@prefix dp: <x#> .\n\n<{node}> dp:holder <y> .\n")
    assert find_row(tmp_path, node, "a") == f"{tmp_path / 'sheet.ttl'}:3:1"
    assert find_row(tmp_path, node + "b", "b") is None


def test_no_control_character_reaches_the_terminal():
    shown = proof("stone-truce")
    shown.passage.before = "\x1b[2J\x07before"
    text = as_text(shown, marks=bold())
    assert "\x1b[2J" not in text
    assert "\x1b[1mWe want a truce\x1b[22m" in text


def test_markdown_contains_exactly_what_the_text_says():
    shown = proof("stone-truce")
    shown.passage.after = " *not* <b>bold</b>"
    assert r"\*not\* \<b\>bold" in as_markdown(shown)
    assert "**We want a truce**" in as_markdown(shown)


def test_the_command_prints_the_proof(store):
    run = kg("why", "kane-truce", "--store", store)
    assert (run.code, run.err) == (0, "")
    assert "[[Borduria now wants a truce]], Boris Kane said." in run.out
    assert f"{SECOND}/article.txt:5:1" in run.out
    assert f"{SECOND}/sheet.yaml:" in run.out
    assert f"contrary to   statement:{FIRST}.kane-no-truce" in run.out


def test_a_proof_as_json_has_its_name_facts_and_passage(store):
    told = json.loads(kg("why", "kane-truce", "-f", "json", "-s", store).out)
    assert told["name"] == f"statement:{SECOND}.kane-truce"
    assert told["facts"]["said"] == ["not after 2020-02-20"]
    assert told["passage"]["exact"] == "Borduria now wants a truce"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["no-such-thing"], 1, "there is no statement, event, relation or edge `no-such-thing`"),
        (["watch-toll"], 2, "is not unique"),
        (["kane-truce", "-f", "jsn"], 2, "unknown format `jsn` (did you mean `json`?)"),
        ([], 2, "ID"),
    ],
)
def test_an_unprovable_statement_is_one_line(store, arguments, code, message):
    run = kg("why", *arguments, "--store", store)
    assert (run.code, run.out) == (code, "")
    assert message in run.err
    assert run.err.count("\n") == 1


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("kane", "actor:boris-kane"),
        ("Boris  Kane", "actor:boris-kane"),
        ("council", "actor:council"),  # an id before any word of a name
        ("Council of the coast", "actor:council"),
        ("victory", "proposition:victory"),
        ("talks", "proposition:talks"),
        ("shelling Northport", "proposition:shelling-kills"),
        ("Cadonia supports talks", "stance:cadonia.supports.talks"),
        ("cadonia dp:supports there should be talks", "stance:cadonia.supports.talks"),
        ("stone a dp:Actor", "actor:alba-stone"),
    ],
)
def test_a_name_is_resolved_as_in_a_question(store, written, name):
    assert json.loads(kg("why", written, "-f", "json", "-s", store).out)["name"] == name


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("truce in", "`truce in` is ambiguous (choose one: proposition:local-truce, proposition:truce)"),
        ("borduria supports sanctions", "no edge actor:borduria dp:supports proposition:sanctions"),
        ("kane supports zebras", "there is no proposition `zebras` (`kg query propositions` lists them)"),
        (" ", "the name is missing"),
    ],
)
def test_an_ambiguous_name_is_not_guessed(store, written, message):
    run = kg("why", written, "-s", store)
    assert (run.code, run.out) == (2 if "ambiguous" in message or "missing" in message else 1, "")
    assert message in run.err


def test_a_property_that_no_part_of_the_proof_knows_is_shown_under_its_label():
    store, node = ox.Store(), ox.NamedNode(iri("statement", SECOND, "kane-truce"))
    store.extend(graph_of(CORNER))
    told = ox.NamedNode(DP + "toldTo")
    label = ox.NamedNode(VOCABULARIES["rdfs"] + "label")
    store.add(ox.Quad(node, told, ox.NamedNode(iri("actor", "boris-kane")), ox.NamedNode(iri("source", SECOND))))
    store.add(ox.Quad(node, told, ox.Literal("the press"), ox.NamedNode(iri("source", SECOND))))
    store.add(ox.Quad(told, label, ox.Literal("told to"), ox.NamedNode(iri("source", SECOND))))
    found = prove(store, "kane-truce")
    before = prove(graph_of(CORNER), "kane-truce")
    assert [fact for fact in found.facts if fact not in before.facts] == [("told to", "Boris Kane, the press")]
