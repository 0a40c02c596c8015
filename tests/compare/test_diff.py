"""kg diff: what changed, in statements, whatever the two versions are."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from graphs import CORNER, graph_of
from in_process import kg

from kg.compare.statements import Version, diff
from kg.compare.versions import find_version
from kg.compare.view import show
from kg.endpoints.content import from_statements
from kg.endpoints.load import load
from kg.errors import InputError, UsageError
from kg.namespaces import GRAPHS, iri, shorten

SECOND = "2020-02-20-second"
SHEET = f"{SECOND}/sheet.yaml"
STONE = f"statement:{SECOND}.stone-victory"


@pytest.fixture
def seeds(tmp_path, monkeypatch):
    """A copy of the corner of the world, to be changed; no configuration is around."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KG_CONFIG", str(tmp_path / "kg.toml"))
    (tmp_path / "kg.toml").write_text("")
    shutil.copytree(CORNER, tmp_path / "seeds")
    return tmp_path / "seeds"


def edit(seeds, old, new, file=SHEET):
    text = (seeds / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    (seeds / file).write_text(text.replace(old, new), encoding="utf-8")


TRUCE = "    act: supports\n    proposition: truce\n    mode: indirect\n"
VICTORY = """  - id: stone-victory
    quote: '=We fight on, to victory'
    speaker: alba-stone
    for: arcadia
    act: promises
    proposition: victory
    said: 2020-02-19
    mode: direct
"""


def between(old, new):
    return diff(find_version(str(old)), find_version(str(new)))


def names(records):
    return [shorten(record.iri).rpartition(".")[2] for record in records]


PROPOSITIONS = "reference/propositions.yaml"


class TestStatements:
    def test_equal_versions_have_no_difference(self, seeds):
        difference = between(CORNER, seeds)
        assert not difference
        assert show(difference, "text") == ""

    def test_a_change_of_side_is_one_line(self, seeds):
        edit(seeds, TRUCE, TRUCE.replace("supports", "rejects").replace("mode", "holds: {since: 2020-02-01}\n    mode"))
        difference = between(CORNER, seeds)
        (changed,) = difference.changed
        assert changed.fields == ("act", "holdsDuring", "polarity")
        assert show(difference, "text") == (
            "~ Boris Kane: supports -> opposes truce, act supports -> rejects, since 2020-02-01, "
            f"evidence “Borduria now wants a truce”, statement:{SECOND}.kane-truce\n"
        )

    def test_additions_and_removals_are_listed(self, seeds):
        edit(seeds, VICTORY, "")
        gone, come = between(CORNER, seeds), between(seeds, CORNER)
        assert (names(gone.removed), gone.added, gone.changed) == (["stone-victory"], [], [])
        assert (names(come.added), come.removed, come.changed) == (["stone-victory"], [], [])
        line = f"Alba Stone supports victory (promises), evidence “=We fight on, to victory”, {STONE}"
        assert show(gone, "text") == f"- {line}\n"
        assert show(come, "text") == f"+ {line}\n"

    def test_a_new_id_is_not_a_new_statement(self, seeds):
        edit(seeds, "id: kane-truce", "id: kane-wants-truce")
        (changed,) = between(CORNER, seeds).changed
        assert changed.fields == ("id",)

    def test_neither_of_two_identical_rows_counts_as_renamed(self, seeds):
        """A new id is recognised by the words, if only one new row has them."""
        edit(seeds, VICTORY, "".join(VICTORY.replace("stone-victory", f"new-{n}") for n in (1, 2)))
        difference = between(CORNER, seeds)
        assert (names(difference.added), names(difference.removed)) == (["new-1", "new-2"], ["stone-victory"])

    def test_a_row_with_a_new_id_and_another_speaker_is_another_statement(self, seeds):
        edit(seeds, VICTORY, VICTORY.replace("stone-victory", "new").replace("alba-stone", "boris-kane"))
        difference = between(CORNER, seeds)
        assert (names(difference.added), names(difference.removed)) == (["new"], ["stone-victory"])

    def test_each_change_is_shown_with_its_old_value(self, seeds):
        edit(seeds, "id: kane-truce", "id: kane-wants-truce")
        edit(
            seeds, "speaker: alba-stone\n    for: arcadia\n    act: promises", "speaker: boris-kane\n    act: promises"
        )
        edit(seeds, "quote: Borduria now wants a truce", "quote: Borduria now wants")
        lines = show(between(CORNER, seeds), "text")
        assert "holder Alba Stone -> Boris Kane" in lines
        edit(seeds, "quote: Borduria now wants", "quote: Borduria now wants a truce")
        assert f", id {SECOND}.kane-truce -> {SECOND}.kane-wants-truce, evidence" in show(
            between(CORNER, seeds), "text"
        )
        edit(seeds, "id: kane-wants-truce", "id: kane-truce")
        edit(seeds, "quote: Borduria now wants a truce", "quote: Borduria now wants")
        assert "quote “Borduria now wants a truce” -> “Borduria now wants”" in show(between(CORNER, seeds), "text")

    def test_an_added_or_removed_period_is_reported(self, seeds):
        dated = shutil.copytree(seeds, seeds.parent / "dated")
        edit(dated, TRUCE, TRUCE.replace("mode", "holds: {since: 2020-02-01, until: 2021}\n    mode"))
        assert "no longer dated" in show(between(dated, seeds), "text")
        assert "since 2020-02-01 until 2021" in show(between(seeds, dated), "text")

    def test_an_added_or_removed_actor_is_reported_as_such(self, seeds):
        edit(
            seeds,
            "arcadia: {label: Arcadia}",
            "arcadia: {label: Arcadia}\nelsewhere: {label: Else}",
            "reference/states.yaml",
        )
        assert "* actor:elsewhere added: Else\n" in show(between(CORNER, seeds), "text")
        assert "* actor:elsewhere removed: Else\n" in show(between(seeds, CORNER), "text")

    def test_a_change_of_a_part_is_a_change_of_its_statement(self, seeds):
        edit(seeds, "deaths: 12", "deaths: 13")
        edit(seeds, "quote: Borduria now wants a truce", "quote: Borduria now wants")
        by_name = {names([changed.new])[0]: changed.fields for changed in between(CORNER, seeds).changed}
        assert by_name == {"watch-toll": ("toll 1 deaths",), "kane-truce": ("end", "quote")}

    def test_changes_of_the_reference_data_are_listed_separately(self, seeds):
        edit(
            seeds,
            "arcadia: {label: Arcadia}",
            "arcadia: {label: Arcadia, aliases: [Old Arcadia]}",
            "reference/states.yaml",
        )
        difference = between(CORNER, seeds)
        assert (difference.added, difference.removed, difference.changed) == ([], [], [])
        assert show(difference, "text") == "* actor:arcadia changed: altLabel nothing -> “Old Arcadia”\n"

    def test_a_term_that_ended_on_another_day_shows_both(self, seeds):
        edit(seeds, "since: 2018-05, until: 2020-01}", "since: 2018-05, until: 2020-01-31}", "reference/officials.yaml")
        (line,) = show(between(CORNER, seeds), "text").splitlines()
        assert line.endswith("since 2018-05 until 2020-01 -> since 2018-05 until 2020-01-31")

    def test_a_proposition_worded_otherwise_shows_both_wordings(self, seeds):
        old, new = "There should be talks.", "There should be talks on fishing and/or borders."
        edit(
            seeds, f"{{sentence: {old}, issues: [peace-talks]", f"{{sentence: {new}, issues: [ceasefire]", PROPOSITIONS
        )
        told = f"proposition:talks changed: issue peace-talks -> ceasefire, label “{old}” -> “{new}”"
        assert show(between(CORNER, seeds), "text") == f"* {told}\n"
        assert f"- {told}\n" in show(between(CORNER, seeds), "md").replace("\\", "")
        (other,) = json.loads(show(between(CORNER, seeds), "json"))["others"]
        assert other["fields"]["label"] == {"old": [old], "new": [new]}

    def test_a_literal_rewritten_by_a_store_is_not_a_difference(self):
        graph, subject = ox.NamedNode(GRAPHS["reference"]), ox.NamedNode(iri("actor", "x"))
        decimal = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")

        def version(*literals):
            return Version("x", [ox.Quad(subject, subject, literal, graph) for literal in literals])

        old = version(ox.Literal("0.50", datatype=decimal), ox.Literal("a", language="en-GB"))
        new = version(ox.Literal("0.5", datatype=decimal), ox.Literal("a", language="en-gb"))
        assert not diff(old, new)
        assert diff(old, version(ox.Literal("0.51", datatype=decimal), ox.Literal("a", language="en-GB")))


class TestFormats:
    @pytest.fixture
    def difference(self, seeds):
        edit(seeds, TRUCE, TRUCE.replace("supports", "rejects"))
        edit(seeds, VICTORY, "")
        return between(CORNER, seeds)

    def test_a_difference_is_written_as_markdown(self, difference):
        text = show(difference, "md")
        assert text.startswith("### What changes: 1 removed, 1 changed statements\n")
        assert "\n**Changed**\n\n- Boris Kane: supports -> opposes truce" in text
        assert "kane-truce" in text

    def test_a_difference_is_written_as_json(self, difference):
        document = json.loads(show(difference, "json"))
        assert document.keys() == {"old", "new", "added", "removed", "changed", "others", "triples"}
        assert document["triples"]["removed"] > document["triples"]["added"] > 0
        assert document["changed"][0]["old"]["polarity"] == [iri("polarity", "supports")]
        assert document["changed"][0]["fields"] == ["act", "polarity"]
        assert document["changed"][0]["new"]["polarity"] == [iri("polarity", "opposes")]
        assert [record["iri"] for record in document["removed"]] == [iri("statement", SECOND, "stone-victory")]

    def test_a_patch_makes_the_old_version_the_new_one(self, difference, seeds):
        lines = show(difference, "patch").splitlines()
        assert lines[0].startswith("H id <urn:uuid:")
        assert (lines[1], lines[-1]) == ("TX .", "TC .")
        store = ox.Store()
        store.extend(find_version(str(CORNER)).quads)
        for line in lines[2:-1]:
            (quad,) = ox.parse(line[2:].encode(), format=ox.RdfFormat.N_QUADS)
            (store.add if line[0] == "A" else store.remove)(quad)
        assert not diff(Version("patched", list(store)), find_version(str(seeds)))


class TestVersions:
    def test_a_sheet_and_a_source_are_compared_with_the_reference_data_beside_them(self, seeds):
        edit(seeds, "deaths: 12", "deaths: 13")
        for path in (SECOND, SHEET):
            assert len(between(CORNER / path, seeds / path).changed) == 1
            assert between(CORNER / path, seeds / path).others == []

    def test_git_revisions_are_compared(self, seeds):
        git("init", "-q", "-b", "main")
        commit("first")
        edit(seeds, "deaths: 12", "deaths: 13")
        commit("second")
        edit(seeds, VICTORY, "")
        assert names(changed.new for changed in between("HEAD~1", "HEAD").changed) == ["watch-toll"]
        assert names(between("main", "seeds").removed) == ["stone-victory"]
        assert len(between(f"HEAD~1:seeds/{SECOND}", f"HEAD:seeds/{SECOND}").changed) == 1
        with pytest.raises(UsageError, match="unknown git revision 'elsewhere'"):
            find_version("elsewhere")
        with pytest.raises(UsageError, match="HEAD:seeds/none: there is no"):
            find_version("HEAD:seeds/none")

    def test_a_mistake_in_a_revision_is_reported_at_its_place_in_it(self, seeds):
        git("init", "-q", "-b", "main")
        edit(seeds, "proposition: truce", "proposition: truse")
        commit("first")
        told = []
        find_version("HEAD", tell=told.append)
        assert told[0].startswith(f"HEAD:seeds/{SHEET}:")
        (seeds / SHEET).write_text("source: [")
        commit("second")
        with pytest.raises(InputError) as caught:
            find_version("HEAD")
        assert str(caught.value).startswith(f"HEAD:seeds/{SHEET}:1:")

    def test_an_unknown_version_is_refused(self, seeds):
        with pytest.raises(UsageError, match="name a file, a folder, `store`, a profile, or a git revision"):
            find_version("nothing")

    def test_the_embedded_store_is_compared_with_the_seeds(self, seeds, tmp_path, monkeypatch):
        from small_store import make_store

        quads = list(graph_of(CORNER))
        make_store(tmp_path / "store", data=ox.serialize(quads, format=ox.RdfFormat.TRIG).decode())
        monkeypatch.setenv("KG_STORE", str(tmp_path / "store"))
        edit(seeds, "deaths: 12", "deaths: 13")
        for name in ("store", tmp_path / "store"):
            assert len(between(name, seeds).changed) == 1
            assert not between(name, CORNER)

    def test_a_triplestore_is_compared_with_the_seeds(self, seeds, tmp_path, server):
        store = graph_of(CORNER)
        graphs = {graph.value: list(store.quads_for_pattern(None, None, None, graph)) for graph in store.named_graphs()}
        there = server.profile
        settings = f'preset = "{there.preset}"\nurl = "{there.url}"\nauth = "{there.auth}"\n'
        (tmp_path / "kg.toml").write_text(f"[profiles.there]\n{settings}")
        with pytest.MonkeyPatch.context() as patch:
            for key in ("user", "password") if there.user else ():
                patch.setenv(f"KG_THERE_{key.upper()}", getattr(there, key))
            with pytest.raises(UsageError, match="nothing was loaded there by kg"):
                find_version("there")
            load(server.profile, from_statements(graphs))
            assert not between("there", CORNER)
            edit(seeds, VICTORY, "")
            assert names(between("there", seeds).removed) == ["stone-victory"]


class TestCommand:
    def test_the_exit_code_shows_changes_only_on_request(self, seeds):
        edit(seeds, "deaths: 12", "deaths: 13")
        plain, told = kg("diff", CORNER, seeds), kg("diff", CORNER, seeds, "--exit-code")
        assert (plain.code, told.code) == (0, 1)
        assert plain.out == told.out != ""
        assert kg("diff", CORNER, CORNER, "--exit-code").code == 0

    def test_a_sheet_that_cannot_be_read_in_full_is_reported(self, seeds):
        edit(seeds, "proposition: truce", "proposition: truse")
        done = kg("diff", CORNER, seeds)
        assert "what could not be read is left out" in done.err
        assert "kane-truce" in done.out

    def test_a_mistake_is_reported_in_one_line(self, seeds):
        done = kg("diff", "nowhere", seeds)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith("kg: nowhere: no such version")


def git(*arguments):
    settings = ["-c", "user.name=ann", "-c", "user.email=ann@example.org"]
    subprocess.run(["git", *settings, *arguments], check=True, capture_output=True)


def commit(message):
    git("add", Path("seeds"))
    git("commit", "-q", "-m", message)
