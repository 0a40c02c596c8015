"""Papers name the offices of their own state without it: `--country`, the publisher or the address says whose."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.errors import UsageError
from kg.extract.draft.drafting import Drafter
from kg.extract.draft.draftsheet import rows_text
from kg.extract.draft.extraction import Options, extract
from kg.extract.draft.into_sheet import BegunSheet
from kg.extract.names.principals.outlets import Outlet, outlet_of
from kg.sources.review import ReviewedSheet

if TYPE_CHECKING:
    from pathlib import Path

    from kg.extract.draft.drafts import Draft
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2024, 5, 2)
TOLD, SEEN = Outlet("kenya", "--country", told=True), Outlet("kenya", "the address (.ke)")
TALKS = "Norway and Kenya held talks on Monday. Norway wants a port in Kenya, and Norway will pay.\n\n"


def drafted(text: str, gazetteer: Gazetteer, outlet: Outlet | None) -> Draft:
    return Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY, outlet=outlet).draft()


def told(text: str, gazetteer: Gazetteer, outlet: Outlet | None = TOLD) -> list[tuple[object, object]]:
    return [(row.get("speaker"), row.get("for")) for row in drafted(text, gazetteer, outlet).statements]


@pytest.mark.parametrize("outlet", [TOLD, SEEN])
@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("Foreign Minister Omar Said said the port was open.", "omar-said"),
        ("Omar Said, the foreign minister, said the port was open.", "omar-said"),
        ("Minister of Foreign Affairs, Omar Said, said the port was open.", "omar-said"),
        ("Foreign Ministry spokesman Omar Said said the port was open.", "omar-said"),
        ("High Commissioner to Norway Omar Said said the port was open.", "omar-said"),
        ("The Foreign Ministry said the port was open.", "kenyan-foreign-ministry"),
        ("The army said the port was open.", "kenyan-army"),
    ],
)
def test_an_office_without_a_state_is_that_of_the_outlet(
    said: str, speaker: str, outlet: Outlet, gazetteer: Gazetteer
) -> None:
    assert told(f"{TALKS}It rained.\n\n{said}", gazetteer, outlet)[-1] == (speaker, "kenya")


def test_what_is_known_of_a_person_holds_for_all_rows(gazetteer: Gazetteer) -> None:
    text = f"{TALKS}Omar Said denied that the port was shut.\n\nForeign Minister Said added that Norway would pay.\n\n"
    rows = told(text + "Said criticised the plan.", gazetteer)
    assert [pair for pair in rows if pair[0] == "omar-said"] == [("omar-said", "kenya")] * len(rows[-3:])


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("Norwegian Foreign Minister Anna Berg said the port was open.", "norway"),
        ("Norway's Anna Berg, the foreign minister, said the port was open.", "norway"),
        ("Foreign Minister Anna Berg of Norway said the port was open.", "norway"),
        (
            "Norwegian Prime Minister Arvid Holm said it rained. Foreign Minister Anna Berg said the port was open.",
            None,
        ),
        (
            "Norway sent its foreign minister, Anna Berg, who said the port was open.",
            None,
        ),
        ("Anna Berg, the president of the port workers' union, said the port was open.", None),
        ("Anna Berg said the port was open.", None),
    ],
)
def test_the_text_comes_first(said: str, state: str | None, gazetteer: Gazetteer) -> None:
    assert told(TALKS + said, gazetteer)[-1] in (("anna-berg", state), ("anna-berg", "norway"))
    if state is None:
        assert told(TALKS + said, gazetteer)[-1][1] != "kenya"


def test_the_ministry_is_the_one_just_named(gazetteer: Gazetteer) -> None:
    text = f"{TALKS}The Norwegian Foreign Ministry said the port was open. The ministry said ships were welcome."
    assert told(text, gazetteer)[-1] == ("norwegian-foreign-ministry", "norway")
    later = (
        f"{TALKS}The Norwegian government said it rained.\n\nRoads are shut.\n\nThe government said the port was open."
    )
    assert told(later, gazetteer)[-1] == ("kenyan-government", "kenya")


def test_foreign_news_are_not_of_the_outlet(gazetteer: Gazetteer) -> None:
    text = "Norway and Chad held talks. Norway sent ships, and Chad sent planes.\n\nIt rained.\n\n"
    assert told(f"{text}The government said the port was open.", gazetteer, SEEN)[-1][1] is None
    assert told(f"{text}Foreign Minister Anna Berg said the port was open.", gazetteer, SEEN)[-1][1] is None


def test_a_state_calls_its_minister_as_it_does(gazetteer: Gazetteer) -> None:
    india = Outlet("india", "--country", told=True)
    said = "Norway and India held talks.\n\nIt rained.\n\n{} Minister Anna Berg said the port was open."
    assert told(said.format("External Affairs"), gazetteer, india)[-1] == ("anna-berg", "india")
    assert told(said.format("Foreign"), gazetteer, india)[-1] == ("anna-berg", None)


def test_it_shows_where_the_state_comes_from(gazetteer: Gazetteer) -> None:
    said = "Foreign Minister Omar Said said the port was open."
    draft, plain = drafted(TALKS + said, gazetteer, TOLD), drafted("Kenya is here. " + said, gazetteer, None)
    row = draft.statements[-1]
    assert row["confidence"] < plain.statements[-1]["confidence"]  # type: ignore[operator]  # numbers
    assert "for: kenya  # assumed from --country" in rows_text("statements", draft)
    assert all(not entry.posts for entry in draft.entries)
    # The text says so itself.
    assert not drafted(f"{TALKS}Kenyan {said}", gazetteer, TOLD).assumed


def test_the_first_sign_that_gives_a_state_counts(gazetteer: Gazetteer) -> None:
    assert outlet_of(gazetteer, "Norway", "sana", "https://news.co.ke/1") == Outlet("norway", "--country", told=True)
    assert outlet_of(gazetteer, None, "SANA", "https://news.co.ke/1") == Outlet("syria", "the publisher")
    assert outlet_of(gazetteer, None, "bbc", "https://news.co.ke/1") == Outlet("kenya", "the address (.ke)")
    assert outlet_of(gazetteer, None, None, "http://www.news.org.uk:80/a.pk") == Outlet(
        "united-kingdom", "the address (.uk)"
    )
    for name in ("ke", "Kenya", "kenya", "Kenyan", "KE"):
        assert outlet_of(gazetteer, name, None, None) == Outlet("kenya", "--country", told=True)


@pytest.mark.parametrize(
    "url",
    ["https://news.co/1", "https://news.tv", "https://kenya.com/ke", "https://10.0.0.1/", "http://[", "news.ke", ""],
)
def test_other_addresses_tell_nothing(url: str, gazetteer: Gazetteer) -> None:
    assert outlet_of(gazetteer, None, None, url) is None


def test_an_unknown_state_is_refused(gazetteer: Gazetteer) -> None:
    with pytest.raises(UsageError, match="unknown state `Kenia`") as refused:
        outlet_of(gazetteer, "Kenia", None, None)
    assert "Kenya" in str(refused.value.hint)
    with pytest.raises(UsageError, match="unknown state"):
        outlet_of(gazetteer, "bbc", None, None)


def test_a_sheet_says_so_and_a_review_shows_it(gazetteer: Gazetteer, tmp_path: Path) -> None:
    text = f"Talks end\n\n{TALKS}It rained.\n\nForeign Minister Omar Said said the port was open.\n"
    (tmp_path / "article.txt").write_text(text, "utf-8")
    sheet = tmp_path / "sheet.yaml"
    head = "source:\n  title: Talks\n  publisher: bbc\n  published: 2024-05-02\n  text: article.txt\n"
    sheet.write_text(f"{head}  url: https://news.co.ke/1\nstatements: []\n", "utf-8")
    begun = BegunSheet(sheet)
    begun.take(extract(tmp_path / "article.txt", gazetteer, begun.options(narrator=False)))
    begun = ReviewedSheet(sheet)
    row = next(row for row in begun.proposals() if "omar-said" in dict(row.fields).values())
    assert row.remarks == {"for": "# assumed from the address (.ke)"}
    begun.change(row.id, "for", "norway")
    row = next(row for row in begun.proposals() if "omar-said" in dict(row.fields).values())
    assert (dict(row.fields)["for"], row.remarks) == ("norway", {})
    result = extract(tmp_path / "article.txt", gazetteer, Options(published="2024-05-02", country="norway"))
    assert result.draft.statements[-1]["for"] == "norway"


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("Foreign Minister, Professor Omar Said, said the port was open.", "kenya"),
        ("Vice-president Omar Said said the port was open.", "kenya"),
        ("National Security Adviser Omar Said said the port was open.", "kenya"),
        (
            "Ministry of Foreign Affairs spokesman Omar Said said the port was open.",
            "kenyan-ministry-of-foreign-affairs",
        ),
        ("Cabinet Secretary for Trade Omar Said said the port was open.", "kenya"),
        ("Foreign Secretary Omar Said said the port was open.", None),
        # Kenya's president was somebody else.
        ("President Omar Said said the port was open.", None),
    ],
)
def test_offices_and_ministries_of_the_own_state(said: str, state: str | None, gazetteer: Gazetteer) -> None:
    assert told(f"{TALKS}It rained.\n\n{said}", gazetteer)[-1] == ("omar-said", state)


def test_a_ministry_in_full_is_the_own_one(gazetteer: Gazetteer) -> None:
    said = "The Ministry of Foreign Affairs said the port was open. It rained."
    assert told(f"{TALKS}{said}", gazetteer)[-1] == ("kenyan-ministry-of-foreign-affairs", "kenya")
    both = f"{TALKS}Norway's Ministry of Foreign Affairs said it rained. {said}"
    assert told(both, gazetteer)[-1][1] != "kenya"


@pytest.mark.parametrize(
    "said",
    [
        "Referring to the words of Norway, Foreign Minister Omar Said said that the port was open.",
        "Defence Secretary Rear Admiral (Retd) Omar Said said the port was open after meeting the Norwegian minister.",
    ],
)
def test_what_stands_apart_from_the_office_does_not_matter(said: str, gazetteer: Gazetteer) -> None:
    own = Outlet("pakistan", "--country", told=True)
    assert told(f"Norway and Pakistan held talks.\n\n{said}", gazetteer, own)[-1] == ("omar-said", "pakistan")


def test_two_who_speak_together(gazetteer: Gazetteer) -> None:
    said = "Foreign Minister Omar Said and Defence Minister Arvid Holm said the port was open."
    (row,) = [
        r for r in drafted(f"{TALKS}It rained.\n\n{said}", gazetteer, TOLD).statements if "omar-said" in r["speaker"]
    ]
    assert row["for"] == "kenya"
