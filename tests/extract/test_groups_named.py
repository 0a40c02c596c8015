"""Groups are those whom the text names: by number, as a pair, by a body, or with the members beside them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.draft.drafts import Row
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2012, 6, 3)


def last(text: str, gazetteer: Gazetteer) -> Row:
    return Drafter(text, gazetteer, DAY).draft().statements[-1]


THREE = ["chile", "peru", "kenya"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The alliance of Chile, Peru and Kenya met. The three members rejected the offer.", THREE),
        ("The alliance met. The three states of the alliance rejected the offer. Chile, Peru and Kenya left.", THREE),
        ("Chile wrote to Peru. Kenya agreed. The three countries rejected the offer.", THREE),
        (
            "Kenya's president Anna Berg and her Peruvian counterpart Omar Holm met. The leaders rejected the offer.",
            ["anna-berg", "omar-holm"],
        ),
        (
            "Kenya's president Anna Berg met her Peruvian counterpart Omar Holm. "
            "The leaders of Kenya and Peru rejected the offer.",
            ["anna-berg", "omar-holm"],
        ),
        (
            "Kenya's president Anna Berg met Peruvian president Omar Holm. "
            "The Kenyan and Peruvian presidents rejected the offer.",
            ["anna-berg", "omar-holm"],
        ),
    ],
)
def test_those_whom_the_text_names(text: str, speaker: list[str], gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer)["speaker"] == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Chile, Peru and Kenya met. Chile, Norway and Kenya left. The three countries rejected the offer.",
        "Chile, Peru, Norway and Kenya met. The three countries rejected the offer.",
        "Kenya and Norway met. Members rejected the offer.",
        "Kenya and Norway met. Foreign ministers rejected the offer.",
        "Anna Berg, Omar Holm and Ida Lund met in Kenya. The leaders rejected the offer.",
    ],
)
def test_nobody_where_the_text_does_not_tell(text: str, gazetteer: Gazetteer) -> None:
    assert all("speaker" not in row for row in Drafter(text, gazetteer, DAY).draft().statements)


@pytest.mark.parametrize(
    ("text", "principals"),
    [
        ("Sudanese and South Sudanese officials rejected the offer.", ["sudan", "south-sudan"]),
        ("The French and German foreign ministers rejected the offer.", ["france", "germany"]),
        ("The leaders of Kenya and New Zealand rejected the offer.", ["kenya", "new-zealand"]),
        ("The EAC heads of state rejected the offer.", "east-african-community"),
        ("The EU met. Ministers from the 27-nation bloc rejected the offer.", "european-union"),
    ],
)
def test_groups_speak_for_all_their_states(text: str, principals: object, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer)["for"] == principals


def test_the_leaders_are_those_whom_the_text_names_later(gazetteer: Gazetteer) -> None:
    text = "The leaders rejected the offer. EAC leaders condemned the coup in Mali."
    rows = Drafter(text, gazetteer, DAY).draft().statements
    assert {row["speaker"] for row in rows} == {"eac-leaders"}


@pytest.mark.parametrize(
    "text",
    [
        "Poorer countries, including Chile and Peru, rejected the offer.",
        "Southern countries such as Chile and Peru rejected the offer.",
    ],
)
def test_members_that_the_words_name_are_kept(text: str, gazetteer: Gazetteer) -> None:
    draft = Drafter(text, gazetteer, DAY).draft()
    assert draft.statements[-1]["members_named"] is True
    group = next(entry for entry in draft.entries if entry.file == "groups.yaml")
    assert dict(group.extra)["members"] == ["chile", "peru"]
    assert {"chile", "peru"} <= {entry.slug for entry in draft.entries}


def test_three_names_are_joined_with_commas(gazetteer: Gazetteer) -> None:
    text = "Chile, Peru and Kenya met. The three countries said they were ready to leave the union."
    draft = Drafter(text, gazetteer, DAY).draft()
    assert "Chile, Peru and Kenya should leave the union." in {new.sentence for new in draft.propositions.values()}


def test_all_three_presidents_are_those_of_the_states_named_before(gazetteer: Gazetteer) -> None:
    text = (
        "The presidents of Chile, Peru, Kenya met. President of Chile Anna Berg, President of Peru Omar Holm and "
        "President of Kenya Ida Lund met in Oslo. All three presidents rejected the offer."
    )
    row = last(text, gazetteer)
    assert row["speaker"] == ["anna-berg", "omar-holm", "ida-lund"]
    assert row["for"] == {"anna-berg": "chile", "omar-holm": "peru", "ida-lund": "kenya"}


def test_a_joint_statement_is_that_of_those_who_begin_it(gazetteer: Gazetteer) -> None:
    text = (
        "Joint statement of the foreign ministers of the lake states\n\n"
        "We, the Foreign Ministers of Chile, Peru and Kenya, met in Oslo. We reject the new tolls. "
        "We call on Norway to lower them.\n"
    )
    row = last(text, gazetteer)
    assert row["for"] == ["chile", "peru", "kenya"]


@pytest.mark.parametrize(
    "text",
    [
        "Turkish Cypriot leader Omar Holm rejected the offer.",
        "The Turkish-Cypriot leader Omar Holm rejected the offer.",
        "Greek and Turkish Cypriot leaders rejected the offer.",
    ],
)
def test_two_adjectives_side_by_side_are_of_no_state(text: str, gazetteer: Gazetteer) -> None:
    assert "for" not in last(text, gazetteer)


def test_ministers_of_states_and_a_body_speak_for_the_states(gazetteer: Gazetteer) -> None:
    text = "The ministers of Chile, Peru and Kenya, and the Secretary-General of the African Union, rejected the offer."
    row = last(text, gazetteer)
    assert row["for"] == {"ministers-of-chile-peru-and-kenya": ["chile", "peru", "kenya"]}


def test_one_ministry_is_one_entry(gazetteer: Gazetteer) -> None:
    text = (
        "The Kenyan water ministry rejected the offer. Kenya's Ministry of Water Resources condemned it. "
        "Kenya's trade ministry praised it."
    )
    rows = Drafter(text, gazetteer, DAY).draft().statements
    assert [row["speaker"] for row in rows] == ["kenyan-water-ministry"] * 2 + ["kenyan-trade-ministry"]


def test_what_is_demanded_of_somebody_is_not_that_persons_stance(gazetteer: Gazetteer) -> None:
    text = "The council demanded in a unanimous statement that Holm recognise the outcome of the election."
    rows = Drafter("Omar Holm met Kenya's envoys.\n\n" + text, gazetteer, DAY).draft().statements
    assert "omar-holm" not in {row.get("speaker") for row in rows}


def test_a_headline_means_the_group_that_the_text_names(gazetteer: Gazetteer) -> None:
    text = (
        "Ministers confirm withdrawal at meeting\n\nThe foreign ministers from Chile and Kenya met. "
        "Norway rejected it. The ministers then condemned the attack."
    )
    row = last(text, gazetteer)
    assert (row["speaker"], row["for"]) == ("foreign-ministers-from-chile-and-kenya", ["chile", "kenya"])


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("People familiar with the talks said the deal was dead.", "people-familiar-with-the-talks"),
        ("Sources close to the ministry said the deal was dead.", "sources-close-to-the-ministry"),
        (
            "Kenya's minister, Rosa Yolanda Villavicencio, has stated that the deal is dead.",
            "rosa-yolanda-villavicencio",
        ),
    ],
)
def test_labels_are_not_cut(text: str, speaker: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer)["speaker"] == speaker


def test_a_president_orders_the_own_ministry(gazetteer: Gazetteer) -> None:
    text = "Norway's ministry is in Oslo. Kenyan President Anna Berg instructed the Foreign Ministry to talk to Norway."
    assert last(text, gazetteer)["addressee"] == "kenyan-foreign-ministry"
