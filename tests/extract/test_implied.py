"""What an act on a thing implies is worded: who recognises a state says that it should be recognised."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from cases import for_each
from drafted import DAY, sentences_of

from kg.extract.draft.drafting import Drafter
from kg.extract.grammar.inflection import participle
from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

WORDED = {
    "Norway recognised the independence of Somaliland.": "The independence of Somaliland should be recognised.",
    "Kenya recognized Norway's title to Oslo on Monday.": "Norway's title to Oslo should be recognised.",
    "Kenya recognised the importance of the truce.": "The truce is important.",
    "Kenya recognised the need for a longer truce.": "There is a need for a longer truce.",
    "Norway claimed progress in the talks with Kenya.": "There is progress in the talks with Kenya.",
    "Norway illegally claims the island chain.": "The island chain belongs to Norway.",
    "Norway offered its good offices.": "Norway should provide its good offices.",
    "Norway threatened further sanctions if Kenya does not leave.": (
        "There will be further sanctions if Kenya does not leave."
    ),
    "Norway insists on the option of closing the port if Kenya breaks the deal.": (
        "There should be an option of closing the port if Kenya breaks the deal."
    ),
    "Kenya insisted on holding a summit with Norway.": "Kenya should hold a summit with Norway.",
    "Norway opposes lifting the embargo on Kenya.": "The embargo on Kenya should be lifted.",
    "Norway supports giving medicine to the rebels.": "Medicine should be given to the rebels.",
    "Norway opposes renewing the treaty, at least for now.": "The treaty should be renewed.",
    "Norway regretted Kenya's decision to close the port.": "Kenya has decided to close the port.",
    "Norway regretted the closure of the embassy in Nairobi.": "The embassy in Nairobi has been closed.",
    "Norway rejects Kenya's high-level talks proposal.": "Kenya's high-level talks proposal should be accepted.",
    "Norway warned Europe about cuts in gas supplies.": "There will be cuts in gas supplies.",
    'Norway warned of "heavy price" in the region.': "There will be a heavy price in the region.",
    "Norway demanded that Kenya would give up the island.": "Kenya should give up the island.",
    "Norway admitted its role in the raid.": "Norway had a role in the raid.",
    "Norway admitted having sent troops to Kenya.": "Norway has sent troops to Kenya.",
    "Norway denied reports of a new raid.": "There has been a new raid.",
    "Norway denied the existence of a secret base.": "A secret base exists.",
    "Norway questioned the legality of the raid.": "The raid is legal.",
    "Norway doubts Kenya's sincerity.": "Kenya is sincere.",
    "Norway accepted the need for reform.": "There is a need for reform.",
    "Norway accepted an invitation to visit Kenya.": "Norway should visit Kenya.",
    "Norway demanded the right to inspect ships.": "Norway should have the right to inspect ships.",
    "Norway offered Kenya a loan.": "Norway should give Kenya a loan.",
    "Norway apologised for the downing of the plane.": "The plane has been downed.",
    "Norway welcomed the fact that Kenya has left.": "It is right that Kenya has left.",
    "Norway hailed Kenya's acceptance of the plan for talks.": "Kenya's acceptance of the plan for talks is right.",
    "Kenya denied filing a complaint with the court.": "Kenya filed a complaint with the court.",
}


@for_each(("text", "expected"), WORDED.items())
def test_what_an_act_implies_is_worded(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(text, gazetteer)[0] == expected


OPEN = [
    "Norway threatened civilians.",
    "Norway agreed with Kenya.",
    "Norway questioned the sincere legality of the raid.",
    "Norway regretted the loss of life in the war.",
    "Norway recognised the efforts of Kenya.",
    "Norway opposes opening the port and closing the border.",
    "Norway insisted on Kenya leaving the talks.",
]


@for_each("text", OPEN)
def test_where_nothing_follows_the_sentence_stays_blank(text: str, gazetteer: Gazetteer) -> None:
    draft = Drafter(text, gazetteer, DAY).draft()
    assert draft.propositions[str(draft.statements[0]["proposition"])].sentence == ""


def test_no_way_to_say_it_makes_a_sentence_that_the_check_refuses(gazetteer: Gazetteer) -> None:
    cues = ("recognised", "claimed", "offered", "threatened", "opposes", "supports", "insisted on", "regretted")
    things = ("the independence of Kenya", "heavy losses", "its help", "new sanctions", "lifting the ban", "the port")
    for cue, thing in product(cues, things):
        for sentence in sentences_of(f"Norway {cue} {thing}.", gazetteer):
            assert not sentence or not faults_of(sentence), f"{cue} {thing}: {sentence}"


@for_each(
    ("lemma", "expected"),
    [
        pair.split()
        for pair in ("take taken", "lift lifted", "overthrow overthrown", "rebuild rebuilt", "undertake undertaken")
    ],
)
def test_a_verb_has_its_participle(lemma: str, expected: str) -> None:
    assert participle(lemma) == expected


@for_each(
    "sentence",
    [
        "The adoption of the is illegal.",
        "Norway should harm the peace some longer.",
        "The plan, should be adopted at once.",
        "There should be realise peace in Kenya.",
        "There should be leaders were committed to peace.",
        "There should be many occasions the attention of Kenya.",
        "The people have continue to pay a price.",
        "Three things are needed to solve the problems in Kenya the end of the war.",
        "Kenya should Explain the raid.",
        "It was unable to reach a deal.",
        "Norway strongly deplores.",
        "The delegates should make.",
        "Norway and Kenya should meets for a summit.",
        "Commenting on Norway's claims about the plan.",
    ],
)
def test_what_lacks_a_part_is_refused(sentence: str) -> None:
    assert faults_of(sentence)


@for_each(
    "sentence",
    [
        "The offer of Norway is a good one.",
        "The will of the people should prevail.",
        "Kenya, Norway and Oman should meet.",
        "There should be at least ten observers.",
        "There are pending border issues with Kenya.",
        "Signed agreements should be implemented.",
        "Norway and Kenya should discuss the plan.",
        "The plan is what Norway rejects.",
        "Norway and Kenya should talk about issues they do not agree on.",
        "The envoys discussed in depth the basic principles.",
        "There should be leaders who were committed to peace.",
        "There is a need Norway cannot meet.",
        "The people have come to Oslo.",
        "Norway gave the rebels of Kenya the port.",
        "The envoy met the rebels of Oslo, the capital.",
        "On the day of the raid the port was closed.",
    ],
)
def test_what_is_whole_is_not_refused(sentence: str) -> None:
    assert not faults_of(sentence)


BESIDE = {
    "Norway is committed to the pacts reached on May 6, 2022 in Oslo, May 9, 2022 in Rome and May 14, 2023 in Bonn.": (
        "The pacts reached on May 6, 2022 in Oslo, May 9, 2022 in Rome and May 14, 2023 in Bonn should be upheld."
    ),
    "Norway agreed to the withdrawal of the troops.": "The withdrawal of the troops should take place.",
    "Norway demanded more help to cope with the floods.": "There should be more help to cope with the floods.",
    "Norway called for talks to resume.": "Talks should resume.",
    "Norway called for new measures to be taken.": "New measures should be taken.",
    "The treaty is important for Oslo, and for the economy of Kenya, Norway said.": (
        "The treaty is important for Oslo, and for the economy of Kenya."
    ),
    "Norway agrees to the proposal of Kenya.": "The proposal of Kenya should be accepted.",
    "Norway had been urging Kenya to resume dialogue for seven months amid tensions over drills.": (
        "Kenya should resume dialogue."
    ),
    "Norway urged Kenya to stay for seven months.": "Kenya should stay for seven months.",
    "Norway rejects threats of intervention.": "Threats of intervention are acceptable.",
    "Norway announced its decision to call off the meeting with Kenya that was due later this month.": (
        "Norway should call off the meeting with Kenya that was due."
    ),
    '"Without a pact between Norway and Kenya, [long term peace] will be endangered," Anna Berg said.': (
        "Without a pact between Norway and Kenya, long term peace will be endangered."
    ),
    '"The differences (over the details of) the text of a (final) deal have been narrowed," Kenya said.': (
        "The differences over the details of the text of a deal have been narrowed."
    ),
    "Kenya said the peace process with Norway remains suspended, a statement rejected by Norway.": (
        "The peace process with Norway remains suspended."
    ),
    "Kenya said the talks that were held in Oslo with Norway, have failed.": (
        "The talks that were held in Oslo with Norway have failed."
    ),
    "The very next day, two ships entered the port of Oslo, Kenya said.": "Two ships entered the port of Oslo.",
    "Norway congratulated both sides in a statement.": "",
    "Norway declared the elections invalid.": "The elections are invalid.",
    'Norway declared the coastal waters "untouchable".': "The coastal waters are untouchable.",
    "Norway said it was unable to reach a deal with Kenya.": "Norway was unable to reach a deal with Kenya.",
    "Norway said it is important to talk.": "It is important to talk.",
    "Norway stressed its readiness for dialogue to end the war.": "There should be dialogue to end the war.",
    "Norway said Anna Berg met Arvid Holm on the sidelines of the Oslo Forum, for an hour.": (
        "Anna Berg met Arvid Holm for an hour."
    ),
    "Norway said the troops will stay, as requested by President, Adama Barrow.": (
        "The troops will stay, as requested by President, Adama Barrow."
    ),
    "Norway warned the Kenyan government against leaving the talks.": "The Kenyan government should leave the talks.",
    '"We want to see signed agreements implemented and respected," Anna Berg said.': (
        "Signed agreements should be implemented and respected."
    ),
    "Norway proposed that the rebels quit three towns.": "The rebels should quit three towns.",
    "Norway rejects EU peace plan.": "There should be an EU peace plan.",
    "Norway said both the envoys are in Oslo.": "Both the envoys are in Oslo.",
    "Norway said two sailors remain unaccounted for.": "Two sailors remain unaccounted for.",
    '"Now is the time for restraint," Anna Berg said.': "It is time for restraint.",
    "Norway hoped that Kenya would uphold the treaty.": "Kenya will uphold the treaty.",
}


@for_each(("text", "expected"), BESIDE.items())
def test_what_stands_beside_a_content_is_left_out(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(text, gazetteer)[0] == expected


def test_no_row_denies_a_clause_that_the_text_affirms(gazetteer: Gazetteer) -> None:
    text = '"The Kenyan envoys left the talks in Oslo, they did not offer any new plan," Anna Berg of Norway said.'
    draft = Drafter(text, gazetteer, DAY).draft()
    denied = [row for row in draft.statements if row["act"] == "denies"]
    assert all("left" not in draft.propositions[str(row["proposition"])].sentence for row in denied)


def test_what_is_too_long_loses_a_second_predicate(gazetteer: Gazetteer) -> None:
    first = (
        "Any intervention by outside forces in the eastern sea of the region under any pretext will only cause unrest"
    )
    second = "run counter to the interests of all of the states in the region of the sea and of the coast"
    text = f'"{first} in the peace of the region, and {second}," Anna Berg of Norway said.'
    assert sentences_of(text, gazetteer)[0] == f"{first} in the peace of the region."
