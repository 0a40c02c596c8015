"""`kg import un-vetoes`: a row for each veto, with names of its time; other rows are reported with their line."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest
from click.testing import CliRunner
from in_process import output_of

from kg.bulk.un_vetoes import import_un_vetoes
from kg.cli.import_ import command
from kg.errors import InputError, UsageError

HEAD = (
    "year,date,month,draft,meeting_record,agenda_item,member_veto1,member_veto2,member_veto3,"
    "China,France,Russia,USSR,USA,UK\n"
)
RIGHT = """\
1946,2/16/1946,2,S/PV.23,S/PV.23,"Letter dated 4 February 1946, and others",USSR,,,0,0,0,1,0,0
1955,12/13/1955,12,S/3502,S/PV.703,Admission of Mongolia,China,,,1,0,0,0,0,0
1972,8/25/1972,8,S/10771,S/PV.1660,Admission of Bangladesh,China,,,1,0,0,0,0,0
2020,7/7/2020,7,S/2020/654,"S/2020/661
S/2020/657",Access to Syria,Russia,China,,1,0,1,0,0,0
1946,6/26/1946,6,S/PV.49,S/PV.49,The Spanish question,USSR,,,0,0,0,1,0,0
1946,6/26/1946,6,S/PV.49,S/PV.49,Preliminary question,USSR,,,0,0,0,1,0,0
"""

#: The published list, where it lies beside the checkout.
PUBLISHED = Path(__file__).parents[3] / "shared" / "data" / "vetoes" / "unsc_vetoes_1946_sept2022.csv"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "kg.toml").write_text('reference = ["world"]\n')
    (tmp_path / "seeds" / "reference").mkdir(parents=True)
    return tmp_path


def written(repository: Path, text: str) -> Path:
    file = repository / "list.csv"
    file.write_text(HEAD + text, "utf-8")
    return file


def rows(file: Path) -> list[list[str]]:
    return list(csv.reader(file.read_text("utf-8").splitlines()))[1:]


def test_each_veto_is_a_row_and_the_table_conforms_and_is_proved(repository: Path) -> None:
    folder = repository / "seeds" / "vetoes"
    done = import_un_vetoes(written(repository, RIGHT), folder)
    assert (done.rows, done.drafts, done.vetoes, done.problems) == (6, 6, 7, [])
    assert [row[0] for row in rows(folder / "vetoes.csv")] == [
        "s-pv-23", "s-3502", "s-10771", "s-2020-654", "s-2020-654", "s-pv-49-1", "s-pv-49-2",
    ]  # fmt: skip
    output_of(repository, "build")
    found = output_of(
        repository, "query", "-q", "SELECT ?voter { GRAPH ?g { ?b dp:voter ?voter } } ORDER BY ?b", "-f", "csv"
    )
    assert [line.rpartition("/")[2] for line in found.split()[1:]] == [
        "china", "china", "russia", "taiwan", "soviet-union", "soviet-union", "soviet-union",
    ]  # fmt: skip
    proof = output_of(repository, "why", "ballot:vetoes.s-2020-654.russia")
    assert "vetoes.csv#row=5" in proof
    assert "member: [[Russia]]" in proof
    assert "happened      2020-07-07" in proof


#: A row, and what is said of it; the last word tells whether its vetoes are taken.
ODD = [
    ("1946,2/30/1946,2,S/1,S/PV.1,One,USSR,,,0,0,0,1,0,0", "`2/30/1946` is not a date such as 2/16/1946", False),
    ("1946,2/16/1946,2,S/1,S/PV.1,One,Frence,,,0,0,0,1,0,0", "permanent member `Frence`: did you mean `France`", False),
    ("1946,2/16/1946,2,S/1,S/PV.1,One,,,,0,0,0,0,0,0", "no member is named", False),
    ("1946,2/16/1946,2,S/1,S/PV.1,One,USA,USA,,0,0,0,0,1,0", "a member is named twice: USA, USA", False),
    ("1946,2/16/1946,2,S/1,S/PV.1,One,USSR,,,0,0,0,1,0", "this row has 14 cells, but the header has 15", False),
    ('1946,2/16/1946,2,S/1,S/PV.1,O"ne,USSR,,,0,0,0,1,0,0', "a stray quote", False),
    ("1946,2/16/1946,2,S/PV.23,S/PV.23,One,USSR,,,0,0,0,0,0,0", "names USSR, but no member is marked", True),
    ("1946,2/16/1946,2,S/1,S/PV.1,One,UK,USA,,0,0,0,0,0,1", "names UK and USA, but UK is marked with 1", True),
    ("1946,2/16/1946,2,S/1,S/PV.1,One,UK,USA,France,0,1,0,0,0,1",
     "names France, UK and USA, but France and UK are marked with 1", True),
    ("1947,2/16/1946,2,S/1,S/PV.1,One,USSR,,,0,0,0,1,0,0", "year is 1947, but the date is 2/16/1946", True),
    ("1946,2/16/1946,3,S/1,S/PV.1,One,USSR,,,0,0,0,1,0,0", "month is 3, but the date is 2/16/1946", True),
    (RIGHT.splitlines()[1], "the same as row 3", False),
]  # fmt: skip


def test_each_odd_row_is_reported_with_its_line(repository: Path) -> None:
    wrong = []
    for row, words, taken in ODD:
        # Rows with two lines come before, so that rows and lines differ.
        done = import_un_vetoes(written(repository, f"{RIGHT}{row}\n"), repository / "seeds" / "vetoes")
        told = [(problem.line, words in problem.message, problem.taken) for problem in done.problems]
        left = rows(repository / "seeds" / "vetoes" / "left-out.csv")
        if told != [(9, True, taken)] or done.drafts != 6 + taken or [line for line, _ in left] != ["9"] * (not taken):
            wrong.append((row, done))
    assert wrong == []


def test_the_command_prints_each_problem_and_an_account(repository: Path) -> None:
    file = written(repository, RIGHT + ODD[0][0] + "\n")
    done = CliRunner().invoke(command, ["un-vetoes", str(file), "-o", str(repository / "seeds" / "vetoes")])
    assert done.exit_code == 0, done.output
    assert f"{file}:9: left out: `2/30/1946` is not a date" in done.output
    assert "list.csv: 7 rows, 6 taken (7 vetoes), 1 left out" in done.output


def test_what_is_no_list_of_vetoes_is_refused_and_nothing_written(repository: Path) -> None:
    folder = repository / "seeds" / "vetoes"
    with pytest.raises(InputError, match="no row could be taken"):
        import_un_vetoes(written(repository, ""), folder)
    (repository / "list.csv").write_bytes((HEAD + RIGHT).encode().replace(b"Mongolia", b"Mong\xf3lia"))
    with pytest.raises(InputError, match="not UTF-8 text"):
        import_un_vetoes(repository / "list.csv", folder)
    (repository / "list.csv").write_text("a,b\n1,2\n")
    with pytest.raises(UsageError, match="no column `date`"):
        import_un_vetoes(repository / "list.csv", folder)
    assert not folder.exists()


def test_the_published_list_is_read_whole(repository: Path) -> None:
    file = os.environ.get("KG_UN_VETOES", PUBLISHED)
    if not Path(file).is_file():
        pytest.skip("set KG_UN_VETOES to unsc_vetoes_1946_sept2022.csv of the World Politics Data Lab")
    done = import_un_vetoes(Path(file), repository / "seeds" / "vetoes")
    assert (done.rows, done.drafts, done.vetoes) == (214, 213, 264)
    assert [problem.line for problem in done.problems if not problem.taken] == [6]
    assert sum(problem.taken for problem in done.problems) == 26
