"""Tables as sources: what is read of them, what is wrong in them and where, and what comes of it."""

from __future__ import annotations

import gzip
from pathlib import Path

import pyoxigraph as ox
import pytest
from in_process import output_of
from repositories import DataRepository, statement

from kg.errors import InputError
from kg.findings import Severity
from kg.forms.table_rows import TableRows, row_of
from kg.reference.lookup import Reference
from kg.sources.assertion import assert_reference, assert_source
from kg.store.folder import StoreFolder
from kg.validate.run import validate

DESCRIPTION = """\
source:
  title: Roll calls of the Council
  publisher: herald
  published: 2021-03-08
tables:
  - url: votes.csv
    columns:
      - {name: vote, titles: id}
      - {name: date, titles: day, format: M/d/yyyy}
      - {name: symbol, titles: text}
      - {name: label, titles: title}
      - {name: issues, titles: issues, values: {hr: human-rights}}
      - {name: motion, titles: motion}
      - {name: body, default: council}
  - url: ballots.csv
    columns:
      - {name: vote, titles: id}
      - {name: voter, titles: state, until: {Aland: {1991-12-24: old-aland}}}
      - {name: choice, titles: cast, values: {"yes": in-favour, "no": against, "9": absent}}
  - url: other.csv
    columns:
      - {name: vote, titles: vote}
      - {name: voter, titles: country}
      - {name: choice, titles: choice}
"""
VOTES = """\
id,day,text,title,issues,motion
1,1/2/1990,C/1,"Truce, and more",hr ceasefire,truce
2,12/31/1999,C/2,"The ""other"" matter",,
"""
BALLOTS = "id,state,cast\n1,Republic of Aland,yes\n1,Bland,no\n2,Aland,9\n2,bland,yes\n"
OTHER = "vote,country,choice\n1,Bland,against\n2,Bland,in-favour\n"


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    repository = DataRepository(tmp_path)
    repository.reference["organisations"]["council"] = {"label": "Council", "type": "international-organisation"}
    repository.reference["states"]["old-aland"] = {"label": "Kingdom of Aland", "wikidata": "Q9"}
    repository.write_reference()
    write(repository)
    return repository


def write(repository: DataRepository, **files: str) -> Path:
    folder = repository.seeds / "rolls"
    folder.mkdir(exist_ok=True)
    texts = {"source.yaml": DESCRIPTION, "votes.csv": VOTES, "ballots.csv": BALLOTS, "other.csv": OTHER}
    for name, text in {**texts, **{name.replace("_", "."): text for name, text in files.items()}}.items():
        (folder / name).write_text(text, "utf-8")
    return folder


def graph(repository: DataRepository) -> set[str]:
    reference, _ = assert_reference(repository.seeds / "reference")
    whole = assert_source(repository.seeds / "rolls", reference).whole
    assert whole is not None
    text = whole.head() + b"".join(whole.ballots())
    return {" ".join(str(quad.triple).split()) for quad in ox.parse(text, format=ox.RdfFormat.N_QUADS)}


def short(triples: set[str], subject: str) -> set[tuple[str, str]]:
    """Return the property and value of each triple about a subject, by their last parts."""
    lines = (line.split(" ", 2) for line in triples if line.split(" ")[0].endswith(f"/{subject}>"))
    return {
        (part[1].rpartition("#")[2].rstrip(">").rpartition("/")[2], part[2].rpartition("/")[2].strip("<>"))
        for part in lines
    }


def test_rows_become_votes_and_ballots_with_the_addresses_of_their_rows(repository: DataRepository) -> None:
    found = graph(repository)
    assert short(found, "ballot/rolls.1.bland") == {
        ("type", "ontology#Ballot"), ("voter", "bland"), ("choice", "against"),
        ("row", "ballots.csv#row=3"), ("row", "other.csv#row=2"),
    }  # fmt: skip
    vote = short(found, "event/rolls.1")
    assert {("issue", "human-rights"), ("issue", "ceasefire"), ("motion", "truce"), ("body", "council")} <= vote
    assert {("row", "votes.csv#row=2"), ("ballot", "rolls.1.bland"), ("ballot", "rolls.1.aland")} <= vote
    assert {("against", "bland"), ("inFavour", "aland")} <= vote
    assert ("symbol", '"C') not in vote
    assert any('"1990-01-02"' in line for line in found)
    assert any('"The \\"other\\" matter"@en' in line for line in found)
    assert len([line for line in found if "/ballot/rolls.1.bland>" in line]) <= 8


def test_a_name_stands_for_what_it_stood_for_at_the_time(repository: DataRepository) -> None:
    write(repository, ballots_csv="id,state,cast\n1,Aland,yes\n2,Aland,yes\n")
    voters = {line for line in graph(repository) if "#voter>" in line and "aland" in line}
    assert {line.rpartition("/")[2] for line in voters} == {"old-aland>", "aland>"}


@pytest.mark.parametrize("form", ["ballots.tsv", "ballots.csv.gz", "ballots.parquet"])
def test_other_forms_of_a_table_give_the_same_graph(repository: DataRepository, form: str) -> None:
    before = {line.replace("ballots.csv", form) for line in graph(repository) if "sha256" not in line}
    folder = write(repository, source_yaml=DESCRIPTION.replace("ballots.csv", form))
    (folder / "ballots.csv").unlink()
    if form.endswith(".gz"):
        (folder / form).write_bytes(gzip.compress(BALLOTS.encode()))
    elif form.endswith(".tsv"):
        (folder / form).write_text(BALLOTS.replace(",", "\t"))
    else:
        arrow = pytest.importorskip("pyarrow", reason="needs the extra `bulk`: pip install -e '.[bulk]'")
        from pyarrow import parquet

        heads, *rows = [line.split(",") for line in BALLOTS.splitlines()]
        parquet.write_table(
            arrow.table(dict(zip(heads, map(list, zip(*rows, strict=True)), strict=True))), folder / form
        )
    assert {line for line in graph(repository) if "sha256" not in line} == before


#: What is replaced in a table by what, and the rule, line, column and some words of what is said of it.
MISTAKES = [
    ("ballots.csv", "1,Bland", "1,Blandd", "ballot-voter", 3, 3, "did you mean `bland`"),
    ("ballots.csv", "no\n", "maybe\n", "ballot-choice", 3, 9, "unknown choice `maybe`"),
    ("ballots.csv", "no\n", "\n", "ballot-choice", 3, 9, "this ballot has no choice"),
    ("ballots.csv", "1,Bland", "1,", "ballot-voter", 3, 3, "this ballot has no voter"),
    ("ballots.csv", "1,Bland", "7,Bland", "unknown-vote", 3, 1, "unknown vote `7`"),
    ("ballots.csv", "1,Bland", ",Bland", "row-identifier", 3, 1, "this row has no vote"),
    ("ballots.csv", "2,Aland,9", "1,Bland,no", "one-ballot", 4, 3, "in row 3, with the same choice"),
    ("ballots.csv", "2,Aland,9", "1,Bland,yes", "one-ballot", 4, 3, "in row 3, with a different choice"),
    ("ballots.csv", "1,Bland,no", "1,Bland", "table-row", 3, 1, "this row has 2 cells, but the header has 3"),
    ("ballots.csv", "1,Bland,no", "1,Bland,no,", "table-row", 3, 1, "4 cells"),
    ("ballots.csv", "1,Bland,no", '1,Bl"and,no', "table-row", 3, 3, "a stray quote"),
    ("ballots.csv", "1,Bland,no", "1,Bland\t,no", "table-row", 3, 3, "a tab"),
    ("ballots.csv", '1,Bland,no\n2', '1,"Bland,no\n2"', "table-row", 3, 1, "this row has"),
    ("ballots.csv", "1,Bland,no", "1,\u202eBland,no", "table-row", 3, 3, "control character"),
    ("ballots.csv", "1,Bland,no", "1,Bland\x85,no", "table-row", 3, 3, "control character"),
    ("votes.csv", "1/2/1990,C/1", "1/2/1990,C\ufffd1", "table-row", 2, 12, "wrong encoding"),
    ("votes.csv", "1/2/1990,C/1", "1/2/1990,CÃ´te", "table-row", 2, 12, "wrong encoding"),
    ("votes.csv", "1,1/2/1990", f"{'x' * 201},1/2/1990", "row-identifier", 2, 1, "an id of 201 characters"),
    ("ballots.csv", "id,state", "id,stat", "missing-column", 1, 1, "has no column `state`: did you mean `stat`"),
    ("votes.csv", "12/31/1999", "12/32/1999", "event-from", 3, 3, "not a valid date in the format"),
    ("votes.csv", "hr", "rh", "event-issue", 2, 34, "unknown issue `rh`"),
    ("votes.csv", "truce\n", "trce\n", "vote-motion", 2, 47, "did you mean `truce`"),
    ("votes.csv", "2,12/31", "1,12/31", "votes-disagree", 3, 18, "in row 2"),
    ("other.csv", "1,Bland,against", "1,Bland,veto", "tables-disagree", 2, 9, "in ballots.csv row 3, which"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "rule", "line", "column", "words"), MISTAKES)
def test_a_mistake_in_a_table_is_reported_at_its_line_and_column(
    repository: DataRepository, file, old, new, rule, line, column, words
) -> None:
    folder = write(repository)
    text = (folder / file).read_text()
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1))
    reference, _ = assert_reference(repository.seeds / "reference")
    assertion = assert_source(folder, reference)
    found = next(finding for finding in assertion.findings if finding.rule == rule)
    assert (Path(found.file).name, found.line, found.column) == (file, line, column)
    assert words in found.message
    assert (assertion.whole is None) == (found.severity is Severity.VIOLATION)


def test_one_finding_lists_all_rows_with_a_name(repository: DataRepository, monkeypatch) -> None:
    asked, explain = [], Reference.explain
    monkeypatch.setattr(
        Reference, "explain", lambda self, name, kind: (asked.append(name), explain(self, name, kind))[1]
    )
    rows = "".join(f"{vote},Zland,yes\n" for vote in (1, 2))
    write(repository, ballots_csv=f"id,state,cast\n{rows}")
    report = validate([repository.seeds])
    assert asked == ["Zland"]  # which takes long among many names
    (found,) = (finding for finding in report.findings if finding.rule == "ballot-voter")
    assert "(1 more row with the same fault)" in found.message


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (BALLOTS.encode().replace(b"Bland", b"Bl\xe4nd"), 3, "not UTF-8 text (byte 0xE4)"),
        (BALLOTS.replace("Bland", '"Bland').encode(), 3, "not a row of a table"),
        (BALLOTS.replace("1,Bland,no", '1,"Bl"and,no').encode(), 3, "not a row of a table"),
        (b"", 1, "empty table"),
    ],
)
def test_a_damaged_table_is_not_partly_read(repository: DataRepository, data: bytes, line: int, words: str) -> None:
    folder = write(repository)
    (folder / "ballots.csv").write_bytes(data)
    report = validate([repository.seeds])
    (error,) = report.unread
    assert (Path(error.file).name, error.line) == ("ballots.csv", line)
    assert words in error.reason


def test_a_table_that_is_written_otherwise_is_reported_once(repository: DataRepository) -> None:
    wrong = []
    for data, words in (
        (BALLOTS.replace(",", ";"), 'dialect: {delimiter: ";"}'),
        (BALLOTS.replace(",", "\t"), "dialect: {delimiter: "),
        (f"sep=,\n{BALLOTS}", "remove the first line"),
        ("<html><body></body></html>\n", "save it as csv"),
        ("PK\x03\x04\x00\x00[Content_Types].xml\n", "save it as csv"),
        (BALLOTS.encode("utf-16-le").decode("latin-1"), "utf-16-le"),
        (BALLOTS.partition("\n")[2], "add a header"),
    ):
        write(repository, ballots_csv=data)
        found = [finding.message for finding in validate([repository.seeds]).findings if finding.file]
        if len(found) != 1 or "none of the columns" not in found[0] or words not in found[0]:
            wrong.append((data[:20], found))
    assert wrong == []


def test_tables_without_rows_are_not_a_source(repository: DataRepository) -> None:
    heads = {"votes_csv": VOTES, "ballots_csv": BALLOTS, "other_csv": OTHER}
    write(repository, **{name: text.partition("\n")[0] + "\n" for name, text in heads.items()})
    (finding,) = validate([repository.seeds]).findings
    assert "there is no row in any of the tables" in finding.message


def test_letters_with_accents_are_letters(tmp_path: Path) -> None:
    names = ["Côte d’Ivoire", "São Tomé", "Åland", "Ελλάδα", "Österreich", "Türkiye", "مصر", "Ã", "Curaçao – ABC"]
    (tmp_path / "t.csv").write_text("a,b\n" + "".join(f"{name},1\n" for name in names), "utf-8")
    rows = TableRows(tmp_path / "t.csv")
    fine = (row for row in rows if rows.is_plain(row) or (rows.damage(row), rows.misread(row)) == (None, None))
    assert [row[0] for row in fine] == names


def test_a_table_in_another_encoding_can_say_so(tmp_path: Path) -> None:
    from kg.forms.table_rows import Dialect

    (tmp_path / "t.csv").write_bytes("a;b\nÅland;'x;y'\n".encode("latin-1"))
    dialect = Dialect(delimiter=";", quote="'", encoding="latin-1")
    assert list(TableRows(tmp_path / "t.csv", dialect)) == [["Åland", "x;y"]]
    assert row_of(tmp_path / "t.csv", 2, dialect) == (["a", "b"], ["Åland", "x;y"])
    assert row_of(tmp_path / "t.csv", 3, dialect) is None


def test_a_cut_archive_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 1000)[:-10])
    with pytest.raises(InputError, match="damaged"):
        list(TableRows(tmp_path / "t.csv.gz"))


@pytest.mark.parametrize(
    ("old", "new", "rule", "words"),
    [
        ("name: voter, titles: state", "name: voters, titles: state", "unknown-term", "`voter`"),
        ("      - {name: choice, titles: cast", "      - {name: label, titles: cast", "missing-key", "`choice`"),
        ("url: other.csv", "url: ballots.csv", "duplicate-key", "described twice"),
        ("  title: Roll calls of the Council\n", "", "missing-key", "`title`"),
        ("publisher: herald", "publisher: aland", "unknown-name", "organisation is expected"),
    ],
)
def test_a_mistake_in_the_description_is_found(repository: DataRepository, old, new, rule, words) -> None:
    assert old in DESCRIPTION
    write(repository, source_yaml=DESCRIPTION.replace(old, new, 1))
    found = next(finding for finding in validate([repository.seeds]).findings if finding.rule == rule)
    assert words in found.message
    assert Path(found.file).name == "source.yaml"


def test_a_changed_table_is_read_again_and_others_are_not(repository: DataRepository, monkeypatch) -> None:
    from kg.sources.tables import assertion as tables

    read, original = [], tables.Intake.read
    monkeypatch.setattr(tables.Intake, "read", lambda self, *args: (read.append(1), original(self, *args))[1])
    cache = repository.folder / "cache"
    assert validate([repository.seeds], cache=cache).findings == ()
    validate([repository.seeds], cache=cache)
    assert len(read) == 1
    write(repository, ballots_csv=BALLOTS.replace("Bland", "Blandd"))
    assert [finding.rule for finding in validate([repository.seeds], cache=cache).findings] == ["ballot-voter"]
    assert len(read) == 2
    assert validate([repository.seeds], cache=cache).findings[0].line == 3
    assert len(read) == 2


def test_new_reference_data_are_looked_up_again(repository: DataRepository) -> None:
    cache = repository.folder / "cache"
    write(repository, ballots_csv=BALLOTS + "2,Cland,yes\n")
    assert len(validate([repository.seeds], cache=cache).findings) == 1
    repository.reference["states"]["cland"] = {"label": "Cland", "wikidata": "Q77"}
    repository.write_reference()
    assert validate([repository.seeds], cache=cache).findings == ()


def test_a_store_is_built_of_tables_answers_and_proves(repository: DataRepository) -> None:
    write(repository, other_csv=OTHER.replace("1,Bland,against", "1,Republic of Aland,in-favour"))
    output_of(repository.folder, "build")
    text = "SELECT ?choice { GRAPH ?g { ?b dp:voter actor:aland ; dp:choice ?choice } } ORDER BY ?choice"
    assert [line.rpartition("/")[2] for line in output_of(repository.folder, "query", "-q", text).split()[1:]] == [
        "absent>",
        "in-favour>",
    ]
    proof = output_of(repository.folder, "why", "ballot:rolls.1.aland")
    assert "Aland, in-favour: Truce, and more (Ballot)" in proof
    assert "source/rolls/ballots.csv#row=2" in proof
    assert "state: [[Republic of Aland]]" in proof
    assert "country: [[Republic of Aland]]" in proof
    assert "title: [[Truce, and more]]" in output_of(repository.folder, "why", "event:rolls.1")
    exported = output_of(repository.folder, "export", "-f", "nquads", "--source", "rolls")
    assert exported.count("ontology#Ballot>") == 4
    # What is the same is taken over, quads and all.
    repository.write("talks")
    assert "(1 validated)" in output_of(repository.folder, "build")
    assert output_of(repository.folder, "export", "-f", "nquads", "--source", "rolls") == exported


def test_a_table_is_loaded_whole_and_left_out_of_comparisons(repository: DataRepository) -> None:
    from kg.endpoints.content import contents_of_store

    write(repository, ballots_csv=BALLOTS.replace("1,Bland,no", "1,Bland,veto"), other_csv="vote,country,choice\n")
    repository.write("talks", statement())
    output_of(repository.folder, "build")
    folder = StoreFolder(repository.folder / ".kg")
    (content,) = (each for each in contents_of_store(folder) if each.iri.endswith("/source/rolls"))
    stored = folder.read().quads_for_pattern(None, None, None, ox.NamedNode(content.iri))
    loaded = [quad.triple for quad in stored]
    assert set(content.triples()) == set(loaded)
    assert content.count == len(loaded)
    assert output_of(repository.folder, "diff", "store", "seeds") == ""


def test_a_veto_in_a_table_is_derived(repository: DataRepository) -> None:
    write(repository, ballots_csv=BALLOTS.replace("1,Bland,no", "1,Bland,veto"), other_csv="vote,country,choice\n")
    output_of(repository.folder, "build")
    proof = output_of(repository.folder, "why", "actor:bland dp:vetoed proposition:truce")
    assert "cast: [[veto]]" in proof
