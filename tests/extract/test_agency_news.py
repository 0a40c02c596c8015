"""What news agencies often write: offices without a state, denials of a deed, lists, and people without a name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter
from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.draft.drafts import Draft
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2024, 6, 3)


def draft_of(text: str, gazetteer: Gazetteer) -> Draft:
    return Drafter(text, gazetteer, DAY).draft()


def sentence_of(draft: Draft, index: int = -1) -> str:
    return draft.propositions[str(draft.statements[index]["proposition"])].sentence


@pytest.mark.parametrize(
    ("text", "speaker", "principal"),
    [
        (
            "Kenyan PM meets envoys\n\nPrime Minister Omar Said met two envoys.\n\nSaid said the dam was safe.",
            "omar-said",
            "kenya",
        ),
        (
            "Kenya's answer was muted.\n\nForeign Ministry spokesman Omar Holm told a briefing in Nairobi "
            "that the dam was safe.",
            "omar-holm",
            "kenya",
        ),
        (
            "Kenya's President Omar Said said he had sent his foreign minister Jon Berg to Oslo.\n\nBerg "
            "said the dam was safe.",
            "jon-berg",
            "kenya",
        ),
        (
            "The Kremlin on Thursday confirmed the talks.\n\nIn Moscow, spokesman Jon Berg said the dam was safe.",
            "jon-berg",
            "russia",
        ),
        (
            'UN Secretary General Antonio Guterres wrote a letter. "The dam is safe," said Jon Berg, '
            "spokesperson for Guterres.",
            "jon-berg",
            "united-nations",
        ),
        ("Indian PM Manmohan Singh said the dam was safe.", "manmohan-singh", "india"),
        (
            "Jon Berg, head of dam research at the Sea Farers Union, said the dam was safe.",
            "jon-berg",
            "sea-farers-union",
        ),
    ],
)
def test_an_office_without_a_state_gets_the_one_that_the_text_gives(
    text: str, speaker: str, principal: str, gazetteer: Gazetteer
) -> None:
    row = draft_of(text, gazetteer).statements[-1]
    assert (row["speaker"], row.get("for")) == (speaker, principal)


@pytest.mark.parametrize(
    "text",
    [
        # The prime minister of the headline is somebody else than the one who speaks.
        "Kenyan PM meets Norwegians\n\nPrime Minister Omar Said met Prime Minister Jon Berg.\n\nBerg "
        "said the dam was safe.",
        "Kenyan PM in Oslo\n\nNorwegian Prime Minister Anna Lie met her guest. Prime Minister Omar Said "
        "said the dam was safe.",
        # Ministers travel: a place says nothing about their state.
        "Kenya's answer was muted.\n\nForeign Minister Jon Berg told a briefing in Nairobi that Norway's dam was safe.",
        # Two states have come in.
        "Norway condemned the coup. Kenya's answer was muted.\n\nForeign Ministry spokesman Jon Berg "
        "said the dam was safe.",
        # A spokesman for the secretary-general speaks for no state.
        "The vote in Kenya was calm, said Jon Berg, deputy spokesman for the secretary-general.",
        # Norway spoke, but Kenya is what the paragraphs are about.
        "Norway argued that the reef was its own. Kenya got the larger share of the waters.\n\n"
        "President Omar Said said the ruling was final.",
    ],
)
def test_an_office_gets_no_state_in_case_of_doubt(text: str, gazetteer: Gazetteer) -> None:
    assert draft_of(text, gazetteer).statements[-1].get("for") is None


@pytest.mark.parametrize(
    ("text", "speaker", "candidates"),
    [
        (
            '"No troops came," a Kenyan military spokesperson said.\n\nAnother official, who also spoke '
            "on condition of anonymity because he was not authorised "
            'to speak to reporters, denied there had been an exchange of fire. "There was no firing on the '
            'border," he said.',
            None,
            ["kenyan-military-spokesperson"],
        ),
        ("Norway met Kenya and Sudan in Oslo. Both sides deny shelling the dam.", None, ["norway", "kenya", "sudan"]),
        ("Forty UN experts renewed their call for talks. The experts said the dam was safe.", "un-experts", None),
        (
            "Kim Lie will stop over in Oslo on her return.\n\nSpeaker Omar Holm's office said the dam was "
            "safe.\n\nHe plans to visit Kenya.",
            "omar-holm",
            None,
        ),
    ],
)
def test_unnamed_people_count_as_possible_referents(
    text: str, speaker: str | None, candidates: list[str] | None, gazetteer: Gazetteer
) -> None:
    row = draft_of(text, gazetteer).statements[-1]
    assert (row.get("speaker"), row.get("candidates")) == (speaker, candidates)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Kenya denies its troops engaged in any shelling.", "Kenya's troops engaged in shelling."),
        ('"There was no firing whatsoever," Kenya said.', "There was firing."),
        ("Kenya said the envoy did not know about the dam at all.", "The envoy knew about the dam."),
        ("Kenya said no threat and pressure would open the dam.", "Threat and pressure would open the dam."),
        ("Kenya called for Norway to open the port and to pay the crew.", "Norway should pay the crew."),
        ("Kenya called for Norway to open the port and pay the crew.", "Norway should pay the crew."),
        (
            "Kenya is seeking relief from Norwegian dues on payments, logistics and shipping insurance.",
            "There should be relief from Norwegian dues on payments, logistics and shipping insurance.",
        ),
        ("Kenya confirmed the release of two sailors by the rebels.", "Two sailors have been released by the rebels."),
        ("Kenya confirmed the extension of the timber deal.", "The timber deal has been extended."),
        ("Kenya hopes to see more progress at the dam.", "There should be more progress at the dam."),
        ("A Kenyan spokesman denied any involvement in the raid on Oslo.", "Kenya was involved in the raid on Oslo."),
        # Whose it is, or what the body did, is not said; and who denies a killing may deny to have done it.
        ("Kenya condemned its declaration of an emergency.", ""),
        ("Norway led condemnation of Kenya's military.", ""),
        ("Kenya denied the killing of two sailors.", ""),
    ],
)
def test_agency_phrases_are_worded_or_left_blank(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentence_of(draft_of(text, gazetteer)) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Kenya says it has killed seven fighters of a militia.",
        "Kenyan troops killed seven fighters, a Kenyan army spokesman said.",
    ],
)
def test_a_report_of_ones_own_actions_accuses_nobody(text: str, gazetteer: Gazetteer) -> None:
    assert [row["act"] for row in draft_of(text, gazetteer).statements] == ["reports"]


@pytest.mark.parametrize(
    "text",
    [
        "Norway accused Kenya of arming the rebels, a charge Kenya denies.",
        "Norway accused Kenya of arming the rebels, a charge that Kenya has repeatedly denied.",
        "Norway accused the Kenyan army of killing a sailor. Kenya has denied the allegation.",
        "Norway blamed Kenya for the blast in Oslo.\n\nA Kenyan spokesman denied any involvement.",
        "Norway said Kenya had attacked the ship. Kenya rejected the claim.",
    ],
)
def test_a_denial_of_a_charge_has_the_proposition_of_the_charge(text: str, gazetteer: Gazetteer) -> None:
    charge, denial = draft_of(text, gazetteer).statements
    assert charge["act"] in ("accuses", "blames")
    assert denial["act"] in ("denies", "rejects")
    assert denial["proposition"] == charge["proposition"]
    assert charge["speaker"] == "norway"
    assert denial.get("for", denial["speaker"]) == "kenya"


@pytest.mark.parametrize(
    "text",
    [
        # Sudan was not accused, and of two charges it is open which one is denied.
        "Norway accused Kenya of arming the rebels. Sudan rejected the accusation.",
        "Norway accused Kenya of arming the rebels and accused Kenya of lying. Kenya has denied the allegation.",
    ],
)
def test_a_denial_of_an_uncertain_charge_is_left_blank(text: str, gazetteer: Gazetteer) -> None:
    assert sentence_of(draft_of(text, gazetteer)) == ""


@pytest.mark.parametrize(
    ("text", "act", "sentence"),
    [
        (
            "Kenya said that without a truce there could be no talks.",
            "claims",
            "Without a truce there could be no talks.",
        ),
        ("Kenya's president hit back at Norway, saying it had lied about the dam.", "accuses", ""),
        ("Kenya said the river is ours.", "claims", ""),
    ],
)
def test_words_that_change_the_meaning_stay_or_leave_the_sentence_blank(
    text: str, act: str, sentence: str, gazetteer: Gazetteer
) -> None:
    draft = draft_of(text, gazetteer)
    assert (draft.statements[-1]["act"], sentence_of(draft)) == (act, sentence)


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ('Kenya\'s president received Omar Holm. "The dam is safe," he told reporters.', ["omar-holm"]),
        ("Mr Berg told reporters that Mr Lie had agreed to talks, but he said the dam was not safe.", ["berg", "lie"]),
    ],
)
def test_he_after_two_persons_is_left_open(text: str, candidates: list[str], gazetteer: Gazetteer) -> None:
    row = draft_of(text, gazetteer).statements[-1]
    assert (row.get("speaker"), row["candidates"]) == (None, candidates)


@pytest.mark.parametrize(
    "text",
    [
        "Norway has been tense since the Oslo attacks of 2008, which were blamed on militants.",
        "Norway is far from ready to sign the treaty.",
    ],
)
def test_no_stance_is_drafted_where_there_is_none(text: str, gazetteer: Gazetteer) -> None:
    assert draft_of(text, gazetteer).statements == []


def test_a_remark_on_what_was_not_said_gives_no_row(gazetteer: Gazetteer) -> None:
    text = "Omar Said said he spoke with Anna Berg about the deal, although he did not say when the talk took place."
    assert [row["quote"] for row in draft_of(text, gazetteer).statements] == ["he spoke with Anna Berg about the deal"]


def test_an_appeal_is_no_proposition() -> None:
    assert faults_of("In Kenya there are elections, let's see what Norway does.")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Neither Norway nor Kenya wants a war, a Kenyan official said.", [("opposes", "There should be a war.")]),
        ("Kenya said it hardly supports the treaty.", [("opposes", "The treaty should be supported.")]),
        (
            "Kenya said it would be wrong to say Norway supports the rebels.",
            [("criticises", "It would be wrong to say Norway supports the rebels.")],
        ),
        ("Kenya is strongly opposed to Norway building the dam.", [("opposes", "")]),
    ],
)
def test_no_row_says_the_opposite(text: str, rows: list[tuple[str, str]], gazetteer: Gazetteer) -> None:
    draft = draft_of(text, gazetteer)
    found = [(row["act"], sentence_of(draft, index)) for index, row in enumerate(draft.statements)]
    assert found == rows


def test_a_news_agency_is_one_entry_under_its_short_name(gazetteer: Gazetteer) -> None:
    text = 'Kenya had left, the Sambia news agency said. "We stay," Omar Holm told a broadcaster, Sambia reported.'
    draft = draft_of(text, gazetteer)
    assert [entry.slug for entry in draft.entries if "sambia" in entry.slug] == ["sambia"]


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            'The port was "open to all," said Omar Holm, citing a joint statement by Norway and Kenya.',
            ['The port was "open to all,"'],
        ),
    ],
)
def test_a_cited_source_gives_no_row(text: str, quotes: list[str], gazetteer: Gazetteer) -> None:
    assert [row["quote"] for row in draft_of(text, gazetteer).statements] == quotes


@pytest.mark.parametrize(
    "text",
    [
        "Norway thanked the minister and expressed support for his plan to open the dam, said Omar Holm.",
        "Turkey condemns Norway over missile test",
    ],
)
def test_a_sentence_with_an_unclear_owner_or_object_is_left_blank(text: str, gazetteer: Gazetteer) -> None:
    assert sentence_of(draft_of(text, gazetteer)) == ""
