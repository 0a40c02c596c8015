"""Drafts: rows with verbatim quotes, holders, acts, chains, dates and tolls; files; folders; unusable input."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("spacy")

from kg.errors import InputError, UsageError
from kg.extract.article.article import read_article, spoken
from kg.extract.draft.drafting import Draft, Drafter
from kg.extract.draft.extraction import Options, extract, save
from kg.extract.draft.folder import extract_folder
from kg.extract.names.gazetteer import Gazetteer
from kg.running.processes import Processes
from kg.sources.model import Quote
from kg.sources.quotes import locate_quote
from kg.text import SourceText

SEEDS = Path(__file__).parents[2] / "seeds"
DAY = date(2012, 3, 11)  # a Sunday
ARTICLE = """Lavrov meets envoy in Cairo

MOSCOW -- Foreign Minister Sergei Lavrov told the Arab League on Friday his country was "not protecting any regime."

He called for a ceasefire and humanitarian aid access, but Qatar and Saudi Arabia criticized Moscow's stance.

Activists said at least four people were killed in Idlib on Saturday.

Assad told Annan that rebels were blocking a solution, according to the state news agency SANA.

Lavrov will meet Hillary Clinton in New York on Monday.
"""


@pytest.fixture(scope="module")
def draft(gazetteer: Gazetteer) -> Draft:
    return Drafter(ARTICLE, gazetteer, DAY).draft()


def row(draft: Draft, words: str) -> dict[str, object]:
    found = [item for item in draft.statements if words in str(item["quote"])]
    assert found, [item["quote"] for item in draft.statements]
    return found[0]


def test_an_official_speaks_for_a_state_to_an_addressee(draft: Draft) -> None:
    found = row(draft, "not protecting")
    assert (found["speaker"], found["for"], found["addressee"], found["act"]) == (
        "sergei-lavrov",
        "russia",
        "arab-league",
        "denies",
    )
    assert found["said"] == "2012-03-09"


def test_a_pronoun_is_resolved_and_a_list_is_split(draft: Draft) -> None:
    quotes = [
        item["quote"] for item in draft.statements if item["speaker"] == "sergei-lavrov" and item["act"] == "calls-for"
    ]
    assert quotes == ["He called for a ceasefire", "He called for a ceasefire and humanitarian aid access"]


def test_joint_holders_are_found_and_a_capital_means_its_state(draft: Draft) -> None:
    found = row(draft, "criticized")
    assert (found["speaker"], found["act"]) == (["qatar", "saudi-arabia"], "criticises")


def test_a_death_toll_is_found(draft: Draft) -> None:
    found = row(draft, "four people")
    assert found["tolls"] == [{"deaths": 4, "qualifier": "at-least"}]


def test_an_intermediary_is_in_the_chain(draft: Draft) -> None:
    found = row(draft, "blocking a solution")
    assert (found["speaker"], found["reported_by"], found["act"]) == ("bashar-al-assad", "sana", "blames")
    assert (found["addressee"], found["target"]) == ("kofi-annan", "rebels")


@pytest.mark.parametrize(
    ("who", "told"),
    [("Qatar and Turkey were", ("kofi-annan", ["qatar", "turkey"])), ("the plan was", (None, None))],
)
def test_the_addressee_of_blame_is_not_its_target(gazetteer: Gazetteer, who: str, told: object) -> None:
    made = Drafter(f"Assad told Annan on Friday that {who} blocking a solution.", gazetteer, DAY).draft()
    found = row(made, "blocking a solution")
    assert (found["act"], (found.get("addressee"), found.get("target"))) == ("blames", told)


def test_a_future_meeting_is_planned(draft: Draft) -> None:
    meeting = next(event for event in draft.events if event.get("when") == "2012-03-12")
    assert (meeting["type"], meeting["occurrence"]) == ("meeting", "planned")
    assert meeting["participants"] == ["sergei-lavrov", "hillary-clinton"]


def test_an_unknown_actor_is_proposed_and_not_linked(gazetteer: Gazetteer) -> None:
    made = Drafter("Arvid Lindqvist, a lawyer, said the court was wrong.", gazetteer, DAY).draft()
    assert [(entry.slug, entry.file) for entry in made.entries] == [("arvid-lindqvist", "persons.yaml")]
    assert made.statements[0]["speaker"] == "arvid-lindqvist"


def test_a_weekday_gives_no_date_if_the_publication_date_is_a_guess(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_text("Russia called for a ceasefire on Friday. Rebels attacked a convoy on Thursday, residents said.\n")
    rows = {
        published: [*(made := extract(path, gazetteer, Options(published=published)).draft).statements, *made.events]
        for published in (None, "2012-03-11")
    }
    assert [row.get("said", row.get("when")) for row in rows[None]] == [None] * len(rows[None])
    assert {"2012-03-09", "2012-03-08"} <= {str(row.get("said", row.get("when"))) for row in rows["2012-03-11"]}


def test_every_row_is_proposed_with_a_score(draft: Draft) -> None:
    for item in (*draft.statements, *draft.events, *draft.relations):
        assert item["status"] == "proposed"
        assert 0 < float(str(item["confidence"])) < 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_every_quote_is_verbatim_at_its_position(pieces: list[str]) -> None:
    names = Gazetteer.load(SEEDS / "reference")
    text = "\n\n".join(
        f'Russia said "{piece} we oppose the plan {piece}" on Friday. China rejected it.' for piece in pieces
    )
    made = Drafter(text, names, DAY).draft()
    source = SourceText(text)
    for item in (*made.statements, *made.events, *made.relations):
        place = locate_quote(source, Quote(str(item["quote"]), str(item["prefix"]) if "prefix" in item else None))
        if str(item["id"]) in made.spans and isinstance(place, tuple):
            assert place == made.spans[str(item["id"])]
        assert " ".join(str(item["quote"]).split()) in " ".join(text.split())


def test_a_draft_is_valid_until_it_is_accepted(gazetteer: Gazetteer, tmp_path: Path) -> None:
    article = tmp_path / "talks" / "article.txt"
    article.parent.mkdir()
    article.write_text(ARTICLE, "utf-8")
    result = extract(article, gazetteer, Options(publisher="BBC", published="2012-03-11", licence="CC-BY-2.5"))
    save(result, article.parent / "sheet.yaml", article)
    assert "\n  licence: CC-BY-2.5\n" in (article.parent / "sheet.yaml").read_text("utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kg", "validate", str(article.parent / "sheet.yaml"), "--seeds", str(SEEDS)],
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no text"),
        (b" \n\t\n", "no text"),
        (b"\x00\x01\x02", "binary"),
        (b"\xff\xfe\xfa", "not UTF-8"),
        (b"1 2 3 4", "no words"),
        (b"Der Minister sagte am Freitag, dass sein Land nicht verhandeln werde. " * 9, "English"),
        ("Министр заявил, что страна не будет вести переговоры. ".encode() * 9, "English"),
        (b"Russia said on Friday that it opposed the plan. " * 110_000, "too long for an article"),
    ],
)
def test_input_that_is_not_an_article_is_reported(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=words):
        read_article(path)


def test_text_in_capitals_is_read_as_normal_text(gazetteer: Gazetteer) -> None:
    shouted = "RUSSIA SAID ON FRIDAY THAT IT OPPOSED THE PLAN. IT CALLED FOR A TRUCE.\n"
    plain = spoken(shouted, gazetteer.spellings)
    assert len(plain) == len(shouted)
    assert plain.startswith("Russia said on")
    assert spoken("Russia said NO.", gazetteer.spellings) == "Russia said NO."


def test_the_article_of_a_saved_page_is_extracted(gazetteer: Gazetteer, tmp_path: Path) -> None:
    pytest.importorskip("trafilatura")
    page = tmp_path / "page.html"
    body = "<p>Russia said on Friday that it opposed the plan for the region and would not sign it.</p>" * 2
    page.write_text(
        f"<html><head><title>No deal</title></head><body><nav>Menu</nav><article>{body}</article></body></html>",
        "utf-8",
    )
    result = extract(page, gazetteer, Options(published="2012-03-11"))
    save(result, tmp_path / "draft" / "sheet.yaml", page)
    assert "opposed the plan" in (tmp_path / "draft" / "article.txt").read_text("utf-8")


def test_an_unknown_licence_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "kg", "extract", str(tmp_path / "a.txt"), "--licence", "mine", "--seeds", str(SEEDS)],
        capture_output=True,
        text=True,
    )
    wanted = "kg: --licence: `mine` is not an SPDX id such as CC-BY-4.0, a web address, or all-rights-reserved\n"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", wanted)


def test_an_invalid_date_is_refused(gazetteer: Gazetteer, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(ARTICLE, "utf-8")
    with pytest.raises(UsageError, match="is not a date"):
        extract(path, gazetteer, Options(published="last week"))


def test_a_folder_run_continues_after_a_bad_file_and_keeps_existing_files(gazetteer: Gazetteer, tmp_path: Path) -> None:
    articles, output = tmp_path / "in", tmp_path / "out"
    articles.mkdir()
    (articles / "good.txt").write_text(ARTICLE, "utf-8")
    (articles / "bad.txt").write_bytes(b"\x00")
    first = extract_folder(articles, output, gazetteer)
    assert [bool(outcome.error) for outcome in first] == [True, False]
    sheet = output / "good" / "sheet.yaml"
    sheet.write_text("mine", "utf-8")
    second = extract_folder(articles, output, gazetteer)
    assert [outcome.skipped for outcome in second] == [False, True]
    assert sheet.read_text("utf-8") == "mine"


def test_two_processes_give_the_same_result_as_one(gazetteer: Gazetteer, tmp_path: Path) -> None:
    articles = tmp_path / "in"
    articles.mkdir()
    for name in ("one", "two"):
        (articles / f"{name}.txt").write_text(ARTICLE, "utf-8")
    (articles / "bad.txt").write_bytes(b"\x00")
    alone = extract_folder(articles, tmp_path / "alone", gazetteer)
    assert extract_folder(articles, tmp_path / "shared", gazetteer, workers=Processes(2)) == alone
    assert [bool(outcome.error) for outcome in alone] == [True, False, False]
    files = [path.relative_to(tmp_path / "alone") for path in (tmp_path / "alone").rglob("*") if path.is_file()]
    assert len(files) >= 4
    assert [(tmp_path / "shared" / file).read_bytes() for file in files] == [
        (tmp_path / "alone" / file).read_bytes() for file in files
    ]


def test_no_other_command_loads_the_language_pipeline() -> None:
    code = "import sys, kg.cli.group, kg.cli.extract, kg.cli.review; print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
