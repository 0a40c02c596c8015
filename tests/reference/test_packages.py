"""Shared reference data: read by many repositories, changed by none, and one node for all of them."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from data_repository import SHEET, git, new_repository, run
from in_process import kg_here

from kg.errors import InputError
from kg.namespaces import BASE, ID, iri, naming
from kg.paths import shipped
from kg.reference.packages import find_package, packages_of, shipped_packages, write_description
from kg.reference.shared import load_reference
from kg.sources.assertion import assert_reference
from kg.validate.integrity import check_reference_data
from kg.validate.run import validate
from kg.validate.shacl.check import check_shapes

if TYPE_CHECKING:
    from kg.findings import Finding

PACKAGES = Path(__file__).parents[2] / "kg/reference/packages"
OURS = "https://data.example.org/positions/"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = new_repository(tmp_path)
    toml = folder / "kg.toml"
    toml.write_text(toml.read_text("utf-8").replace("# base", "base", 1).replace("; do not", " # do not"), "utf-8")
    return folder


def findings(repository: Path) -> list[Finding]:
    return list(validate([repository / "seeds"]).findings)


class TestWorld:
    """The package that kg ships."""

    @pytest.fixture
    def world(self, tmp_path: Path):
        folder = tmp_path / "reference"
        shutil.copytree(PACKAGES / "world", folder, ignore=shutil.ignore_patterns("compiled.*"))
        return assert_reference(folder)

    def test_the_package_world_has_the_193_members_of_the_united_nations_and_conforms(self, world) -> None:
        reference, assertion = world
        states = [entry for entry in reference.named.values() if entry.type == "State"]
        members = [
            q for q in assertion.quads if q.predicate.value.endswith("#memberOf") and "/united-nations" in str(q.object)
        ]
        assert (  # so many members the United Nations have
            len({q.subject for q in members if reference.named[q.subject.value.rpartition("/")[2]].type == "State"})
            == 193
        )
        assert len(states) > 193  # observers and others beside them
        assert [f.message for f in assertion.findings if f.rule != "shared-name"] == []
        assert [f.message for f in check_shapes([assertion], assertion)] == []
        assert {f.rule for f in check_reference_data(assertion)} <= {"two-holders"}  # a government has many members

    def test_its_names_are_those_of_the_sample(self, world) -> None:
        reference, _ = world
        sample = load_reference(shipped("seeds") / "reference")
        states = [entry.slug for entry in sample.named.values() if entry.type == "State"]
        assert [slug for slug in states if reference.get(slug) is None] == []

    def test_entries_are_sorted_so_that_branches_merge(self) -> None:
        for path in PACKAGES.glob("*/*.yaml"):
            slugs = [line.partition(":")[0] for line in path.read_text("utf-8").splitlines() if line[:1] not in " #"]
            assert slugs == sorted(slugs)

    def test_its_compiled_form_says_the_same(self, world, repository: Path) -> None:
        reference, assertion = world
        compiled, both = assert_reference(repository / "seeds/reference")
        assert {quad.triple for quad in both.shared} == {quad.triple for quad in assertion.quads}
        read = {(e.slug, e.type, e.label, e.aliases, e.demonyms) for e in reference.named.values()}
        assert read <= {(e.slug, e.type, e.label, e.aliases, e.demonyms) for e in compiled.named.values()}

    def test_a_shipped_package_has_its_checksum_version_licence_and_notice(self) -> None:
        for name in shipped_packages():
            package = find_package(name, Path())
            assert package.digest()
            licence, source = {
                "world": ("MIT AND CC-BY-4.0", "Open Event Data Alliance"),
                "leaders": ("CC-BY-4.0", "World Factbook"),
            }[name]
            assert (package.version, package.licence, package.base) == ("2026.12.1", licence, BASE)
            assert source in (package.folder / "NOTICE.md").read_text("utf-8")


class TestRepository:
    def test_a_first_article_needs_no_states(self, repository: Path) -> None:
        sheet = repository / SHEET
        text = (
            sheet.read_text("utf-8").replace("speaker: ada-north", "speaker: egypt").replace("    for: northland\n", "")
        )
        sheet.write_text(text, "utf-8")
        assert findings(repository) == []
        assert kg_here(repository, "build").returncode == 0
        shown = kg_here(repository, "query", "positions", "-p", "by=egypt").stdout
        assert (f"<{ID}actor/egypt>" in shown, f"<{OURS}id/statement/" in shown) == (True, True)
        assert "Egypt" in kg_here(repository, "query", "positions", "-p", "by=Arab Republic of Egypt").stdout

    def test_an_own_entry_keeps_the_shared_name(self, repository: Path) -> None:
        assert kg_here(repository, "reference", "add", "Egypt", "--copy").returncode == 0
        states = repository / "seeds/reference/states/egypt.yaml"
        states.write_text(states.read_text("utf-8").replace("label: Egypt", "label: The Egypt of ours"), "utf-8")
        assert findings(repository) == []
        with naming(OURS):
            reference, assertion = assert_reference(repository / "seeds/reference")
            labels = [
                q.object.value
                for q in assertion.quads
                if q.subject.value == f"{ID}actor/egypt" and "label" in str(q.predicate)
            ]
            assert (labels, reference.iri("actor", "egypt")) == (["The Egypt of ours"], f"{ID}actor/egypt")
            assert reference.iri("actor", "northland") == iri("actor", "northland") == f"{OURS}id/actor/northland"
        assert kg_here(repository, "reference", "add", "egypt", "--copy").returncode == 2

    def test_only_one_entry_replaces_the_shared_one(self, repository: Path) -> None:
        folder = repository / "seeds/reference"
        (folder / "states").mkdir()
        (folder / "states/egypt.yaml").write_text("egypt: {label: Egypt}\n", "utf-8")
        (folder / "states.yaml").write_text(
            (folder / "states.yaml").read_text("utf-8") + "egypt: {label: The other Egypt}\n", "utf-8"
        )
        [finding] = findings(repository)
        assert (finding.rule, "egypt" in finding.message) == ("duplicate-slug", True)

    def test_a_proposed_name_replaces_no_shared_entry(self, repository: Path) -> None:
        """A draft writes a name with the accents of its text, and the package has the person without."""
        sheet = repository / SHEET
        content = sheet.read_text("utf-8").replace("speaker: ada-north", "speaker: abdala-bucaram-ortiz")
        sheet.write_text(content.replace("    for: northland\n", "    status: proposed\n"), "utf-8")
        proposed = sheet.parent / "reference.proposed"
        proposed.mkdir()
        entry = "abdala-bucaram-ortiz: {label: Abdalá Bucaram Ortiz, description: A person whom the text names.}\n"
        (proposed / "persons.yaml").write_text(entry, "utf-8")
        assert findings(repository) == []

    def test_another_thing_may_not_take_the_name(self, repository: Path) -> None:
        (repository / "seeds/reference/places.yaml").write_text(
            "egypt: {label: Egypt, Texas}\n".replace(", Texas", ""), "utf-8"
        )
        [finding] = findings(repository)
        assert (finding.rule, finding.line) == ("duplicate-slug", 1)

    def test_an_unknown_name_offers_the_entry_of_a_package(self, repository: Path) -> None:
        toml = repository / "kg.toml"
        toml.write_text(toml.read_text("utf-8").partition("reference =")[0], "utf-8")
        sheet = repository / SHEET
        sheet.write_text(sheet.read_text("utf-8").replace("speaker: ada-north", "speaker: egypt"), "utf-8")
        assert any("`kg reference add egypt`" in finding.message for finding in findings(repository))
        done = kg_here(repository, "reference", "add", "egypt")
        assert (done.returncode, "can now be used in sheets" in done.stdout) == (0, True)
        assert not any(finding.rule == "unknown-name" for finding in findings(repository))
        assert kg_here(repository, "reference", "add", "no-such-thing").returncode == 1

    @pytest.mark.parametrize(
        ("name", "says"),
        [
            ("Congo", "2 entries are called 'Congo' (name one by its slug: `democratic-republic-of-the-congo` or `rep"),
            ("Rusia", "did you mean `russia`"),
            ("Xyzzyx Qwrt", "no package has an entry 'Xyzzyx Qwrt' (write one into seeds/reference/)"),
        ],
    )
    def test_an_ambiguous_or_unknown_package_name_adds_nothing(self, repository: Path, name: str, says: str) -> None:
        toml = repository / "kg.toml"
        toml.write_text(toml.read_text("utf-8").partition("reference =")[0], "utf-8")
        before = toml.read_bytes()
        done = kg_here(repository, "reference", "add", name)
        assert (done.returncode > 0, says in done.stderr, toml.read_bytes()) == (True, True, before), done.stderr

    def test_a_folder_can_be_a_package_and_is_not_edited(self, repository: Path) -> None:
        shared = repository.parent / "shared"
        shared.mkdir()
        (shared / "states.yaml").write_text("westland: {label: Westland}\n", "utf-8")
        toml = repository / "kg.toml"
        toml.write_text(toml.read_text("utf-8").replace('["world"]', '["world", "../shared"]'), "utf-8")
        assert [package.base for package in packages_of(repository / "seeds")] == [BASE, ""]
        assert load_reference(repository / "seeds/reference").get("westland")
        write_description(
            shared, ["states.yaml"], name="shared", version="1", base="https://shared.example.org/", licence="CC0-1.0"
        )
        packages_of(repository / "seeds")
        (shared / "states.yaml").write_text("westland: {label: Eastland}\n", "utf-8")
        with pytest.raises(InputError, match="changed since package"):
            find_package("../shared", repository)
        toml.write_text(toml.read_text("utf-8").replace("../shared", "no-such-package"), "utf-8")
        done = kg_here(repository, "validate", "seeds")
        assert (done.returncode, "kg ships leaders, world" in done.stderr) == (2, True)

    def test_a_changed_package_is_noticed(self, repository: Path) -> None:
        shared = repository.parent / "shared"
        shared.mkdir()
        (shared / "states.yaml").write_text("westland: {label: Westland}\n", "utf-8")
        toml = repository / "kg.toml"
        toml.write_text(toml.read_text("utf-8").replace('["world"]', '["../shared"]'), "utf-8")
        sheet = repository / SHEET
        sheet.write_text(
            sheet.read_text("utf-8")
            .replace("speaker: ada-north", "speaker: westland")
            .replace("    for: northland\n", ""),
            "utf-8",
        )
        assert kg_here(repository, "build").returncode == 0
        assert kg_here(repository, "validate", "seeds").returncode == 0
        (shared / "states.yaml").write_text("eastland: {label: Eastland}\n", "utf-8")
        assert kg_here(repository, "validate", "seeds").returncode == 1
        assert kg_here(repository, "build").returncode == 1


def test_names_shared_by_two_entries_give_a_warning(repository: Path) -> None:
    states = repository / "seeds/reference/states.yaml"
    states.write_text(
        states.read_text("utf-8") + "  aliases: [NORTHLANDER]\nour-congo: {label: Our Congo, demonyms: [Congolese]}\n",
        "utf-8",
    )
    found = [finding for finding in findings(repository) if finding.rule == "shared-name"]
    assert [(finding.line, finding.severity.name) for finding in found] == [
        (3, "WARNING"),
        (6, "WARNING"),
        (9, "WARNING"),
    ]
    assert "`democratic-republic-of-the-congo`" in found[2].message
    assert "and 1 more" in found[2].message


def test_a_sentence_of_two_propositions_gives_a_warning(repository: Path) -> None:
    """As two people give it to a proposition on two branches."""
    folder = repository / "seeds/reference/propositions"
    folder.mkdir(exist_ok=True)
    for slug, sentence in (("one", "They should talk."), ("two", "they should  talk"), ("three", "They may talk.")):
        (folder / f"{slug}.yaml").write_text(f"{slug}:\n  sentence: {sentence}\n  issues: [peace-talks]\n", "utf-8")
    found = [finding for finding in findings(repository) if finding.rule == "shared-sentence"]
    assert [(finding.file.rpartition("/")[2], finding.line, finding.severity.name) for finding in found] == [
        ("two.yaml", 1, "WARNING")
    ]
    assert "`two` says the same as `one` (one.yaml, line 1)" in found[0].message


@pytest.mark.parametrize(
    ("first", "second", "warned"),
    [("Described", "Described", 0), ("Described", "Known", 2), ("Known", "Known", 2)],
)
def test_the_words_of_two_descriptions_are_not_a_shared_name(
    repository: Path, first: str, second: str, warned: int
) -> None:
    (repository / "seeds/reference/groups.yaml").write_text(
        f"analysts: {{label: analysts, description: '{first} by the words of the text, which names nobody.'}}\n"
        f"analysts-2: {{label: Analysts, description: '{second} by the words of the text, which names nobody.'}}\n",
        "utf-8",
    )
    assert [finding.rule for finding in findings(repository)] == ["shared-name"] * warned


def test_two_reviews_on_two_branches_merge(repository: Path) -> None:
    """Each accepts a row with a new person; the reference data merge without a conflict."""
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Base")
    for name in ("bo-east", "zoe-west"):
        git(repository, "checkout", "-q", "-b", name, "main")
        folder = repository / f"seeds/2024-06-01-{name}"
        shutil.copytree(repository / SHEET.parent, folder)
        text = (folder / "sheet.yaml").read_text("utf-8").replace("ada-north", name).replace("    for: northland\n", "")
        (folder / "sheet.yaml").write_text(text + "    status: proposed\n", "utf-8")
        (folder / "reference.proposed").mkdir()
        entry = f"{name}:\n  label: {name.title()}\n  posts:\n    - {{title: Envoy, of: northland}}\n"
        (folder / "reference.proposed/officials.yaml").write_text(entry, "utf-8")
        done = run(repository, "sh", "-c", f"printf 'a\\ny\\n' | kg review {folder} --by A")
        assert "1 accepted" in done.stdout, done.stdout + done.stderr
        git(repository, "add", "-A")
        git(repository, "commit", "-qm", name)
    git(repository, "checkout", "-q", "main")
    git(repository, "merge", "-q", "bo-east")
    git(repository, "merge", "-q", "zoe-west", "-m", "Merge")
    assert {"bo-east", "zoe-west"} <= load_reference(repository / "seeds/reference").named.keys()
    assert [finding.message for finding in findings(repository) if finding.severity > 2] == []
