"""One repository into another: what both have stays, names that mean two things are told apart."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from data_repository import SHEET, edit
from in_process import kg_here
from shape_examples import SHAPES

from kg.cli.scaffold import create_repository
from kg.compare.merge import Merge, plan_merge
from kg.namespaces import BASE, ID, KINDS, TERM_KINDS, naming
from kg.reference.shared import load_reference
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.kept import KEPT, kept_text
from kg.validate.shacl.check import check_shapes

REFERENCE = Path("seeds/reference")
THEIRS = "https://other.example.net/kg/archive/"
PLACES = f"""# Written by hand.
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
<{THEIRS}id/place/high-hill> a <https://w3id.org/diplomatic-positions/ontology#Place> ; rdfs:label "High Hill"@en .
"""


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    create_repository(tmp_path / "ours")
    return tmp_path / "ours"


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """The same example with a text of its own, an actor of the same slug that is another one, and a new proposition."""
    create_repository(tmp_path / "theirs")
    folder = tmp_path / "theirs"
    (folder / REFERENCE / "states.yaml").write_text(
        "northland: {label: Northland}\nsouthland: {label: South Yland}\n", "utf-8"
    )
    edit(
        folder,
        "concerns: [northland, southland]",
        "concerns: [southland]\npeace:\n  sentence: There should be peace.\n"
        "  issues: [ceasefire]\n  incompatible_with: [ceasefire-at-the-example-border]\n  concerns: [southland]",
        REFERENCE / "propositions.yaml",
    )
    text = folder / SHEET.parent / "article.txt"
    text.write_text(text.read_text("utf-8") + "\nMore.\n", "utf-8")
    sheet = folder / SHEET
    content = re.sub("sha256: .*", f"sha256: {hashlib.sha256(text.read_bytes()).hexdigest()}", sheet.read_text("utf-8"))
    sheet.write_text(
        content.replace("for: northland", "for: southland").replace(
            "proposition: ceasefire-at-the-example-border", "proposition: peace"
        ),
        "utf-8",
    )
    edit(folder, "of: northland", "of: southland", REFERENCE / "officials.yaml")
    return folder


def test_equal_rows_stay_and_different_ones_are_renamed(ours: Path, theirs: Path) -> None:
    before = {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()}
    done = kg_here(ours, "merge", "../theirs")
    assert done.returncode == 0, done.stdout + done.stderr
    lines = done.stdout.splitlines()
    assert {"southland -> southland-theirs", f"{SHEET.parent.name} -> {SHEET.parent.name}-theirs"} <= set(lines)
    assert {path: path.read_bytes() for path in before} == before
    brought = (ours / f"{SHEET.parent}-theirs/sheet.yaml").read_text("utf-8")
    assert ("for: southland-theirs" in brought, "proposition: peace" in brought) == (True, True)
    assert "concerns: [southland-theirs]" in (ours / REFERENCE / "propositions/peace.yaml").read_text("utf-8")
    reference = load_reference(ours / REFERENCE)
    assert (reference.label("southland"), reference.label("southland-theirs")) == ("Southland", "South Yland")
    assert kg_here(ours, "build").returncode == 0


def test_entries_are_merged_whatever_their_file_is_called(ours: Path, theirs: Path) -> None:
    (theirs / REFERENCE / "places.yml").write_text("high-hill: {label: High Hill}\n", "utf-8")
    (theirs / REFERENCE / "groups").mkdir()
    (theirs / REFERENCE / "groups/walkers.yml").write_text("walkers: {label: Walkers, description: All.}\n", "utf-8")
    assert kg_here(ours, "merge", "../theirs").returncode == 0
    assert {"high-hill", "walkers"} <= load_reference(ours / REFERENCE).named.keys()


def test_a_second_merge_adds_nothing(ours: Path, theirs: Path) -> None:
    shutil.copytree(ours, ours.parent / "twin")
    done = kg_here(ours, "merge", "../twin")
    assert (done.returncode, done.stdout.startswith("0 sources and 0 entries added")) == (0, True)


def test_a_plan_changes_nothing(ours: Path, theirs: Path) -> None:
    before = sorted(ours.rglob("*"))
    done = kg_here(ours, "merge", "../theirs", "--plan")
    assert ("would be added" in done.stdout, sorted(ours.rglob("*"))) == (True, before)


def test_a_second_merge_of_what_was_renamed_adds_nothing(ours: Path, theirs: Path) -> None:
    assert kg_here(ours, "merge", "../theirs").returncode == 0
    before = {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()}
    done = kg_here(ours, "merge", "../theirs")
    assert (done.returncode, "\n0 sources and 0 entries added" in done.stdout) == (0, True), done.stdout
    assert {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(("cells", "refused"), [("southland", True), ("South Yland", False)])
def test_a_table_with_a_slug_that_changes_is_not_taken(ours: Path, theirs: Path, cells: str, refused: bool) -> None:
    folder = theirs / "seeds/rolls"
    folder.mkdir()
    (folder / "source.yaml").write_text("source: {title: Rolls}\ntables: []\n", "utf-8")
    (folder / "rolls.csv.gz").write_bytes(gzip.compress(f"vote,voter\n1,northland\n1,{cells}\n".encode()))
    done = kg_here(ours, "merge", "../theirs", "--plan")
    assert (done.returncode, "line 3, means something else here" in done.stderr) == (2 * refused, refused)


def write(folder: Path, **entries: str) -> None:
    """Write entries into files of their own: `officials__smith` is officials/smith.yaml."""
    for name, content in entries.items():
        path = folder / REFERENCE / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, "utf-8")


SMITH = "{0}: {{label: John Smith, {1}posts: [{{title: Envoy, of: {2}}}]}}\n"
#: Entries of one slug and one label, here and there, that are two things.
APART = {
    "officials__id-smith": (SMITH.format("id-smith", "wikidata: Q11, ", "northland"), "Q11", "Q12"),
    "officials__body-smith": (SMITH.format("body-smith", "", "northland"), "northland", "southland"),
    "groups__analysts": ("analysts: {label: analysts, description: Described by the words of the text.}\n", "", ""),
    # Only one of the two has a name.
    "groups__experts": (
        "experts: {label: Experts, description: Described by the words of the text.}\n",
        "Described by the words of the text.",
        "Those whom the pact names.",
    ),
    "places__tripoli": ("tripoli: {label: Tripoli, country: northland}\n", "northland", "southland"),
    "states__georgia": ("georgia: {label: Georgia, iso: QM}\n", "QM", "QN"),
}


def merged(ours: Path, other: Path) -> Merge:
    """Merge without a check of the result, which takes most of the time of the command."""
    merge = plan_merge(other / "seeds", ours / "seeds", other.name)
    merge.carry_out()
    return merge


def test_two_things_with_one_name_are_not_merged(ours: Path, tmp_path: Path) -> None:
    create_repository(tmp_path / "others")
    write(ours, **{name: content for name, (content, _, _) in APART.items()})
    write(
        tmp_path / "others", **{name: content.replace(old, new) for name, (content, old, new) in APART.items() if old}
    )
    write(tmp_path / "others", groups__analysts=APART["groups__analysts"][0])
    slugs = {name.partition("__")[2] for name in APART}
    for added in (slugs, set()):
        merge = merged(ours, tmp_path / "others")
        assert {slug for _, slug in merge.added} == added, "a second merge knows what the first one brought"
        assert {(slug, f"{slug}-others") for slug in slugs} <= set(merge.renamed())
    assert {f"{slug}-others" for slug in slugs} <= load_reference(ours / REFERENCE).named.keys()


def test_one_thing_under_two_slugs_is_linked(ours: Path, theirs: Path) -> None:
    write(
        ours,
        persons="a: {label: J. Smith, wikidata: Q11}\nb: {label: Eva Long}\nc: {label: E. Orm, aliases: [Ed Orm]}\n",
    )
    write(theirs, persons="d: {label: John Smith, wikidata: Q11}\ne: {label: Eva  long}\nf: {label: Ed Orm}\n")
    # Both have the official of this name in the package, so here he is somebody else.
    write(theirs, persons__g="g: {label: Sergey Lavrov}\n")
    sheet = theirs / SHEET
    content = sheet.read_text("utf-8").replace(
        "speaker: ada-north\n    for: southland", "speaker: d\n    addressee: [e, f]"
    )
    sheet.write_text(content, "utf-8")
    done = kg_here(ours, "merge", "../theirs")
    assert {"d -> a (known here)", "e -> b (known here)", "f -> c (known here)"} <= set(done.stdout.splitlines())
    brought = (ours / f"{SHEET.parent}-theirs/sheet.yaml").read_text("utf-8")
    assert "    speaker: a\n    addressee: [b, c]\n" in brought
    assert {"d", "e", "f", "g"} & load_reference(ours / REFERENCE).named.keys() == {"g"}
    done = kg_here(ours, "merge", "../theirs", "--plan", "-f", "json")
    assert "c" not in {found["entry"] for found in json.loads(done.stdout)["lacking"]}, "its name there is known here"


def test_one_thing_is_known_of_which_each_repository_says_something_else(ours: Path, tmp_path: Path) -> None:
    others = tmp_path / "others"
    create_repository(others)
    write(
        ours,
        places="ayport: {label: Ayport, country: northland}\nbeyport: {label: Beyport}\n",
        states__g="farland: {label: Farland, iso: QM}\n",
    )
    write(
        others,
        places="port-a: {label: Ayport}\nport-b: {label: Beyport, country: northland}\n",
        states__g="faria: {label: Farland, wikidata: Q11}\n",
    )
    renamed = merged(ours, others).renamed()
    assert {("port-a", "ayport"), ("port-b", "beyport"), ("faria", "farland")} <= set(renamed), (
        "an id of another register speaks against nothing"
    )


def test_an_entry_of_a_package_is_who_is_meant_where_the_package_is_not_used(ours: Path, tmp_path: Path) -> None:
    others = tmp_path / "others"
    create_repository(others)
    settings = others / "kg.toml"
    settings.write_text(settings.read_text("utf-8").replace('reference = ["world"]', ""), "utf-8")
    write(others, persons="minister: {label: Sergey Lavrov}\n")
    assert ("minister", "sergey-lavrov") in merged(ours, others).renamed()


def test_a_member_of_other_bodies_is_not_somebody_else_and_a_holder_of_other_offices_is(
    ours: Path, tmp_path: Path
) -> None:
    others = tmp_path / "others"
    create_repository(others)
    for folder, slug, body in ((ours, "a", "united-nations"), (others, "b", "arab-league")):
        write(
            folder,
            states__g=f"farland-{slug}: {{label: Farland, memberships: [{{of: {body}}}]}}\n",
            officials__g=f"cleo-{slug}: {{label: Cleo May, posts: [{{title: Envoy, of: {body}}}]}}\n",
        )
    merge = merged(ours, others)
    assert ("farland-b", "farland-a") in merge.renamed()
    assert "cleo-b" in {slug for _, slug in merge.added}


@pytest.mark.parametrize(("label", "added"), [("analysts", set()), ("experts", {"analysts"})])
def test_only_what_is_described_alike_was_brought_before(
    ours: Path, tmp_path: Path, label: str, added: set[str]
) -> None:
    described, others = APART["groups__analysts"][0], tmp_path / "others"
    create_repository(others)
    write(ours, groups__analysts=described)
    write(others, groups__analysts=described)
    merged(ours, others)
    write(others, groups__analysts=described.replace("label: analysts", f"label: {label}"))
    assert {slug for _, slug in merged(ours, others).added} == added


def test_one_sentence_is_one_proposition(ours: Path, theirs: Path) -> None:
    file = REFERENCE / "propositions.yaml"
    edit(ours, "There should be a ceasefire at the border of Northland and Southland.", "There should be peace.", file)
    renamed = merged(ours, theirs).renamed()
    assert ("peace", "ceasefire-at-the-example-border") in renamed
    assert ("ceasefire-at-the-example-border", "ceasefire-at-the-example-border-theirs") in renamed


def test_what_only_the_other_repository_says_is_reported(ours: Path, theirs: Path) -> None:
    edit(theirs, "label: Ada North\n", "label: Ada North\n  aliases: [Lady North]\n", REFERENCE / "officials.yaml")
    edit(theirs, "of: southland", "of: northland", REFERENCE / "officials.yaml")
    done = kg_here(ours, "merge", "../theirs", "--plan", "-f", "json")
    lacking = {found["entry"]: found for found in json.loads(done.stdout)["lacking"]}
    assert lacking.keys() == {"ada-north", "ceasefire-at-the-example-border"}, "and not who is described alike"
    assert lacking["ada-north"]["there"].endswith("theirs/seeds/reference/officials.yaml:3")
    assert "2 entries known here, with more in the other repository" in done.stderr


def test_a_package_that_is_not_used_here_is_reported(ours: Path, theirs: Path) -> None:
    settings = ours / "kg.toml"
    settings.write_text(settings.read_text("utf-8").replace('reference = ["world"]', ""), "utf-8")
    done = kg_here(ours, "merge", "../theirs")
    assert (done.returncode, "uses the reference package world" in done.stderr) == (2, True), done.stderr


def test_a_folder_that_is_not_a_repository_is_named(ours: Path, tmp_path: Path) -> None:
    (tmp_path / "bare").mkdir()
    done = kg_here(ours, "merge", "../bare")
    assert (done.returncode, done.stderr) == (
        2,
        "kg: ../bare: not a data repository (it has no folder seeds/reference)\n",
    )


def test_an_interrupted_merge_is_resumed(ours: Path, theirs: Path) -> None:
    target = ours / f"{SHEET.parent}-theirs"
    merged(ours, theirs)
    (target / "sheet.yaml").unlink()
    assert merged(ours, theirs).new_sources() == [target.name]
    assert sorted(path.name for path in target.iterdir()) == ["article.txt", "sheet.yaml"]
    assert not (ours / f"{SHEET.parent}-theirs-2").exists()


def test_a_source_without_its_text_takes_its_checked_quads_along(ours: Path, theirs: Path) -> None:
    (theirs / "kg.toml").write_text(f'base = "{THEIRS}"\nreference = ["world"]\n', "utf-8")
    sheet = theirs / SHEET
    with naming(THEIRS):
        reference, _ = assert_reference(theirs / REFERENCE)
        quads = assert_source(sheet.parent, reference).quads
    (sheet.parent / KEPT).write_bytes(kept_text(sheet.read_bytes(), quads))
    (sheet.parent / "article.txt").unlink()
    merged(ours, theirs)
    with naming(BASE):
        reference, _ = assert_reference(ours / REFERENCE)
        brought = assert_source(ours / f"{SHEET.parent}-theirs", reference)
    assert [finding.rule for finding in brought.findings] == ["unchecked-quotes"]
    names = {str(term) for quad in brought.quads for term in (quad.subject, quad.object, quad.graph_name)}
    assert [name for name in names if THEIRS in name] == []
    assert f"<{ID}actor/southland-theirs>" in names
    assert len(brought.quads) == len(quads)


class TestRDF:
    """The other repository has its reference data and its source in Turtle, below a base of its own."""

    @pytest.fixture
    def turtle(self, tmp_path: Path) -> Path:
        folder = tmp_path / "turtle"
        (folder / REFERENCE).mkdir(parents=True)
        (folder / "kg.toml").write_text(f'base = "{THEIRS}"\nreference = ["world"]\n', "utf-8")
        entries = text("reference.ttl").replace('"Southland"', '"South Yland"')
        (folder / REFERENCE / "entries.ttl").write_text(entries, "utf-8")
        (folder / REFERENCE / "places.ttl").write_text(PLACES, "utf-8")
        source = folder / "seeds/2024-05-02-talks"
        source.mkdir()
        (source / "sheet.ttl").write_text(text("source.ttl"), "utf-8")
        return folder

    def test_names_are_minted_anew_and_those_of_other_things_renamed(self, ours: Path, turtle: Path) -> None:
        (ours / "seeds/2024-05-02-talks").mkdir()
        (ours / "seeds/2024-05-02-talks/notes.txt").write_text("Taken.\n", "utf-8")
        done = kg_here(ours, "merge", "../turtle")
        assert "southland -> southland-turtle" in done.stdout, done.stdout + done.stderr
        assert "2024-05-02-talks -> 2024-05-02-talks-turtle" in done.stdout
        entries = (ours / REFERENCE / "entries.ttl").read_text("utf-8")
        source = (ours / "seeds/2024-05-02-talks-turtle/sheet.ttl").read_text("utf-8")
        assert (THEIRS in entries, THEIRS in source) == (False, False)
        assert '"South Yland"' in entries
        assert "actor:northland a dp:State" not in entries, "the same state, which stays as it is here"
        assert "southland-turtle.league" in entries, "and what its name is part of"
        assert f"{ID}statement/2024-05-02-talks-turtle.north" in "".join(ox_names(source))
        with naming(BASE):
            reference, context = assert_reference(ours / REFERENCE)
            talks = assert_source(ours / "seeds/2024-05-02-talks-turtle", reference)
            found = (
                *context.findings,
                *talks.findings,
                *check_shapes([context], context),
                *check_shapes([talks], context),
            )
        assert [finding.message for finding in found if finding.severity > 2] == []

    def test_a_file_taken_as_a_whole_keeps_its_wording(self, ours: Path, turtle: Path) -> None:
        (ours / "kg.toml").write_text(f'base = "{THEIRS}"\nreference = ["world"]\n', "utf-8")
        assert kg_here(ours, "merge", "../turtle", "--plan").returncode == 0
        kg_here(ours, "merge", "../turtle")
        assert (ours / REFERENCE / "places.ttl").read_text("utf-8") == PLACES
        assert (ours / "seeds/2024-05-02-talks/sheet.ttl").read_text("utf-8") != text("source.ttl"), "southland"

    def test_a_second_merge_adds_nothing(self, ours: Path, turtle: Path) -> None:
        kg_here(ours, "merge", "../turtle")
        before = {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()}
        done = kg_here(ours, "merge", "../turtle")
        assert "\n0 sources and 0 entries added" in done.stdout, done.stdout
        assert {path: path.read_bytes() for path in ours.rglob("*") if path.is_file()} == before


def text(name: str) -> str:
    """Return an example of the shapes, its data named below the base of the other repository."""
    turtle = (SHAPES / "valid" / name).read_text("utf-8")
    for kind in (kind for kind in KINDS if kind not in TERM_KINDS):
        turtle = turtle.replace(f"{ID}{kind}/", f"{THEIRS}id/{kind}/")
    return turtle


def ox_names(turtle: str) -> list[str]:
    return [triple.subject.value for triple in ox.parse(turtle, format=ox.RdfFormat.TURTLE)]
