"""Somebody's intention is that one's; examples, those who are ousted and offices are no rows, stances or names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of, sides_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    "text",
    [
        "The African Union met, expressing concern over President Omar Holm's announced intention to leave.",
        "The African Union deplored Kenya’s stated intention to leave the union.",
        "The African Union deplored Kenya's declared aim to close the border.",
    ],
)
def test_an_intention_is_its_owners(text: str, gazetteer: Gazetteer) -> None:
    assert not {("african-union", act) for act in ("promises", "claims")} & set(sides_of(text, gazetteer))


def test_examples_of_those_meant_are_no_rows(gazetteer: Gazetteer) -> None:
    text = (
        "Norway emphasized the need to uphold the rights of all individuals affected, especially children, women, and "
        "men of Kenyan descent."
    )
    told = [(sentence,) for sentence in ("There is a need to uphold the rights of all individuals.",)]
    assert rows_of(text, gazetteer, "sentence") == told


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("The Kenyan army dismissed the government.", []),
        ("Kenya's president dismissed his foreign minister.", []),
        ("Kenya dismissed the claim that it had lied.", ["denies"]),
        ("Kenya dismissed the minister as a liar.", ["criticises"]),
    ],
)
def test_whoever_is_put_out_of_office_is_not_rejected(text: str, acts: list[str], gazetteer: Gazetteer) -> None:
    assert [act for _, act in sides_of(text, gazetteer)] == acts


def test_an_office_is_no_name(gazetteer: Gazetteer) -> None:
    text = (
        "The Secretary General of the Nordic Union, Anna Berg, presented a report. "
        "The Secretary General said that aid was late."
    )
    assert {speaker for speaker, _ in sides_of(text, gazetteer)} == {"anna-berg"}


@pytest.mark.parametrize(
    ("named", "state"),
    [
        ("The Dominican Republic", "dominican-republic"),
        ("Dominica", "dominica"),
        ("DR Congo", None),
    ],
)
def test_an_adjective_of_two_states_is_that_of_the_one_named(
    named: str, state: str | None, gazetteer: Gazetteer
) -> None:
    text = f"{named} left. Dominican Foreign Minister Anna Berg said that aid was late."
    assert rows_of(text, gazetteer, "for")[-1] == (state,)


def test_a_ministry_of_one_state_only_has_its_state(gazetteer: Gazetteer) -> None:
    text = "The Maldives asked India for aid. The external affairs ministry said that aid was late."
    assert rows_of(text, gazetteer, "for")[-1] == ("india",)


@pytest.mark.parametrize("said", ["he said", "he told parliament", "Berg told reporters"])
def test_whoever_is_said_to_be_banned_is_not_backed(said: str, gazetteer: Gazetteer) -> None:
    text = (
        "Norwegian Foreign Minister Omar Berg announced measures. "
        f"If the army seized control, {said}, Oslo would ban the chief."
    )
    assert rows_of(text, gazetteer, "speaker", "act", "sentence")[-1] == (
        "omar-berg",
        "supports",
        "The chief should be banned.",
    )


def test_all_of_a_list_of_states_do_what_the_list_does(gazetteer: Gazetteer) -> None:
    text = "Saudi Arabia, Egypt, the United Arab Emirates and Bahrain accused Qatar of lying and cut ties."
    told = [["saudi-arabia", "egypt", "united-arab-emirates", "bahrain"]]
    assert [speaker for speaker, _ in sides_of(text, gazetteer)] == told


def test_a_town_is_no_state_beside_its_country(gazetteer: Gazetteer) -> None:
    assert sides_of("Officials met in Oslo, Norway and Rome. Kenya accused Peru of lying.", gazetteer) == [
        ("kenya", "accuses")
    ]


@pytest.mark.parametrize("noun", ["explanation", "apology", "details"])
def test_nothing_is_offered_with_no(noun: str, gazetteer: Gazetteer) -> None:
    assert sides_of(f"Norway offered no {noun} for the move.", gazetteer) == []


@pytest.mark.parametrize(
    ("office", "state"),
    [
        ("a spokesman for Kenya's biggest armed group", None),
        ("a spokesman for Kenya's main opposition party", None),
        ("leader of Kenya's largest union", None),
        ("a spokesman for Kenya's armed forces", "kenya"),
        ("a spokesman for Kenya's foreign minister", "kenya"),
    ],
)
def test_a_group_in_a_state_does_not_speak_for_it(office: str, state: str | None, gazetteer: Gazetteer) -> None:
    assert rows_of(f"The port was open, said Omar Ali, {office}.", gazetteer, "speaker", "for") == [("omar-ali", state)]


def test_a_relative_clause_with_a_speaker_is_about_its_noun(gazetteer: Gazetteer) -> None:
    text = (
        "Norway and Kenya have been locked in a row over fish since Kenya’s parliament in 2017 adopted the law “On the "
        "Sea as the Sea of All,” which Oslo says tramples on the rights of fishermen to work in Kenya."
    )
    assert not any("locked" in str(quote) for (quote,) in rows_of(text, gazetteer, "quote"))


def test_whoever_expresses_its_concern_is_concerned(gazetteer: Gazetteer) -> None:
    text = "Kenya said the port was closed. The conference also expressed its grave concern at the action of Kenya."
    assert ("kenya", "fears") not in sides_of(text, gazetteer)
    text = "Kenya said the port was closed. The African Union also expressed its concern at the action of Kenya."
    assert ("african-union", "fears") in sides_of(text, gazetteer)


def test_what_stands_in_a_quotation_of_nobody_is_not_that_of_whom_it_names(gazetteer: Gazetteer) -> None:
    text = (
        "The minister is not afraid of any contact between vessels. "
        '"It would be very stupid. The European Union is very much aware of the fact that quotas are issued by Norway."'
    )
    assert "european-union" not in {speaker for speaker, _ in sides_of(text, gazetteer)}


@pytest.mark.parametrize(
    "text",
    [
        "Norway had earlier ordered out 18 Kenyan diplomats.",
        "Norway ordered home two diplomats.",
        "Egypt heard of Sudan's concession of fishing rights to Kenya.",
    ],
)
def test_words_of_another_sense_are_no_stance(text: str, gazetteer: Gazetteer) -> None:
    assert sides_of(text, gazetteer) == []


def test_what_some_do_is_not_what_they_report(gazetteer: Gazetteer) -> None:
    text = "Norway urged calm, citing reports of nuclear testing by Pakistan and China."
    assert sides_of(text, gazetteer) == [("norway", "urges")]
