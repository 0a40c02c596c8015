"""A person or body that a text calls by several names is one entry, with the state of the office."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

from kg.extract.draft.drafting import Drafter
from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2022, 3, 1)


def told(text: str, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    return rows_of(f"Talks end\n\n{text}\n", gazetteer, "speaker", "for")


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Japan's foreign minister said the talks failed. Japanese Foreign Minister Kenji Abe called for a truce.",
            [("kenji-abe", "japan"), ("kenji-abe", "japan")],
        ),
        (
            "The Foreign Ministry spokeswoman said the port is shut. Kenyan Foreign Ministry spokeswoman Maria Odinga "
            "called for talks.",
            [("maria-odinga", "kenyan-foreign-ministry")] * 2,
        ),
        (
            "The Kenyan Ministry of Foreign Affairs said the port is shut. The Kenyan Foreign Ministry called for aid.",
            [("kenyan-foreign-ministry", "kenya")] * 2,
        ),
        (
            "The Ministry of Defence of Kenya said the port is shut. The Kenyan Defence Ministry called for a truce.",
            [("kenyan-defence-ministry", "kenya")] * 2,
        ),
        (
            "Kenya's envoy, former president Leonid Berg, was quoted as saying that the port is shut.",
            [("leonid-berg", None)],
        ),
        (
            "The negotiator for the rebels of the Coast, Leonid Berg, however, blamed Kenya for the failure.",
            [("leonid-berg", None)],
        ),
        (
            "Press secretary of the President of the Russian Federation Dmitry Berg said that the port is shut.",
            [("dmitry-berg", "russia")],
        ),
        (
            "Omar Said, Kenyan ambassador to the United Nations, who leads the Nairobi delegation, told reporters: "
            '"The decision to withdraw was wrong."',
            [("omar-said", "kenya")],
        ),
        ("Kenyan External Affairs Minister Omar Said Sunday denied that the port was shut.", [("omar-said", "kenya")]),
        (
            "Kenyan President Omar Said left. A spokesman for President Omar Said rejected the plan.",
            [("spokesman-for-president-omar-said", "kenya")],
        ),
    ],
)
def test_a_person_or_body_is_one_entry_with_its_state(
    text: str, speakers: list[tuple[str, str | None]], gazetteer: Gazetteer
) -> None:
    assert told(text, gazetteer) == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Mr Chad Berg said the port is shut. Chad called for talks.", ["chad-berg", "chad"]),
        ("Israel Levy, the foreign minister, met Jordan Berg. Israel rejected the plan.", ["israel"]),
        ("Mr Jordan Berg rejected the plan. Jordan called for talks.", ["jordan-berg", "jordan"]),
        ("Ibrahim Jordan rejected the plan. Mr Jordan called for talks.", ["ibrahim-jordan", "ibrahim-jordan"]),
    ],
)
def test_a_state_is_nobodys_first_name(text: str, speakers: list[str], gazetteer: Gazetteer) -> None:
    assert [speaker for speaker, _ in told(text, gazetteer)] == speakers


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "Palace spokesman Berg said the port is shut. Spokesman Omar Berg called for talks.",
            ["omar-berg", "omar-berg"],
        ),
        ("State Councilor and Foreign Minister Lin Wei said the port is shut.", ["lin-wei"]),
    ],
)
def test_an_office_is_no_part_of_a_name(text: str, speakers: list[str], gazetteer: Gazetteer) -> None:
    assert [speaker for speaker, _ in told(text, gazetteer)] == speakers


def test_a_ministry_keeps_the_words_for_its_field(gazetteer: Gazetteer) -> None:
    text = '"The port is shut," said Lin Wei, spokesman for the Kenyan Ministry of National Defence.'
    assert told(text, gazetteer) == [("lin-wei", "kenyan-ministry-of-national-defence")]


@pytest.mark.parametrize("field", ["Foreign Affairs and European Integration", "Trade, Industry and Tourism"])
def test_the_field_of_a_minister_is_no_body(field: str, gazetteer: Gazetteer) -> None:
    text = f"Kenya's Minister of {field}, Anna Berg, called on Norway to leave."
    assert told(text, gazetteer) == [("anna-berg", "kenya")]


def test_a_headline_means_the_bloc_that_the_text_names(gazetteer: Gazetteer) -> None:
    text = "Regional bloc calls for talks\n\nThe Arab League has called for talks with Norway.\n"
    rows = Drafter(text, gazetteer, DAY).draft().statements
    assert {row["speaker"] for row in rows} == {"arab-league"}
    text = "Regional bloc calls for talks\n\nThe Arab League and the European Union met.\n"
    rows = Drafter(text, gazetteer, DAY).draft().statements
    assert not {row.get("speaker") for row in rows} & {"arab-league", "european-union"}


def test_the_holder_of_an_office_is_named_in_the_next_sentence(gazetteer: Gazetteer) -> None:
    text = "The Kenyan Foreign Minister said that the port is shut. Ali Sayyid Dahl told the agency that it will open."
    assert set(told(text, gazetteer)) == {("ali-sayyid-dahl", "kenya")}


@pytest.mark.parametrize("verb", ["had", "has", "won", "enjoyed", "lost"])
def test_who_has_the_support_of_another_does_not_support_it(verb: str, gazetteer: Gazetteer) -> None:
    assert not [row for row in told(f"Kenya {verb} the support of Norway for its plan.", gazetteer) if "kenya" in row]


@pytest.mark.parametrize("dash", ["-", "--", "—"])
def test_what_stands_behind_an_aside_is_not_said_by_its_speaker(dash: str, gazetteer: Gazetteer) -> None:
    text = (
        f"The leader phoned his counterpart. In the call {dash} which Kenya's foreign minister said lasted for 30 "
        f'minutes {dash} Berg acknowledged "mistakes" during the raid, which ended with eight Kenyans dead.'
    )
    rows = Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY).draft().statements
    assert not [row for row in rows if row.get("for") == "kenya" and "acknowledged" in str(row["quote"])]


@pytest.mark.parametrize(
    "text",
    [
        "The council has no evidence Kenya supports the rebels.",
        "Norway found no proof that Kenya opposes the treaty.",
        "There is no sign Kenya rejected the deal.",
        "Norway has not seen any indication that Kenya supports the rebels.",
        "While Kenya lodges frequent protests, it rarely recalls its ambassadors.",
        "Norway withdrew its envoy after Kenya granted a visa to Omar Dahl.",
    ],
)
def test_what_is_not_proved_and_what_is_only_done_is_said_by_nobody(text: str, gazetteer: Gazetteer) -> None:
    assert "kenya" not in [speaker for speaker, _ in told(text, gazetteer)]


def test_an_effort_is_that_of_whom_it_is_by(gazetteer: Gazetteer) -> None:
    text = "Norway backed the plan amid efforts by Kenya to persuade Peru to leave."
    rows = Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY).draft().statements
    assert [(row["speaker"], row["act"]) for row in rows] == [("norway", "supports"), ("kenya", "urges")]


def test_the_members_of_a_body_are_counted_beside_its_name(gazetteer: Gazetteer) -> None:
    text = "The Security Council met on Monday. The 15-member council called for talks."
    assert "member-council" not in [speaker for speaker, _ in told(text, gazetteer)]


def test_a_participle_before_the_subject_does_not_speak(gazetteer: Gazetteer) -> None:
    text = "Commending the agreement reached by Norway and Kenya, the Security Council called on Peru to wait."
    assert {speaker for speaker, _ in told(text, gazetteer)} == {"un-security-council"}


def test_a_newspaper_is_no_person(gazetteer: Gazetteer) -> None:
    draft = Drafter("Talks end\n\nThe port is shut, the Kenya Tribune reported.\n", gazetteer, DAY).draft()
    assert not [entry for entry in draft.entries if entry.file == "persons.yaml"]


def test_two_persons_are_two_entries(gazetteer: Gazetteer) -> None:
    text = (
        "Japan's foreign minister said the talks had failed. Japanese Defence Minister Kenji Abe called for a truce. "
        "Kenya's Foreign Minister Maria Odinga rejected the plan."
    )
    assert [speaker for speaker, _ in told(text, gazetteer)] == [
        "japanese-foreign-minister",
        "kenji-abe",
        "maria-odinga",
    ]


def test_a_spokesman_for_a_minister_is_not_the_minister(gazetteer: Gazetteer) -> None:
    speakers = [speaker for speaker, _ in told("A spokesman for Minister Omar Said rejected the plan.", gazetteer)]
    assert speakers
    assert "omar-said" not in speakers


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The Kenyan government summoned the Spanish ambassador to protest against the raid.", "spanish-ambassador"),
        ("Omar Said called the claims false because they encourage attacks on a free country.", "kenya"),
        (
            "The demands of Omar Said included Kenya's giving up ports, renouncing membership and lifting tariffs.",
            "kenya",
        ),
        ("Kenya recalled its envoy.", "kenya"),
        ("Norway will send a note to Kenya over its move to claim Norwegian territory.", "norway"),
        ("Anna Berg made a call to Kenyan leader Omar Said.", "anna-berg"),
        ("The Kenyan ministry did not respond to a request for comment.", "kenyan-ministry"),
    ],
)
def test_nobody_gets_words_of_another_speaker(text: str, wrong: str, gazetteer: Gazetteer) -> None:
    assert wrong not in [speaker for speaker, _ in told(text, gazetteer)]


def test_an_event_that_did_harm_is_not_accused(gazetteer: Gazetteer) -> None:
    text = "Kenya accused Norway of provoking the clashes that left 20 people dead."
    assert told(text, gazetteer) == [("kenya", None)]


def test_its_between_two_states_is_left_open(gazetteer: Gazetteer) -> None:
    text = "Norway will send a protest note to Kenya over its demand for new borders."
    rows = Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY).draft().statements
    row = next(row for row in rows if row["act"] == "demands")
    assert "speaker" not in row
    assert set(row["candidates"]) == {"kenya", "norway"}  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Omar Said denied phoning Kenya's president.", "Omar Said phoned Kenya's president."),
        ("Kenya denied arming the rebels in Norway.", "Kenya is arming the rebels in Norway."),
        ('"I had made no such telephone call," Omar Said said.', "Omar Said had made such a telephone call."),
        ("Kenya said no final decision had been made yet.", "A final decision had been made."),
    ],
)
def test_the_object_of_a_denial_is_worded_as_a_sentence(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    draft = Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY).draft()
    assert sentence in [entry.sentence for entry in draft.propositions.values()]


def test_a_spokesman_speaks_of_another_as_he(gazetteer: Gazetteer) -> None:
    text = "Kenya's minister Lars Holm met rebels. Ministry spokesman Oleg Berg said that he would leave the talks."
    draft = Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY).draft()
    assert "Oleg Berg will leave the talks." not in [entry.sentence for entry in draft.propositions.values()]


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        (
            "Minister Maria Odinga said through an interpreter that the port is shut.",
            "translator-of-maria-odinga",
        ),
        (
            "Minister Maria Odinga said, speaking through a translator, that the port is shut.",
            "translator-of-maria-odinga",
        ),
        ("Minister Maria Odinga said through her interpreter, Anna Berg, that the port is shut.", "anna-berg"),
        ("Minister Maria Odinga said through gritted teeth that the port is shut.", None),
    ],
)
def test_the_translator_is_named_or_proposed(words: str, slug: str | None, gazetteer: Gazetteer) -> None:
    draft = Drafter(f"Talks end\n\n{words}\n", gazetteer, DAY).draft()
    assert [row.get("translator") for row in draft.statements] == [slug]
    assert slug is None or slug in [entry.slug for entry in draft.entries]


REPORT = """Joint statement by Norway and Sweden on fishing rights sparks protest

Kenya's president Lars Berg said the joint statement was an insult. Rome said that the ban should be lifted. Mr Berg
added that he would not accept it.
"""
SPEECH = """Statement by Anna Berg on fishing rights

We reject the ban on fishing. Last week the minister said that the ban was legal. It is not. We call on all states to
lift the ban, and we will defend our rights at sea.
"""


def test_a_report_about_a_statement_is_not_the_statement(gazetteer: Gazetteer) -> None:
    speakers = {row.get("speaker") for row in Drafter(REPORT, gazetteer, DAY).draft().statements}
    assert speakers == {"lars-berg", "italy"}


def test_a_speech_may_report_the_stance_of_another_actor(gazetteer: Gazetteer) -> None:
    rows = Drafter(SPEECH, gazetteer, DAY).draft().statements
    assert ("anna-berg", "rejects") in [(row.get("speaker"), row["act"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "speaker", "sentence"),
    [
        ("Denmark has been accused by Norway of overfishing.", "norway", "Denmark is overfishing."),
        ("Kenya was accused of piracy by Norway.", "norway", "Kenya is guilty of piracy."),
        ("Sudan was accused by Kenya of killing farmers.", "kenya", "Sudan killed farmers."),
        (
            "Norway was blamed by Kenya for the war in Sudan.",
            "kenya",
            "Norway is responsible for the war in Sudan.",
        ),
        (
            "Turkey was urged by Kenya to withdraw the troops from Syria.",
            "kenya",
            "Turkey should withdraw the troops from Syria.",
        ),
    ],
)
def test_the_agent_of_a_passive_is_the_speaker(text: str, speaker: str, sentence: str, gazetteer: Gazetteer) -> None:
    draft = Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY).draft()
    assert [row.get("speaker") for row in draft.statements] == [speaker]
    assert [row["quote"] for row in draft.statements] == [text.rstrip(".")]
    assert [entry.sentence for entry in draft.propositions.values()] == [sentence]


def test_a_misspelt_last_name_is_the_same_person_and_a_womans_name_is_not(gazetteer: Gazetteer) -> None:
    text = "Kenyan minister Samuel Shorky said the port is shut. Shokry called for talks. Shorkya rejected the plan."
    assert [speaker for speaker, _ in told(text, gazetteer)][:2] == ["samuel-shorky"] * 2
    assert told(text, gazetteer)[-1][0] != "samuel-shorky"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "Kenya called for responsible action by Norway to prevent a famine.",
            "There should be responsible action by Norway to prevent a famine.",
        ),
        ("Kenya called for Norway to open the port of Oslo.", "Norway should open the port of Oslo."),
    ],
)
def test_a_call_for_action_asks_for_the_action(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    draft = Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY).draft()
    assert [entry.sentence for entry in draft.propositions.values()] == [sentence]


@pytest.mark.parametrize(
    ("sentence", "torn"),
    [
        ("The prisoner is swap a measure.", True),
        ("Norway found a ship and if confirmed.", True),
        ("The visit is a measure of trust.", False),
        ("Norway will leave if asked.", False),
    ],
)
def test_parts_of_two_clauses_are_no_sentence(sentence: str, torn: bool) -> None:
    assert bool(faults_of(sentence)) is torn


def test_a_deed_that_looks_like_an_adjective_is_that_of_the_person_before_it(gazetteer: Gazetteer) -> None:
    text = (
        "(KENTV) - Maria Odinga, the head of the Kenya Relief Agency, criticized countries for closing the borders to "
        "desperate refugees, saying that their refusal to allow boats to dock is creating a dangerous crowd at sea."
    )
    assert "countries" not in " ".join(str(speaker) for speaker, _ in told(text, gazetteer))


def test_a_short_form_with_small_letters_is_the_body_that_it_stands_for(gazetteer: Gazetteer) -> None:
    text = "Kenya left. The Kenyan Ministry of Foreign Affairs (MoFA) said aid was late. MoFA said the road was closed."
    assert told(text, gazetteer) == [("kenyan-foreign-ministry", "kenya")] * 2


def test_a_name_behind_an_office_is_that_of_a_person(gazetteer: Gazetteer) -> None:
    text = "Kenyan President Omar Holm left, his spokesman Femi Adesina said. Adesina said aid was late."
    draft = Drafter(f"Talks end\n\n{text}\n", gazetteer, DAY).draft()
    assert [entry.slug for entry in draft.entries if entry.file == "organisations.yaml"] == []
    assert {row["speaker"] for row in draft.statements} == {"femi-adesina"}


SAME_OFFICE = [
    # The only one whom the text calls prime minister is that of the state named before.
    (
        "The Prime Minister of Kenya announced that the port is shut. Prime Minister Omar Berg said it was late.",
        [("omar-berg", "kenya"), ("omar-berg", "kenya")],
    ),
    # Another state's president is another person.
    (
        "The Kenyan president said the port is shut. President Jan Holm of Norway called for a truce.",
        [("kenyan-president", "kenya"), ("jan-holm", "norway")],
    ),
    (
        "The Kenyan president said the port is shut. Norwegian President Jan Holm called for a truce.",
        [("kenyan-president", "kenya"), ("jan-holm", "norway")],
    ),
]


@pytest.mark.parametrize(("text", "speakers"), SAME_OFFICE)
def test_an_office_without_a_state_is_that_of_the_only_one_who_has_it(
    text: str, speakers: list[tuple[object, ...]], gazetteer: Gazetteer
) -> None:
    assert told(text, gazetteer) == speakers
