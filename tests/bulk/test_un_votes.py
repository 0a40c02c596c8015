"""`kg import un-votes`: every record of the published sets is in a table, or left out with a reason."""

from __future__ import annotations

import csv
import gzip
import os
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.bulk.un_votes import import_un_votes
from kg.cli.import_ import command
from kg.errors import InputError, UsageError
from kg.validate.run import validate

SETS = {
    "un_votes.csv": (
        "rcid,country,country_code,vote\n3,United States,US,yes\n3,Russia,RU,no\n4,Myanmar (Burma),MM,abstain\n"
        "9,Cuba,CU,no\n"
    ),
    "un_roll_calls.csv": (
        "rcid,session,importantvote,date,unres,amend,para,short,descr\n"
        '3,1,0,1946-01-01,R/1/66,1,0,"AMENDMENTS, RULES",TO ADOPT A CUBAN AMENDMENT\n'
        "4,74,NA,2019-12-12,A/RES/74/38,NA,NA,NA,Arms control\n"
    ),
    "un_roll_call_issues.csv": "rcid,short_name,issue\n4,di,Arms control and disarmament\n77,me,Palestinian conflict\n",
    "UNVotesPublished.csv": (
        "rcid,session,vote,ccode,date,unres\n3,1,1,2,1/1/1946,R/1/66\n3,1,3,365,1/1/1946,R/1/66\n3,1,8,31,1/1/1946,R/1/66\n"
        "3,1,9,255,1/1/1946,R/1/66\n4,74,1,2,12/13/2019,A/RES/74/38\n"
    ),
}  # fmt: skip


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "published").mkdir()
    for name, text in SETS.items():
        (tmp_path / "published" / name).write_text(text, "utf-8")
    (tmp_path / "kg.toml").write_text('reference = ["world"]\n')
    (tmp_path / "seeds" / "reference").mkdir(parents=True)
    return tmp_path


def rows(file: Path) -> list[list[str]]:
    text = gzip.decompress(file.read_bytes()).decode() if file.suffix == ".gz" else file.read_text("utf-8")
    return list(csv.reader(text.splitlines()))[1:]


def test_each_record_is_taken_joined_or_left_out_with_a_reason(repository: Path) -> None:
    folder = repository / "seeds" / "un"
    done = import_un_votes(repository / "published", folder)
    accounts = {account.file: account for account in done.accounts}
    assert all(each.taken + sum(each.left.values()) == each.records for each in done.accounts)
    assert accounts["UNVotesPublished.csv"].joined == 2
    assert rows(folder / "votes.csv") == [
        ["3", "United States", "yes", "1"], ["3", "Russia", "no", "2"], ["4", "Myanmar (Burma)", "abstain", "3"],
    ]  # fmt: skip
    assert rows(folder / "left-out.csv.gz") == [
        ["un_roll_call_issues.csv", "2", "no roll call has this number"],
        ["un_votes.csv", "4", "no roll call has this number"],
        ["UNVotesPublished.csv", "4", "not a member then"],
        ["UNVotesPublished.csv", "5", "a different resolution or day"],
    ]
    assert [row[3:5] for row in rows(folder / "roll-calls.csv")] == [["AMENDMENTS, RULES", ""], ["Arms control", "di"]]


def test_imported_votes_conform_and_name_states_of_their_time(repository: Path) -> None:
    from kg.sources.assertion import assert_reference, assert_source

    folder = repository / "seeds" / "un"
    import_un_votes(repository / "published", folder)
    assert validate([repository / "seeds"]).findings == ()
    reference, _ = assert_reference(repository / "seeds" / "reference")
    whole = assert_source(folder, reference).whole
    assert whole is not None
    ballots = b"".join(whole.ballots()).decode()
    assert "ballot/un.3.soviet-union>" in ballots
    assert "ballot/un.4.myanmar>" in ballots
    lines = [
        line for line in ballots.splitlines() if line.split(" ")[0].endswith("un.3.soviet-union>") and "#row>" in line
    ]
    assert [line.split(" ")[2].rpartition("/")[2] for line in lines] == ["votes.csv#row=3>", "published.csv#row=3>"]


def test_a_state_that_merged_votes_under_its_old_name_up_to_that_day(repository: Path) -> None:
    from kg.sources.assertion import assert_reference, assert_source

    published, folder = repository / "published", repository / "seeds" / "un"
    calls = SETS["un_roll_calls.csv"] + "5,44,0,1990-05-07,A/1,NA,NA,NA,One\n6,45,0,1990-12-06,A/2,NA,NA,NA,Two\n"
    votes = SETS["un_votes.csv"] + "5,Yemen Arab Republic,YE,yes\n6,Yemen Arab Republic,YE,yes\n"
    ours = SETS["UNVotesPublished.csv"] + "5,44,1,678,5/7/1990,A/1\n6,45,1,678,12/6/1990,A/2\n"
    for name, text in (("un_roll_calls", calls), ("un_votes", votes), ("UNVotesPublished", ours)):
        (published / f"{name}.csv").write_text(text, "utf-8")
    import_un_votes(published, folder)
    reference, _ = assert_reference(repository / "seeds" / "reference")
    whole = assert_source(folder, reference).whole
    assert whole is not None
    ballots = b"".join(whole.ballots()).decode()
    assert {
        name
        for name in ("5.yemen", "5.yemen-arab-republic", "6.yemen", "6.yemen-arab-republic")
        if f"ballot/un.{name}>" in ballots
    } == {"5.yemen-arab-republic", "6.yemen"}


def test_the_same_sets_give_the_same_bytes(repository: Path) -> None:
    first, second = repository / "seeds" / "one", repository / "seeds" / "two"
    import_un_votes(repository / "published", first)
    import_un_votes(repository / "published", second)
    assert {file.name: file.read_bytes() for file in first.iterdir()} == {
        file.name: file.read_bytes() for file in second.iterdir()
    }


def test_missing_and_doubled_sets_are_said(repository: Path) -> None:
    published, folder = repository / "published", repository / "seeds" / "un"
    (published / "copy.csv").write_text(SETS["un_votes.csv"])
    with pytest.raises(InputError, match=r"un_votes\.csv: contains the same data as copy\.csv"):
        import_un_votes(published, folder)
    (published / "copy.csv").unlink()
    (published / "un_roll_calls.csv").unlink()
    with pytest.raises(UsageError, match="un_roll_calls is missing"):
        import_un_votes(published, folder)
    with pytest.raises(UsageError, match="none of the data sets found"):
        import_un_votes(repository / "seeds", folder)
    assert not folder.exists()


def test_the_command_prints_an_account_of_each_set(repository: Path) -> None:
    folder = repository / "seeds" / "un"
    done = CliRunner().invoke(command, ["un-votes", str(repository / "published"), "-o", str(folder)])
    assert done.exit_code == 0, done.output
    assert (
        "UNVotesPublished.csv: 5 records, 3 taken (2 joined), 1 left out: not a member then, 1 left out" in done.output
    )


def test_the_published_files_of_r_are_read_whole(repository: Path) -> None:
    place = os.environ.get("KG_UN_VOTES")
    if place is None:
        pytest.skip("set KG_UN_VOTES to a folder with data/*.rda and data-raw/*.RData of the R package unvotes")
    pytest.importorskip("pyreadr", reason="needs the extra `bulk`: pip install -e '.[bulk]'")
    folder = repository / "seeds" / "un"
    done = {account.file: account for account in import_un_votes(Path(place), folder).accounts}
    assert {name: (each.records, each.taken, each.joined) for name, each in done.items()} == {
        "un_roll_calls.rda": (6_203, 6_203, 0),
        "un_roll_call_issues.rda": (5_745, 5_745, 0),
        "un_votes.rda": (870_109, 870_109, 0),
        "UNVotesPublished.RData": (1_066_613, 812_092, 738_764),
    }
    published = done["UNVotesPublished.RData"]
    assert published.left == Counter({"not a member then": published.records - published.taken})
    assert len(rows(folder / "left-out.csv.gz")) == published.left.total()
