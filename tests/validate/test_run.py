"""What is remembered, what is looked at again and why, and what happens when memory or git is not as it should be."""

from __future__ import annotations

import shutil
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from compared_engines import shacl_alone
from repositories import ARTICLE, DataRepository, statement
from shape_examples import SHAPES, STEMS, source_of

import kg
from kg.errors import InputError, UsageError
from kg.namespaces import DP, VOCABULARIES, iri
from kg.rdf.quads import Assertion
from kg.reference.usage import ANY, Listener, changed_names, known_entries
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.stamps import stamp_sources
from kg.validate.cache import Cache
from kg.validate.run import validate
from kg.validate.shacl.check import check_shapes
from kg.validate.shacl.visibility import ANYTHING, ReferenceIndex, properties_named, sight_of, traits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.findings import Finding
    from kg.validate.run import Report
    from kg.validate.shacl.engines import Checker, ShapeResult


class Counting:
    """An engine that finds nothing, and counts what it was given."""

    name, version = "counting", "1"

    def __init__(self) -> None:
        self.checked = 0

    def prepare(self, context: object) -> Checker:
        return self

    def check(self, parts: Sequence[Sequence[ox.Quad]]) -> list[list[ShapeResult]]:
        self.checked += len(parts)
        return [[] for _ in parts]


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    repository = DataRepository(tmp_path)
    repository.write("first", statement())
    repository.write("second", statement(speaker="bob", **{"for": "bland"}, proposition="talks"))
    repository.write("third", statement(revises="first.row-0", speaker="narrator", **{"for": None}))
    return repository


def check(repository: DataRepository, **options: object) -> Report:
    options.setdefault("engine", Counting())
    options.setdefault("cache", repository.folder / "cache")
    return validate([repository.seeds], **options)  # type: ignore[arg-type]  # any of its options


def since(repository: DataRepository, revision: str = "HEAD") -> dict[str, str]:
    """Return the reasons by the name of the source."""
    return {Path(path).name: reason for path, reason in check(repository, changed_since=revision).reasons.items()}


def files(repository: DataRepository) -> list[Path]:
    return sorted((repository.folder / "cache").glob("*.sqlite"))


def test_unchanged_sources_are_not_checked_again(repository: DataRepository) -> None:
    first, second = Counting(), Counting()
    assert check(repository, engine=first).fresh == 3
    report = check(repository, engine=second)
    assert (report.sources, report.fresh, report.reasons) == (3, 0, {})
    assert (first.checked, second.checked) == (4, 0)  # the reference data is checked too


def test_a_change_that_was_undone_is_not_checked_again(repository: DataRepository) -> None:
    check(repository)
    sheet = repository.seeds / "first" / "sheet.yaml"
    before = sheet.read_bytes()
    sheet.write_bytes(before.replace(b'"row-0"', b'"row-9"'))
    assert check(repository).fresh == 1
    sheet.write_bytes(before)
    assert check(repository).fresh == 0


def test_a_moved_repository_knows_its_findings(
    repository: DataRepository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository.write("second", statement(proposition="nothing"))
    before = check(repository).findings
    moved = tmp_path_factory.mktemp("elsewhere") / "clone"
    repository.folder.rename(moved)
    report = validate([moved / "seeds"], cache=moved / "cache", engine=Counting())
    assert report.fresh == 0
    assert [finding.message for finding in report.findings] == [finding.message for finding in before]
    assert {Path(finding.file or "") for finding in report.findings} == {moved / "seeds" / "second" / "sheet.yaml"}


def test_only_users_of_what_changed_are_checked(repository: DataRepository) -> None:
    repository.commit()
    check(repository)
    repository.reference["propositions"]["talks"]["sentence"] = "Talks should be held."
    repository.write_reference()
    assert since(repository) == {"second": "uses proposition:talks, which changed in the reference data"}
    assert check(repository).sources == 3


def test_a_changed_post_affects_sources_whose_speaker_holds_it(repository: DataRepository) -> None:
    repository.commit()
    repository.reference["officials"]["bob"]["posts"][0]["until"] = "2011"
    repository.write_reference()
    assert "second" in since(repository)


def test_a_property_that_no_shape_reads_affects_no_source(repository: DataRepository) -> None:
    repository.commit()
    repository.reference["states"]["aland"]["description"] = "A country."
    repository.write_reference()
    assert since(repository) == {}
    assert check(repository, changed_since="HEAD").reference


def test_a_new_name_affects_only_sources_with_an_unknown_name(repository: DataRepository) -> None:
    repository.write("second", statement(proposition="nothing"))
    repository.commit()
    repository.reference["places"]["village"] = {"label": "Village"}
    repository.write_reference()
    assert since(repository) == {"second": "uses a name, which changed in the reference data"}


def test_corrections_are_followed_to_other_sources(repository: DataRepository) -> None:
    repository.commit()
    repository.write("first", statement(9))
    assert since(repository) == {
        "first": "its files changed since HEAD",
        "third": "refers to a source that changed, or is referred to by one",
    }
    found = check(repository, changed_since="HEAD").findings
    assert [(finding.rule, Path(finding.file or "").parent.name) for finding in found] == [
        ("revision-of-nothing", "third")
    ]


def test_removed_renamed_and_untracked_sources_are_checked(repository: DataRepository) -> None:
    revision = repository.commit()
    (repository.seeds / "second").rename(repository.seeds / "fourth")
    repository.write("fifth", statement())
    expected = {"second": f"removed since {revision}"}
    expected |= dict.fromkeys(("fourth", "fifth"), f"its files changed since {revision}")
    assert since(repository, revision) == expected
    repository.commit()
    assert since(repository, revision) == expected
    assert since(repository) == {}


def test_another_version_of_the_engine_widens_the_run(repository: DataRepository) -> None:
    repository.commit()
    check(repository)
    other = Counting()
    other.version = "2"
    report = check(repository, engine=other, changed_since="HEAD")
    assert "engine" in (report.widened or "")
    assert len(report.reasons) == other.checked - 1 == 3
    again = check(repository, engine=other, changed_since="HEAD")
    assert (again.widened, again.sources, again.fresh) == (report.widened, 3, 0)  # until someone has seen everything
    check(repository, engine=other)
    assert check(repository, engine=other, changed_since="HEAD").reasons == {}


@pytest.mark.parametrize("tracked", [True, False])
def test_an_unknown_revision_or_a_missing_repository_is_an_error(repository: DataRepository, tracked: bool) -> None:
    if tracked:
        repository.commit()
    words = "unknown git revision 'nowhere'" if tracked else "not in a git repository"
    with pytest.raises(UsageError, match=words):
        check(repository, changed_since="nowhere")
    with pytest.raises(UsageError):
        check(repository, changed_since="--help")


@pytest.mark.parametrize("damage", ["truncate", "rubbish", "empty", "entries", "folder"])
def test_damaged_memory_is_ignored(repository: DataRepository, damage: str) -> None:
    repository.write("second", statement(proposition="nothing"))
    expected = check(repository).findings
    (file,) = files(repository)
    data = file.read_bytes()
    if damage == "entries":
        with sqlite3.connect(file) as db:
            db.execute("UPDATE sources SET findings = substr(findings, 1, 20), data = x'00'")
        db.close()
    elif damage == "folder":
        file.unlink()
        file.mkdir()
    else:
        file.write_bytes({"truncate": data[: len(data) // 2], "rubbish": b"no database" * 99, "empty": b""}[damage])
    repository.write("third", statement())
    assert check(repository).findings == expected
    assert check(repository).findings == expected


def test_a_locked_cache_does_not_stop_a_second_run(repository: DataRepository) -> None:
    repository.write("second", statement(proposition="nothing"))
    expected = check(repository)
    (file,) = files(repository)
    with sqlite3.connect(file, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        report = check(repository)
        assert (report.findings, report.fresh) == (expected.findings, 3)
    other.close()
    assert check(repository).fresh == 0


def test_an_interrupted_run_leaves_no_trace(repository: DataRepository) -> None:
    class Interrupted(Counting):
        def check(self, parts: Sequence[Sequence[ox.Quad]]) -> list[list[ShapeResult]]:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check(repository, engine=Interrupted())
    assert check(repository, engine=Counting()).fresh == 3


def test_memory_is_bounded(tmp_path: Path) -> None:
    for number in range(7):
        with Cache(tmp_path, "here", f"frame {number}") as cache:
            cache.write("a", None, {}, (), ())
    assert len(list(tmp_path.glob("*.sqlite"))) == 4
    assert (tmp_path / ".gitignore").read_text() == "*\n"


def test_a_folder_that_cannot_be_written_costs_only_time(repository: DataRepository) -> None:
    (repository.folder / "cache").write_text("a file")
    assert check(repository).fresh == check(repository).fresh == 3


def test_a_single_source_can_be_validated(repository: DataRepository) -> None:
    sheet = repository.seeds / "third" / "sheet.yaml"
    for path in (sheet, sheet.parent):
        report = validate([path], engine=Counting())
        assert (report.sources, report.findings) == (1, ())  # what it revises is looked up, though not given
    repository.write("first", statement(4))
    (finding,) = validate([sheet], engine=Counting()).findings
    assert (finding.rule, finding.file) == ("revision-of-nothing", str(sheet))


def test_parts_and_the_whole_share_their_memory(repository: DataRepository) -> None:
    first = repository.seeds / "first"
    repository.write("first", statement(), article=ARTICLE)
    repository.write("second", statement(), article=ARTICLE)
    assert {finding.rule for finding in check(repository).findings} == {"duplicate-text"}
    repository.write("first", statement())
    assert validate([first], cache=repository.folder / "cache", engine=Counting()).findings == ()
    assert check(repository).findings == ()


def test_paths_are_reported_as_given(repository: DataRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("second", statement(proposition="nothing"))
    monkeypatch.chdir(repository.folder)
    for given in (Path("seeds"), Path("seeds/second"), Path("seeds/second/sheet.yaml")):
        (finding,) = validate([given], engine=Counting()).findings
        assert finding.file == "seeds/second/sheet.yaml"
    monkeypatch.chdir(repository.seeds / "second")
    (finding,) = validate([Path("sheet.yaml")], engine=Counting()).findings
    assert finding.file == "sheet.yaml"


def test_a_missing_or_empty_folder_is_an_error(repository: DataRepository) -> None:
    (repository.folder / "seeds" / "none").mkdir()
    for path in ("nowhere", "seeds/none"):
        with pytest.raises(InputError):
            validate([repository.folder / path], engine=Counting())


@pytest.mark.parametrize("place", ["loose.ttl", "notes/data.nq", "loose.yaml", "notes/draft.yml"])
def test_rdf_of_no_source_is_refused_as_by_a_build(repository: DataRepository, place: str) -> None:
    stray = repository.seeds / place
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("source: {}\nstatements: []\n" if "y" in Path(place).suffix else "")
    for read in (lambda: check(repository), lambda: stamp_sources(repository.seeds, {})):
        with pytest.raises(InputError, match="would be ignored") as caught:
            read()
        assert caught.value.file == str(stray)


@pytest.mark.parametrize("place", ["loose.ttl", "notes/data.nq", "loose.yaml", "notes/draft.yml"])
def test_rdf_of_no_source_is_refused_among_changes_too(repository: DataRepository, place: str) -> None:
    repository.commit()
    check(repository)
    assert check(repository, changed_since="HEAD").sources == 0
    stray = repository.seeds / place
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("source: {}\nstatements: []\n" if "y" in Path(place).suffix else "")
    for _ in range(2):
        with pytest.raises(InputError, match="would be ignored") as caught:
            check(repository, changed_since="HEAD")
        assert caught.value.file == str(stray)
    stray.unlink()
    assert check(repository, changed_since="HEAD").sources == 0


def test_changed_names_are_those_of_both_versions() -> None:
    old = [("a", "actor", "State", "/ d", "Aland", "A. L."), ("b", "actor", "State", "/", "Bland")]
    assert changed_names(old, old) == set()
    assert changed_names(old, old[:1]) == {ANY, "b", "bland"}
    assert changed_names(old, [old[0], ("b", "actor", "State", "/", "Big")]) == {ANY, "b", "bland", "big"}
    assert changed_names(old, [old[0], ("b", "actor", "State", "/ c", "Bland")]) == {ANY, "b", "bland"}


def test_a_listener_records_the_names_that_are_looked_up(repository: DataRepository) -> None:
    reference, _ = assert_reference(repository.seeds / "reference")
    listener = Listener(reference)
    assert_source(repository.seeds / "first", listener)
    assert {"ann", "aland", "truce", "herald"} <= listener.asked
    assert ANY not in listener.asked
    assert known_entries(listener) == known_entries(reference)


def parsed(text: str) -> list[ox.Quad]:
    return list(ox.parse(text, format=ox.RdfFormat.TURTLE))


def test_shapes_see_only_the_visible_properties() -> None:
    """Each deliberate mistake is found alike beside all reference data and beside the visible part of it."""
    known, source = (parsed((SHAPES / "valid" / f"{name}.ttl").read_text("utf-8")) for name in ("reference", "source"))
    found = 0
    engine = shacl_alone() if find_spec("shacl") else None  # in a tenth of the time
    for stem in STEMS[:: max(1, len(STEMS) // 120)]:
        wrong = parsed(source_of(stem))
        subjects = {quad.subject for quad in wrong}
        own = Assertion("x:", wrong + [quad for quad in source if quad.subject not in subjects])
        context = [quad for quad in known if quad.subject not in subjects]
        nodes = {str(term) for quad in own.quads for term in (quad.subject, quad.object)}
        seen, _ = ReferenceIndex(context).seen_from(nodes, sight_of(traits_of(own.written())))
        told = check_shapes([own], Assertion("y:", list(seen)), engine)
        assert told == check_shapes([own], Assertion("y:", context), engine), stem
        found += len(told)
    assert found


def test_a_variable_in_place_of_a_property_sees_everything() -> None:
    assert ANYTHING in properties_named("SELECT $this ?value WHERE { $this ?any ?value . FILTER (?value != 1) }")
    text = "SELECT $this ?path WHERE { $this org:member/org:post ?value . BIND (org:post AS ?path) }"
    assert properties_named(text) == {VOCABULARIES["org"] + name for name in ("member", "post")}


def test_contradictions_are_reported_with_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = tmp_path / "seeds"
    shutil.copytree(Path(kg.__file__).parent / "cli" / "template" / "seeds", seeds)
    monkeypatch.chdir(tmp_path)
    assert validate([Path("seeds")], engine=Counting(), owl=True).findings == ()
    person = "<https://w3id.org/diplomatic-positions/id/actor/northland> a dp:Person .\n"
    (seeds / "reference" / "more.ttl").write_text(
        f"PREFIX dp: <https://w3id.org/diplomatic-positions/ontology#>\n{person}"
    )
    (finding,) = validate([Path("seeds")], engine=Counting(), owl=True).findings
    assert (finding.rule, finding.file, finding.line) == ("owl-inconsistent", "seeds/reference/more.ttl", 2)
    assert [(span.file, span.line) for span in finding.related] == [("seeds/reference/states.yaml", 4)]


def test_contradictions_are_reported_for_the_sources_that_were_asked_for(repository: DataRepository) -> None:
    for name in ("fourth", "fifth"):
        folder = repository.seeds / name
        folder.mkdir()
        subject, value = iri("statement", name, "x"), iri("place", "city")
        (folder / "sheet.ttl").write_text(f"<{subject}> <{DP}onBehalfOf> <{value}> .")
    repository.commit()
    found = {Path(finding.file or "").parent.name: finding.message for finding in _contradictions(repository)}
    assert found.keys() == {"fourth", "fifth"}
    repository.write("first", statement(), statement(1))
    assert _contradictions(repository, changed_since="HEAD") == []
    only = validate([repository.seeds / "fifth"], engine=Counting(), cache=repository.folder / "cache", owl=True)
    assert [f.message for f in only.findings if f.rule.startswith("owl-")] == [found["fifth"]]


def _contradictions(repository: DataRepository, **options: object) -> list[Finding]:
    return [finding for finding in check(repository, owl=True, **options).findings if finding.rule.startswith("owl-")]


@pytest.mark.parametrize("content", [b"source: [", b"\xff\xfe\x00", None], ids=["syntax", "bytes", "two files"])
def test_an_unreadable_source_is_reported_together_with_faults_elsewhere(
    repository: DataRepository, content: bytes | None
) -> None:
    repository.commit()
    check(repository)
    repository.write("second", statement(proposition="nothing"))
    sheet = repository.seeds / "first" / "sheet.yaml"
    good = sheet.read_bytes()
    if content is None:
        sheet.with_suffix(".ttl").write_text("")
    else:
        sheet.write_bytes(content)
    for options in ({}, {}, {"changed_since": "HEAD"}, {"changed_since": "HEAD"}):
        report = check(repository, **options)
        rules = {(finding.rule, Path(finding.file or "").parent.name) for finding in report.findings}
        assert {("unreadable", "first"), ("unknown-name", "second")} <= rules if content else rules
        assert len(report.unread) == 1
        assert [finding.line for finding in report.findings if finding.rule == "unreadable"] == [1]
    sheet.write_bytes(good)
    sheet.with_suffix(".ttl").unlink(missing_ok=True)
    report = check(repository, changed_since="HEAD")
    assert ({finding.rule for finding in report.findings}, report.unread) == ({"unknown-name"}, ())


@pytest.mark.parametrize("kind", ["source", "text", "reference", "repository"])
def test_files_outside_git_are_always_checked(repository: DataRepository, kind: str) -> None:
    inside = repository.seeds / {"reference": "reference", "text": "first/article.txt"}.get(kind, "first")
    outside = repository.folder / "elsewhere" / inside.name
    outside.parent.mkdir()
    if kind == "repository":
        (inside / ".git").mkdir()  # as that of a submodule
    else:
        inside.rename(outside)
        inside.symlink_to(outside)
    (repository.folder / ".gitignore").write_text("elsewhere\ncache\n")
    repository.commit()
    assert check(repository).findings == ()
    report = check(repository, changed_since="HEAD")
    assert (report.sources, report.fresh, "git does not tell" in (report.widened or "")) == (3, 0, True)
    if kind == "text":
        outside.write_text("Another text.")
    elif kind == "reference":
        (outside / "propositions.yaml").write_text("{}")
    else:
        repository.write("first", statement(proposition="nothing"))
    expected = check(repository, cache=repository.folder / "other").findings
    assert expected
    assert check(repository, changed_since="HEAD").findings == expected


def test_a_row_with_a_mistake_is_there_for_those_that_refer_to_it(repository: DataRepository) -> None:
    repository.write("first", statement(proposition="nothing"))
    assert [finding.rule for finding in check(repository).findings] == ["unknown-name"]


def test_names_that_two_sources_propose_with_a_mistake_are_no_rows(repository: DataRepository) -> None:
    for slug in ("first", "second"):
        folder = repository.seeds / slug / "reference.proposed"
        folder.mkdir()
        (folder / "persons.yaml").write_text("joe:\n  label: Joe\n  nationality: nowhere\n")
    assert [finding.rule for finding in check(repository).findings] == ["unknown-name", "unknown-name"]
