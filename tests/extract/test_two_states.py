"""Two states that speak of each other: both sides, seconded envoys, contrasted speakers, and what is cut or joined."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.draft.drafts import Draft
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2024, 6, 3)


def draft_of(text: str, gazetteer: Gazetteer) -> Draft:
    return Drafter(text, gazetteer, DAY).draft()


def sentences_of(draft: Draft) -> list[str]:
    return [draft.propositions[str(row["proposition"])].sentence for row in draft.statements]


def speakers_of(draft: Draft) -> list[tuple[object, object]]:
    return [(row.get("speaker"), row.get("for")) for row in draft.statements]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("the two sides had agreed on a truce.", "Kenya and Norway had agreed on a truce."),
        ("the truce served both countries.", "The truce served Kenya and Norway."),
        ("the truce served the two neighbouring states.", "The truce served Kenya and Norway."),
        (
            "fighting went on at both sides of the border.",
            "Fighting went on at both sides of the border between Kenya and Norway.",
        ),
    ],
)
def test_both_sides_are_the_two_states_of_the_text(said: str, sentence: str, gazetteer: Gazetteer) -> None:
    text = f"Kenya and Norway end talks\n\nKenya met Norway in Rome.\n\nKenyan minister Omar Berg said {said}"
    assert sentences_of(draft_of(text, gazetteer)) == [sentence]


@pytest.mark.parametrize(
    "lead",
    [
        "Kenya met Norway and Peru in Rome, and Peru spoke to Norway.",  # three states
        "Kenya met Norway in Rome, and its army fought rebels.",  # the other side may be the rebels
    ],
)
def test_both_sides_stay_open_where_others_may_be_meant(lead: str, gazetteer: Gazetteer) -> None:
    text = f"{lead}\n\nKenyan minister Omar Berg said both sides had agreed on a truce."
    assert "Kenya and Norway had agreed on a truce." not in sentences_of(draft_of(text, gazetteer))


def test_an_ambassador_to_an_organisation_speaks_for_the_own_state(gazetteer: Gazetteer) -> None:
    found = draft_of("Kenya’s UN ambassador Anna Berg said the dam was safe.", gazetteer)
    assert speakers_of(found) == [("anna-berg", "kenya")]


def test_a_spokesman_for_a_mission_speaks_for_its_organisation_and_not_for_the_country(gazetteer: Gazetteer) -> None:
    text = "“The dam is safe,” said Anna Berg, the spokeswoman of the UN Mission in Kenya."
    assert speakers_of(draft_of(text, gazetteer)) == [("anna-berg", "united-nations")]


def test_a_contrasting_clause_with_its_own_speaker_is_a_separate_row(gazetteer: Gazetteer) -> None:
    text = (
        "Kenyan minister Anna Berg stated, “The dam is safe for the towns below it,” while Norwegian envoy Jon Holm "
        "explained that “Kenya built the port without any permit.”"
    )
    found = draft_of(text, gazetteer)
    assert [speaker for speaker, _ in speakers_of(found)] == ["anna-berg", "jon-holm"]
    assert [row["quote"] for row in found.statements][1].startswith("Kenya built the port")


def test_somebody_from_south_sudan_does_not_speak_for_sudan(gazetteer: Gazetteer) -> None:
    text = (
        "South Sudanese Defence Minister Anna Berg met her Sudanese counterpart.\n\n"
        "Sudan would open the port, said the Sudanese defence minister."
    )
    assert "anna-berg" not in {speaker for speaker, _ in speakers_of(draft_of(text, gazetteer))}


def test_one_statement_with_two_cues_gives_one_row(gazetteer: Gazetteer) -> None:
    text = "The Kenyan Foreign Ministry said the port had been closed, according to the statement."
    assert len(draft_of(text, gazetteer).statements) == 1


def test_this_shows_that_introduces_a_statement(gazetteer: Gazetteer) -> None:
    text = "“Two ships have left. This shows that the port is open,” Kenyan minister Omar Berg said."
    assert "The port is open." in sentences_of(draft_of(text, gazetteer))


def test_this_does_not_show_that_introduces_no_statement(gazetteer: Gazetteer) -> None:
    text = "“Two ships have left. This does not show that the port is open,” Kenyan minister Omar Berg said."
    assert "The port is open." not in sentences_of(draft_of(text, gazetteer))


def test_a_second_infinitive_without_a_sentence_is_no_row_of_its_own(gazetteer: Gazetteer) -> None:
    text = "“It will not only end the war, it will open the port and create trust,” Kenyan minister Omar Berg said."
    assert all(not str(row["quote"]).startswith("create") for row in draft_of(text, gazetteer).statements)


@pytest.mark.parametrize(
    "said",
    [
        "“I am not in a position to say who closed the port,” Kenyan minister Omar Berg said.",
        "Kenyan minister Omar Berg declined to give any details.",
    ],
)
def test_a_refusal_to_speak_gives_no_row(said: str, gazetteer: Gazetteer) -> None:
    assert draft_of(said, gazetteer).statements == []


def test_they_before_the_speaker_means_an_earlier_actor(gazetteer: Gazetteer) -> None:
    text = "Two Norwegian ships entered the port. They have stayed there for days, Kenyan officials said."
    assert not any("officials have stayed" in sentence for sentence in sentences_of(draft_of(text, gazetteer)))


def test_a_sentence_that_is_too_long_loses_optional_parts(gazetteer: Gazetteer) -> None:
    text = (
        "Kenyan minister Omar Berg said that engineers from the two largest companies of the country had repaired the "
        "eastern wall of the dam and the road to the port during a long and difficult winter with heavy snow on all of "
        "the mountains above the valley."
    )
    (sentence,) = sentences_of(draft_of(text, gazetteer))
    assert sentence.endswith("the road to the port.")
    assert len(sentence) < 201


def test_a_condition_is_not_cut_off_a_long_sentence(gazetteer: Gazetteer) -> None:
    text = (
        "Kenyan minister Omar Berg said that engineers from the two largest companies of the country would repair the "
        "eastern wall of the dam and the road to the port only after a long and difficult winter with heavy snow on "
        "all of the mountains above the valley."
    )
    assert sentences_of(draft_of(text, gazetteer)) == [""]


def test_the_ministry_is_the_one_whose_statement_was_quoted(gazetteer: Gazetteer) -> None:
    text = (
        "Omar Berg called for talks with Norway, a Kenyan foreign ministry statement said.\n\n"
        "The dam was safe, the ministry said."
    )
    assert speakers_of(draft_of(text, gazetteer))[-1] == ("kenyan-foreign-ministry", "kenya")


def test_the_foreign_ministry_is_the_one_that_the_text_names_first(gazetteer: Gazetteer) -> None:
    text = "The Kenyan Foreign Ministry summoned an envoy.\n\nThe dam was safe, the foreign ministry said."
    assert speakers_of(draft_of(text, gazetteer))[-1] == ("kenyan-foreign-ministry", "kenya")


def test_a_ministry_that_is_only_named_in_the_quotation_does_not_speak_it(gazetteer: Gazetteer) -> None:
    text = (
        "The Kenyan Foreign Ministry summoned an envoy.\n\nThe Norwegian Foreign Ministry wrote a letter.\n\n"
        '"The trick of the Norwegian Foreign Ministry violated all rules of the treaty," the ministry added.'
    )
    assert "norwegian-foreign-ministry" not in {
        row.get("speaker") for row in draft_of(text, gazetteer).statements if str(row["quote"]).startswith("The trick")
    }


def test_the_only_person_named_is_the_spokesman_in_the_headline(gazetteer: Gazetteer) -> None:
    text = (
        "Kenyan government's spokeswoman: dam is safe\n\nAnna Berg said the dam was safe.\n\n"
        "The Kenyan government spokeswoman said the port was open."
    )
    assert {speaker for speaker, _ in speakers_of(draft_of(text, gazetteer))} == {"anna-berg"}


@pytest.mark.parametrize("other", ["Lars Holm was silent.", "Norwegian minister Lars Holm was silent."])
def test_the_spokesman_of_a_headline_is_none_of_several_people(other: str, gazetteer: Gazetteer) -> None:
    text = f"Kenyan government's spokeswoman: dam is safe\n\nAnna Berg said the dam was safe. {other}"
    assert ("anna-berg", None) in speakers_of(draft_of(text, gazetteer))


def test_the_addressee_of_a_reminder_is_not_its_speaker(gazetteer: Gazetteer) -> None:
    text = "Reminded that the dam was broken, Kenyan minister Omar Berg said that the port was open."
    assert not any("broken" in str(row["quote"]) for row in draft_of(text, gazetteer).statements)


def test_calling_something_inadmissible_is_no_call_for_it(gazetteer: Gazetteer) -> None:
    text = "Kenya pointed out the inadmissibility of calling on its envoys to leave Norway."
    assert not any(row["act"] == "calls-for" for row in draft_of(text, gazetteer).statements)


def test_a_call_on_an_envoy_is_no_demand(gazetteer: Gazetteer) -> None:
    assert draft_of("The Kenyan government calls on the Norwegian ambassador.", gazetteer).statements == []


def test_the_day_of_a_statement_passes_nothing_on(gazetteer: Gazetteer) -> None:
    text = "“The dam is safe,” said a statement jointly released Tuesday by the African Union and the United Nations."
    assert all("reported_by" not in row for row in draft_of(text, gazetteer).statements)


def test_the_reporter_of_the_text_is_not_a_speaker(gazetteer: Gazetteer) -> None:
    text = "Reporting from Oslo for the channel, Anna Berg said: “The dam is safe and the port is open.”"
    assert draft_of(text, gazetteer).statements == []


def test_the_second_quotation_of_a_speaker_takes_up_the_first(gazetteer: Gazetteer) -> None:
    text = '"The bill on the port of Oslo is a gift," Omar Said said. "This bill is wise."'
    assert "The bill on the port of Oslo is wise." in sentences_of(draft_of(text, gazetteer))


def test_a_radio_station_with_the_name_of_a_state_is_not_the_state(gazetteer: Gazetteer) -> None:
    (row,) = draft_of("The port of Mombasa was closed, Radio Kenya reported.", gazetteer).statements
    assert row["speaker"] != "kenya"


def test_a_department_belongs_to_the_state_that_its_name_begins_with(gazetteer: Gazetteer) -> None:
    found = draft_of("The Kenyan Department of Justice has refused to publish the treaty.", gazetteer)
    assert speakers_of(found) == [("kenyan-justice-department", "kenya")]
