"""What a merge plans to add, file by file, between two repositories of a few entries: where its rules begin and end."""

from __future__ import annotations

import gzip
from itertools import count
from pathlib import Path

import pyoxigraph as ox
import pytest
from cases import for_each

from kg.compare.merge import Merge, plan_merge
from kg.errors import InputError, UsageError
from kg.namespaces import BASE, ID
from kg.reference.packages import write_description

REFERENCE = Path("seeds/reference")
OTHER = "https://other.example.net/kg/"
NORTH = "north: {label: Northland}\n"
IDS = ("a3cf47c4-feb8-4137-833c-4b258b1aa03e", "b3cf47c4-feb8-4137-833c-4b258b1aa03e")


class Pair:
    """Two repositories: each call of `ours` and `theirs` writes files into one of them, by their path."""

    def __init__(self, folder: Path) -> None:
        self.here, self.there = folder / "ours", folder / "other"
        self.settings("", "")

    def settings(self, ours: str, theirs: str) -> None:
        self.ours(**{"kg.toml": ours, "seeds/reference/.keep": ""})
        self.theirs(**{"kg.toml": theirs, "seeds/reference/.keep": ""})

    def ours(self, **files: str | bytes) -> None:
        _write(self.here, files)

    def theirs(self, **files: str | bytes) -> None:
        _write(self.there, files)

    def plan(self, name: str = "other") -> Merge:
        """Plan the merge; where a test is not about sources, both have the same one, since a repository has to."""
        if not list((self.there / "seeds").glob("*/s[ho][eu]*.yaml")):
            for folder in (self.here, self.there):
                _write(folder, {"seeds/common/sheet.yaml": "source: {title: Common}\n"})
        return plan_merge(self.there / "seeds", self.here / "seeds", name)

    def files(self, merge: Merge) -> dict[str, bytes]:
        return {path.relative_to(self.here / "seeds").as_posix(): data for path, data in merge.files.items()}


def _write(folder: Path, files: dict[str, str | bytes]) -> None:
    for name, content in files.items():
        path = folder / (name if name == "kg.toml" or "seeds" in name or name.startswith("..") else REFERENCE / name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return Pair(tmp_path)


@pytest.fixture
def pairs(tmp_path: Path):
    """Return pairs that have nothing in common."""
    numbers = count()
    return lambda: Pair(tmp_path / str(next(numbers)))


@for_each(
    ("taken", "expected"),
    [
        ([], "north"),
        (["north"], "north-other"),
        (["north", "north-other"], "north-other-2"),
        (["north", "north-other", "north-other-2"], "north-other-3"),
        (["north-other"], "north"),
    ],
)
def test_the_first_free_name_is_taken(pairs, taken: list[str], expected: str) -> None:
    pair = pairs()
    pair.theirs(**{"states.yaml": NORTH})
    pair.ours(**{"states.yaml": "".join(f"{slug}: {{label: Label of {slug}}}\n" for slug in taken)})
    merge = pair.plan()
    assert (merge.added, merge.new_entries()) == ([("actor", "north")], [expected])
    assert merge.renamed() == ([("north", expected)] if expected != "north" else [])


@for_each(("name", "suffix"), [("Archive of 1999", "archive-of-1999"), ("…", "other"), ("", "other")])
def test_the_name_of_a_repository_becomes_a_suffix(pairs, name: str, suffix: str) -> None:
    pair = pairs()
    pair.ours(**{"states.yaml": "north: {label: Another}\n"})
    pair.theirs(**{"states.yaml": NORTH})
    assert pair.plan(name).new_entries() == [f"north-{suffix}"]


@for_each(
    ("ours", "theirs", "is_clone"),
    [("", "", False), (IDS[0], IDS[1], False), (IDS[0], "", False), ("", IDS[1], False), (IDS[0], IDS[0], True)],
)
def test_actors_that_texts_only_describe_are_the_same_in_a_clone(pairs, ours: str, theirs: str, is_clone: bool) -> None:
    pair, described = (
        pairs(),
        {"groups.yaml": "analysts: {label: analysts, description: Described by the words of the text.}\n"},
    )
    pair.settings(*(f'id = "{known}"\n' if known else "" for known in (ours, theirs)))
    pair.ours(**described)
    pair.theirs(**described)
    merge = pair.plan()
    assert (merge.known, merge.new_entries()) == (
        ([("actor", "analysts")], []) if is_clone else ([], ["analysts-other"])
    )
    assert merge.names.known == ({("actor", "analysts"): f"{ID}actor/analysts"} if is_clone else {})
    merge.carry_out()
    again = pair.plan()
    assert (again.known, again.added, again.files) == ([("actor", "analysts")], [], {}), "what the first one brought"


@for_each("base", ["", f'base = "{OTHER}"\n'])
def test_an_entry_with_the_id_of_one_here_is_that_one_whatever_it_is_called(pairs, base: str) -> None:
    pair = pairs()
    pair.settings("", base)
    pair.ours(**{"states.yaml": "north: {label: Northland, wikidata: Q11}\n"})
    pair.theirs(**{"states.yaml": "nordland: {label: Nordland, wikidata: Q11}\n"})
    merge = pair.plan()
    assert (merge.known, merge.added, merge.files) == ([("actor", "nordland")], [], {})
    assert merge.renamed() == [("nordland", "north")]
    assert merge.names.known == {("actor", "nordland"): f"{ID}actor/north"}


def test_an_own_entry_in_place_of_a_shared_one_is_compared_by_its_shared_name(pair: Pair) -> None:
    pair.settings(*(f'{base}reference = ["../shared"]\n' for base in ("", f'base = "{OTHER}"\n')))
    pair.ours(**{"../shared/states.yaml": "west: {label: West, wikidata: Q12}\n"})
    write_description(
        pair.here.parent / "shared", ["states.yaml"], name="shared", version="1", base=BASE, licence="CC0-1.0"
    )
    pair.theirs(**{"states.yaml": "west: {label: The West, wikidata: Q12}\n"})
    merge = pair.plan()
    assert (merge.known, merge.added) == ([("actor", "west")], [])
    assert [entry.label for entry, _ in merge.lacking] == ["The West"]


def test_one_slug_may_name_an_actor_and_a_proposition(pair: Pair) -> None:
    for write in (pair.ours, pair.theirs):
        write(**{"propositions.yaml": "peace: {sentence: There should be peace., issues: ceasefire}\n"})
    pair.ours(**{"groups.yaml": "peace: {label: Peace Now}\n"})
    pair.theirs(**{"groups.yaml": "peace: {label: Peace Later}\n"})
    merge = pair.plan()
    assert merge.names.entries == {("actor", "peace"): "peace-other", ("proposition", "peace"): "peace"}
    assert (merge.known, merge.added) == ([("proposition", "peace")], [("actor", "peace")])
    assert list(pair.files(merge)) == ["reference/groups/peace-other.yaml"]


@for_each(
    ("file", "ours", "theirs", "lacking"),
    [
        ("states.yaml", NORTH, NORTH, []),
        ("states.yaml", NORTH, "north: {label: Northland, aliases: [The North]}\n", ["north"]),
        ("states.yaml", "north: {label: Northland, aliases: [The North]}\n", NORTH, []),
        (
            "propositions.yaml",
            "peace: {sentence: There should be peace.}\n",
            "peace: {sentence: There should be peace., issues: ceasefire}\n",
            ["peace"],
        ),
    ],
)
def test_entries_of_which_more_is_said_there_are_listed(pairs, file: str, ours: str, theirs: str, lacking: list[str]):
    for bases in (("", ""), ("", f'base = "{OTHER}"\n')):
        pair = pairs()
        pair.settings(*bases)
        pair.ours(**{file: ours})
        pair.theirs(**{file: theirs})
        found = pair.plan().lacking
        assert [(entry.slug, own.slug) for entry, own in found] == [(slug, slug) for slug in lacking]
        assert [entry.label for entry, _ in found] == [own.label for _, own in found]


@for_each(
    ("text", "expected"),
    [
        (NORTH, NORTH),
        ("north: {label: Northland}", NORTH),
        ("# Heading.\nnorth: {label: Northland}\n\n# End.\n", NORTH),
        ("north:\n  label: Northland\n  # Inside.\n\n  iso: QM\n# Of the next.\n\nwest: {label: West}\n", None),
        ("west: {label: West}\nnorth: {label: Northland}\n", NORTH),
        ("east: {label: East}\nnorth: {label: Northland}\nwest: {label: West}\n", NORTH),
        ('"north": {label: Northland}\n', NORTH),
    ],
)
def test_an_entry_is_written_as_it_stands_there_without_the_comments_around_it(pairs, text: str, expected: str | None):
    pair = pairs()
    nothing = {"persons.yaml": "", "groups.yaml": "# Nothing yet.\n", "notes.yaml": "north: {label: Of no kind}\n"}
    pair.theirs(**{"states.yaml": text, **nothing})
    expected = expected or "north:\n  label: Northland\n  # Inside.\n\n  iso: QM\n"
    files = pair.files(pair.plan())
    assert files["reference/states/north.yaml"].decode() == expected
    assert {Path(name).parent.name for name in files} == {"states"}


def test_a_renamed_entry_and_all_that_refer_to_it_are_changed(pair: Pair) -> None:
    pair.ours(**{"states.yaml": "north: {label: Another}\n", "states/west.yaml": "other: {label: Unlike}\n"})
    pair.theirs(
        **{
            "states.yaml": "north: {label: Northland, member_of: [league]}\nwest: {label: West}\n",
            "organisations.yaml": "league: {label: League, member_of: [north, north]}\n",
            "propositions.yaml": "calm: {sentence: There should be calm., concerns: [north]}\n",
        }
    )
    assert pair.files(pair.plan()) == {
        "reference/states/north-other.yaml": b"north-other: {label: Northland, member_of: [league]}\n",
        "reference/states/west-2.yaml": b"west: {label: West}\n",
        "reference/propositions/calm.yaml": b"calm: {sentence: There should be calm., concerns: [north-other]}\n",
        "reference/organisations/league.yaml": b"league: {label: League, member_of: [north-other, north-other]}\n",
    }


STATE = "<{0}id/actor/{1}> a <https://w3id.org/diplomatic-positions/ontology#State> ; rdfs:label '{1}' .\n"
RDFS = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"


@for_each(
    ("taken", "expected"),
    [([], "more.ttl"), (["more"], "more-other.ttl"), (["more", "more-other"], "more-other-2.ttl")],
)
def test_rdf_is_added_to_a_file_of_its_own(pairs, taken: list[str], expected: str) -> None:
    pair = pairs()
    pair.settings("", f'base = "{OTHER}"\n')
    pair.ours(**{f"{name}.ttl": RDFS + STATE.format(BASE, name) for name in taken})
    pair.theirs(**{"more.ttl": RDFS + STATE.format(OTHER, "south"), "nothing.ttl": "# Nothing.\n"})
    files = pair.files(pair.plan())
    assert list(files) == [f"reference/{expected}"]
    assert b"south" in files[f"reference/{expected}"]
    assert OTHER.encode() not in files[f"reference/{expected}"]


def test_rdf_of_what_is_described_here_is_not_added(pair: Pair) -> None:
    turtle = RDFS + STATE.format(BASE, "south")
    pair.ours(**{"some.ttl": turtle})
    pair.theirs(**{"more.ttl": turtle})
    assert pair.files(pair.plan()) == {}


def test_a_name_of_a_package_keeps_its_base_beside_names_that_get_another(pair: Pair) -> None:
    pair.settings(*(f'{base}reference = ["../shared"]\n' for base in (f'base = "{OTHER}"\n', "")))
    shared = pair.here.parent / "shared"
    pair.ours(**{"../shared/states.yaml": "west: {label: West}\n"})
    write_description(shared, ["states.yaml"], name="shared", version="1", base=BASE, licence="CC0-1.0")
    border = "<{0}id/actor/south> <http://example.org/near> <{0}id/actor/west> .\n"
    pair.theirs(**{"more.ttl": RDFS + STATE.format(BASE, "south") + border.format(BASE)})
    written = pair.files(pair.plan())["reference/more.ttl"].decode()
    (near,) = (quad for quad in ox.parse(written, format=ox.RdfFormat.TURTLE) if "near" in quad.predicate.value)
    assert (near.subject.value, near.object.value) == (f"{OTHER}id/actor/south", f"{BASE}id/actor/west")


@for_each("which", ["none", "one", "two"])
def test_packages_that_are_missing_here_are_named(pairs, which: str) -> None:
    pair = pairs()
    names = [f"shared-{number}" for number in range(2)]
    for name in names:
        pair.theirs(**{f"../{name}/states.yaml": f"{name}: {{label: State of {name}}}\n"})
    here = {"none": names, "one": names[:1], "two": []}[which]
    listed = ["reference = [{}]\n".format(", ".join(f'"../{name}"' for name in some)) for some in (here, names)]
    pair.settings(*listed)
    if which == "none":
        merge = pair.plan()
        assert (merge.added, merge.known, merge.lacking) == ([], [], [])
        return
    with pytest.raises(UsageError, match=r"uses the reference package \S*shared-") as caught:
        pair.plan()
    assert [name in str(caught.value) for name in names] == [which == "two", True]
    assert (", " in str(caught.value).partition(" and this")[0]) == (which == "two")


SHEET = "seeds/talks/sheet.yaml"
SOURCE = {SHEET: "source: {title: Talks, publisher: north}\n", "seeds/talks/article.txt": "Words.\n"}
MORE = {**SOURCE, "seeds/talks/figures/a.csv": "1\n"}


@for_each(
    ("ours", "expected"),
    [
        ({}, "talks"),
        (SOURCE, "talks"),  # a part of it, which an interrupted merge has left
        (MORE, None),
        ({**MORE, "seeds/talks/notes.md": "Mine.\n"}, "talks-other"),
        ({**MORE, "seeds/talks/article.txt": "Other words.\n"}, "talks-other"),
        ({"seeds/talks/article.txt": "Other.\n", "seeds/talks-other/article.txt": "Other.\n"}, "talks-other-2"),
        ({SHEET: "source: {}\n", **{name.replace("talks", "talks-other"): text for name, text in MORE.items()}}, None),
    ],
)
def test_a_source_keeps_its_name_unless_another_one_has_it(pairs, ours: dict[str, str], expected: str | None) -> None:
    pair = pairs()
    pair.ours(**{"states.yaml": NORTH, **ours})
    pair.theirs(**{"states.yaml": NORTH, **MORE})
    merge = pair.plan()
    assert (merge.known_sources, merge.new_sources()) == ((["talks"], []) if expected is None else ([], [expected]))
    if expected is None:
        assert merge.files == {}
        return
    files = pair.files(merge)
    assert list(files) == [f"{expected}/{name}" for name in ("article.txt", "figures/a.csv", "sheet.yaml")]
    assert files == {name.replace("seeds/talks", expected): text.encode() for name, text in MORE.items()}
    assert merge.renamed() == ([("talks", expected)] if expected != "talks" else [])


@for_each(("file", "changes"), [("sheet.yaml", True), ("notes.yml", True), ("notes.txt", False)])
def test_names_change_in_yaml_and_in_nothing_else(pairs, file: str, changes: bool) -> None:
    pair, text = pairs(), "speaker: north\naddressee: [west, north]\n"
    pair.ours(**{"states.yaml": "north: {label: Another}\n"})
    pair.theirs(**{"states.yaml": NORTH + "west: {label: West}\n", **SOURCE, f"seeds/talks/{file}": text})
    expected = "speaker: north-other\naddressee: [west, north-other]\n" if changes else text
    assert pair.files(pair.plan())[f"talks/{file}"].decode() == expected


def test_names_change_in_a_source_in_rdf_and_in_no_rdf_beside_it(pair: Pair) -> None:
    turtle = f"<{OTHER}id/source/talks> <http://example.org/about> <{OTHER}id/actor/north> .\n"
    pair.settings("", f'base = "{OTHER}"\n')
    pair.theirs(**{"states.yaml": NORTH, "seeds/talks/sheet.ttl": turtle, "seeds/talks/data.ttl": turtle})
    files = pair.files(pair.plan())
    assert files["talks/data.ttl"].decode() == turtle
    (found,) = ox.parse(files["talks/sheet.ttl"], format=ox.RdfFormat.TURTLE)
    assert (found.subject.value, found.object.value) == (f"{ID}source/talks", f"{ID}actor/north")
    assert list(files)[-1] == "talks/sheet.ttl"


def test_an_empty_sheet_is_taken_as_it_is(pair: Pair) -> None:
    pair.theirs(**{"seeds/talks/sheet.yaml": "# To come.\n"})
    assert pair.files(pair.plan()) == {"talks/sheet.yaml": b"# To come.\n"}


@for_each(
    ("file", "cells", "line"),
    [
        ("votes.csv", "vote,voter\n1,north\n", 2),
        ("votes.csv", "north,west\n", 1),
        ("votes.csv", "\n1,north\n", 2),
        ("votes.csv", "\r\n\r\n1,north\r\n", 3),
        ("votes.tsv", "1\tnorth\tyes\n", 1),
        ("votes.csv", '1;"north"\n', 1),
        ("votes.csv", "1,'north'\n", 1),
        ("votes.csv", "1,west|north|west\n", 1),
        ("votes.csv", "1\n2,north", 2),
        ("votes.csv.gz", "1\n1,north\n", 2),
        ("parts/votes.csv", "1,north\n", 1),
        ("votes.csv", "1,north-west\n1,the north\n1,northern\n1,west.north\n", None),
        ("votes.csv", "1,west\n", None),
        ("votes.txt", "1,north\n", None),
        ("votes.csvx", "1,north\n", None),
        ("votes-csv", "1,north\n", None),
    ],
)
def test_a_cell_with_a_slug_that_changes_is_reported_with_its_line(pairs, file: str, cells: str, line: int | None):
    pair = pairs()
    pair.ours(**{"states.yaml": "north: {label: Another}\n"})
    data = gzip.compress(cells.encode()) if file.endswith(".gz") else cells.encode()
    table = {"seeds/rolls/source.yaml": "source: {title: Rolls}\n", f"seeds/rolls/{file}": data}
    pair.theirs(**{"states.yaml": NORTH + "west: {label: West}\n", **table})
    if line is None:
        assert pair.plan().new_sources() == ["rolls"]
        return
    with pytest.raises(UsageError, match=rf"`north`, line {line}, means something else here") as caught:
        pair.plan()
    assert file in str(caught.value)


@for_each(("cells", "told"), [(b"C\xf4te\n1,north\n", "`north`, line 2"), (b"1,east\n", "`east`, line 1")])
def test_cells_are_looked_through_for_every_slug_whatever_their_encoding(pairs, cells: bytes, told: str) -> None:
    pair = pairs()
    pair.ours(**{"states.yaml": "north: {label: Another}\neast: {label: One more}\n"})
    table = {"seeds/rolls/source.yaml": "source: {title: Rolls}\n", "seeds/rolls/votes.csv": cells}
    pair.theirs(**{"states.yaml": NORTH + "east: {label: Eastland}\n", **table})
    with pytest.raises(UsageError, match=told):
        pair.plan()


def test_cells_are_taken_as_they_are_where_no_slug_changes(pair: Pair) -> None:
    table = {"seeds/rolls/source.yaml": "source: {title: Rolls}\n", "seeds/rolls/votes.csv": "1,north\n1,\n"}
    pair.theirs(**{"states.yaml": NORTH, **table})
    assert pair.files(pair.plan())["rolls/votes.csv"] == b"1,north\n1,\n"


def test_nothing_is_written_where_one_file_would_be_outside(pair: Pair, tmp_path: Path) -> None:
    pair.theirs(**{"groups.yaml": "aces: {label: Aces}\n", "states.yaml": NORTH})
    (tmp_path / "elsewhere").mkdir()
    (pair.here / REFERENCE / "states").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError, match="states"):
        pair.plan().carry_out()
    assert not (pair.here / REFERENCE / "groups").exists()
    assert list((tmp_path / "elsewhere").iterdir()) == []


@pytest.mark.parametrize("file", ["sheet.yaml", "article.txt"])
def test_a_link_out_of_the_other_repository_is_refused(pair: Pair, tmp_path: Path, file: str) -> None:
    pair.theirs(**SOURCE)
    (tmp_path / "secret").write_text("source: {title: Secret}\n", "utf-8")
    (pair.there / "seeds/talks" / file).unlink()
    (pair.there / "seeds/talks" / file).symlink_to(tmp_path / "secret")
    with pytest.raises(InputError, match=file):
        pair.plan()


def test_what_is_planned_is_written(pair: Pair) -> None:
    pair.theirs(**{"states.yaml": NORTH, **SOURCE})
    merge = pair.plan()
    assert not (pair.here / "seeds/talks").exists()
    merge.carry_out()
    assert {path: path.read_bytes() for path in merge.files} == merge.files
    assert len(merge.files) == 3
