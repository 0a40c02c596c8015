"""The commands of the pages on extraction, reference data and tables, as a reader pastes them."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from data_repository import new_repository, run
from documented import commands, whole_commands

ROOT = Path(__file__).parents[2]
ARTICLE = """Northland and Egypt agree on talks

CAIRO, January 30 - The president of Egypt said on Friday that Egypt supports talks.
"We call for a ceasefire," he said.
"""
#: A set of roll calls as docs/tables.md says that it is published.
PUBLISHED = {
    "un_votes.csv": "rcid,country,country_code,vote\n3,United States,US,yes\n3,France,FR,no\n3,Russia,RU,no\n",
    "un_roll_calls.csv": (
        "rcid,session,importantvote,date,unres,amend,para,short,descr\n"
        "3,1,0,1992-01-01,R/1/66,1,0,EMBARGO,TO ADOPT AN AMENDMENT\n"
    ),
    "un_roll_call_issues.csv": "rcid,short_name,issue\n3,hr,Human rights\n",
}  # fmt: skip
VETOES = (
    "year,date,month,draft,meeting_record,agenda_item,member_veto1,member_veto2,member_veto3\n"
    "2020,7/7/2020,7,S/2020/654,S/2020/661,Access to Syria,Russia,China,\n"
)
VOTES = "id,day,resolution,title,issues,motion\n3,5/2/1990,R/1/66,Rules,hr,\n"
VOTERS = "Russia Norway Egypt France Germany China India Japan Kenya Ghana Chile Cuba Iran Iraq Norway"


def text_of(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def carry_out(repository: Path, calls: list[list[str]]) -> list[str]:
    """Run calls of `kg` in order, and return those that fail, with what they say."""
    failed = []
    for call in calls:
        done = run(repository, "kg", *call)
        if done.returncode or "internal error" in done.stderr:
            failed.append(f"kg {shlex.join(call)}: {done.returncode}: {done.stderr}")
    return failed


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_repository(tmp_path_factory.mktemp("pages"))


def test_the_commands_of_a_new_repository_s_readme_run(repository: Path) -> None:
    calls = commands((repository / "README.md").read_text("utf-8"))
    newer = ["migrate", "init", "validate", "build"]
    assert [call[0] for call in calls] == ["validate", "build", "query", "queries", *newer]
    assert carry_out(repository, calls) == []


def test_an_article_is_drafted_checked_and_reviewed(repository: Path) -> None:
    (repository / "talks.txt").write_text(ARTICLE, "utf-8")
    calls = whole_commands(text_of("docs/extraction.md"))
    assert [call[0] for call in calls[:4]] == ["new", "extract", "validate", "review"]
    assert carry_out(repository, calls) == []
    assert "status: proposed" in (repository / "seeds/2026-01-31-talks/sheet.yaml").read_text("utf-8")


def test_reference_data_are_copied_merged_and_queried(repository: Path) -> None:
    other = repository.with_name("other")
    shutil.copytree(repository, other)
    (other / "seeds/reference/groups.yaml").write_text(
        "walkers: {label: Walkers, description: All who walk.}\n", "utf-8"
    )
    calls = whole_commands(text_of("docs/reference-data.md"))
    assert ["merge", "../other"] in calls
    # It needs the network: tests/reference/test_wikidata.py runs it with an endpoint of the machine.
    calls.remove(["reference", "import", "-o", "wikidata"])
    calls.insert(next(at for at, call in enumerate(calls) if call[0] == "query"), ["build"])
    assert carry_out(repository, calls) == []
    assert {path.name for path in (repository / "seeds/reference").rglob("*.yaml")} >= {"russia.yaml", "walkers.yaml"}


def test_tables_are_described_imported_and_queried(repository: Path) -> None:
    text = text_of("docs/tables.md")
    folder = repository / "seeds/roll-calls"
    folder.mkdir()
    description = re.search(r"^    (source:\n(?:    .*\n)+)", text, re.MULTILINE)
    assert description
    (folder / "source.yaml").write_text(description[1].replace("\n    ", "\n"), "utf-8")
    (folder / "votes.csv").write_text(VOTES, "utf-8")
    rows = [f"3,{voter},{1 + 2 * (at % 2)}" for at, voter in enumerate(VOTERS.split()[:-1])]
    (folder / "ballots.csv").write_text("\n".join(["id,state,cast", *rows]) + "\n", "utf-8")
    (repository / "published").mkdir()
    for name, data in PUBLISHED.items():
        (repository / "published" / name).write_text(data, "utf-8")
    (repository / "unsc_vetoes_1946_sept2022.csv").write_text(VETOES, "utf-8")
    calls = [call for call in commands(text) if call in whole_commands(text) or call == ["build"]]
    assert [call[0] for call in calls[:3]] == ["import", "reference", "build"]
    assert carry_out(repository, calls) == []
    soviet = run(repository, "kg", "query", "ballots", "-p", "actor=soviet-union", "-f", "csv").stdout
    assert "ballot/roll-calls.3.soviet-union" in soviet, "Russia in 1990, by `until` of the page"
