"""Who speaks, for whom, and in what sentence: bodies, spokesmen, "it", "they", needs, fears and warnings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2023, 7, 13)
LAVROV = "Foreign Minister Sergei Lavrov"


def drafted(text: str, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    """Return the speaker, the principal, the act, the polarity and the sentence of each row."""
    draft = Drafter(text, gazetteer, DAY).draft()
    sentences = {slug: new.sentence for slug, new in draft.propositions.items()}
    return [
        (row.get("speaker"), row.get("for"), row["act"], row.get("polarity"), sentences.get(str(row["proposition"])))
        for row in draft.statements
    ]


#: The speaker and the principal of the last row of each text.
MOUTHS = {
    # a spokesman without a body speaks for the one that spoke before him
    "A Kenyan Foreign Ministry spokesperson said the envoy should leave.\n\nSpokeswoman Anna Berg said the raid was "
    "illegal.": ("anna-berg", "kenyan-foreign-ministry"),
    "Norway's Foreign Ministry said the talks failed.\n\nSpokesman Lars Holm said Kenya broke the truce.": (
        "lars-holm",
        "norwegian-foreign-ministry",
    ),
    "Norway and Kenya met. Kenya's Transport Ministry said the port was shut.\n\n"
    '"Norway made a new proposal," said Lars Holm, spokesman of the ministry.': (
        "lars-holm",
        "kenyan-transport-ministry",
    ),
    # ... but not for a person, for the press, or for whoever is only mentioned
    "Anna Berg said the talks failed. Spokesman Lars Holm said the raid failed.": ("lars-holm", None),
    "The BBC said the talks failed. Spokesman Lars Holm said the raid failed.": ("lars-holm", None),
    "Norway's Foreign Ministry said it turned down a Kenyan proposal.\n\nSpokesman Lars Holm said Kenya broke the "
    "truce.": ("lars-holm", "norwegian-foreign-ministry"),
    # what "the statement" and "it" go on with
    "In a statement, the Norwegian government affirmed its will to talk.\n\n"
    '"Kenya should close the port," the statement said.': ("norwegian-government", "norway"),
    '"Kenya fired a missile," Foreign Minister Sergei Lavrov told reporters after a meeting chaired by President Lars '
    'Holm.\n\n"It is regrettable that Kenya went on," he added.': ("sergei-lavrov", "russia"),
    'Sergei Lavrov said the talks failed. Lars Holm met Kenyan ministers in Oslo.\n\n"Nobody wants war," he added.': (
        "lars-holm",
        None,
    ),
    # several states
    "After Norway claimed that the rebels had come from Kenya, both countries agreed to suspend talks.": (
        ["norway", "kenya"],
        None,
    ),
    "Kenyan President Anna Holm and Norwegian Prime Minister Lars Berg stressed on Friday the need to end the war.": (
        ["anna-holm", "lars-berg"],
        {"anna-holm": "kenya", "lars-berg": "norway"},
    ),
    "Norway met the EU. The 27-nation bloc sought to end the dispute.": ("european-union", None),
    "Norway is a member and Kenya hopes to join the union.": ("kenya", None),
    # offices
    "Japan's health minister said the port was shut.\n\n"
    '"The raids are regrettable," Japanese Prime Minister Fumio Kishida said. The health minister said it was late.': (
        "japanese-health-minister",
        "japan",
    ),
    "Norwegian Ambassador to India Lars Haugen said in an interview that the port is closed.": (
        "lars-haugen",
        "norway",
    ),
    "The port should stay open, a South Korean Fisheries Ministry official said.": (
        "south-korean-fisheries-ministry-official",
        "south-korea",
    ),
    "Norwegian envoy Anna Berg said the talks failed.\n\nThe official blamed Nairobi for the raids.": (
        "anna-berg",
        "norway",
    ),
    "A Kenyan official said the talks failed. Anna Berg said no. The official blamed Nairobi for the raids.": (
        "kenyan-official",
        "kenya",
    ),
    "Anna Lindqvist Berg, the Norwegian envoy, said the talks failed.\n\nLindqvist said that Kenya was wrong.": (
        "anna-lindqvist-berg",
        "norway",
    ),
    "Russia lost the vote. Its ambassador, Ivan Berg, thanked Kenya.\n\nThe Russian ambassador denied the raid.": (
        "ivan-berg",
        "russia",
    ),
    "The Kenyan prime minister said he was ready for talks.\n\nThe Kenyan maritime minister said the port was shut.": (
        "kenyan-maritime-minister",
        "kenya",
    ),
    "Kenya has no choice but to retaliate, the country's Commerce Ministry said.": (
        "kenyan-commerce-ministry",
        "kenya",
    ),
    "Sergei Lavrov said he was ready for talks, but the Norwegian Foreign Ministry said Kenya was not.": (
        "norwegian-foreign-ministry",
        "norway",
    ),
    # who is quoted, and who reports
    '"Kenya should close the port," Yonhap quoted a Norwegian minister.': ("norwegian-minister", "norway"),
    "Norway will take part in the talks, reported the Kenyan Foreign Ministry.": ("kenyan-foreign-ministry", "kenya"),
    # places and works do not speak, and "they" are not a state that is only named
    "Talks on the Kariba Dam went on.\n\nEnvoys met over the Kariba Dam. In a call, they hoped to reach a deal.": (
        None,
        None,
    ),
}


def test_each_text_gives_its_speaker_and_principal(gazetteer: Gazetteer) -> None:
    found = {text: drafted(text, gazetteer)[-1][:2] for text in MOUTHS}
    assert {text: got for text, got in found.items() if got != MOUTHS[text]} == {}


#: The act, the polarity and the sentence of the last row of each text.
STANCES = {
    "Norway warned against any unilateral step without an agreement.": (
        "warns",
        "opposes",
        "There should be a unilateral step without an agreement.",
    ),
    "Norway stressed the need to overcome any obstacles to the deal with Kenya.": (
        "calls-for",
        None,
        "There is a need to overcome any obstacles to the deal with Kenya.",
    ),
    "Norway stressed the necessity of reaching a deal on the port of Mombasa.": (
        "calls-for",
        None,
        "There is a need to reach a deal on the port of Mombasa.",
    ),
    "Norway repeated its rejection of unilateral measures that would harm Kenya.": (
        "rejects",
        None,
        "There should be unilateral measures that would harm Kenya.",
    ),
    "Norway expressed concern regarding the fate of Kenyan sailors.": (
        "fears",
        "supports",
        "The fate of Kenyan sailors is a cause for concern.",
    ),
    "Norway expressed concern regarding its effects on the port.": ("fears", "supports", ""),
    "Norway expressed doubt over the authenticity of Kenya's evidence.": (
        "doubts",
        None,
        "Kenya's evidence is authentic.",
    ),
    "Norway expressed strong regret at the raid on Nairobi.": ("regrets", None, ""),
    "Norway renewed its call to Kenya to open the port.": ("calls-for", None, "Kenya should open the port."),
    "Norway condemned the raid, urging Kenya to stop its attacks and return to the negotiating table.": (
        "urges",
        None,
        "Kenya should return to the negotiating table.",
    ),
    "Norway called on Kenya to respond to its call for dialogue.": (
        "calls-for",
        None,
        "Kenya should respond to Norway's call for dialogue.",
    ),
    "Norway said it would open the port.": ("promises", None, "Norway will open the port."),
    "Norway said it would open the port if the raids end.": (
        "promises",
        None,
        "Norway would open the port if the raids end.",
    ),
    "Norway fears that the dam will shrink its share of water.": (
        "fears",
        None,
        "The dam will shrink Norway's share of water.",
    ),
    # what nobody says of himself, and what he does
    "Norway denounced the raid on Oslo, saying it violated the truce with Kenya.": (
        "accuses",
        None,
        "The raid on Oslo violated the truce with Kenya.",
    ),
    "The Norwegian ministry said it posed a serious threat to peace.": ("warns", None, ""),
    "Norway said it had not violated the truce.": ("denies", None, "Norway had violated the truce."),
    "Norway denied that it violated the truce.": ("denies", None, "Norway violated the truce."),
    "Norway said it was a mistake.": ("criticises", "supports", ""),
    "Norway said it was a victim of the raid.": ("claims", None, "Norway was a victim of the raid."),
    f"Russia was responsible for the talks with Norway, {LAVROV} said.": (
        "claims",
        None,
        "Russia was responsible for the talks with Norway.",
    ),
    f"Kenya was responsible for the raid on Norway, {LAVROV} said.": (
        "blames",
        None,
        "Kenya was responsible for the raid on Norway.",
    ),
    # the own side by another name
    f'"The Russian side supports the peace process in Kenya," {LAVROV} said.': (
        "supports",
        None,
        "The peace process in Kenya should be supported.",
    ),
    f'"The Kenyan side supports the peace process in Norway," {LAVROV} said.': (
        "claims",
        None,
        "The Kenyan side supports the peace process in Norway.",
    ),
    f'"The government has serious concerns about the port of Oslo," {LAVROV} said.': (
        "fears",
        "supports",
        "The government of Russia has serious concerns about the port of Oslo.",
    ),
    "North Korea fired a missile.\n\nNorway said the North should return to the talks.": (
        "calls-for",
        None,
        "North Korea should return to the talks.",
    ),
    # insertions, clefts and omissions
    f"{LAVROV} said it is Norway, not Kenya, that is trying to create trouble.": (
        "claims",
        None,
        "Norway is trying to create trouble.",
    ),
    f"{LAVROV} said it is a plan that is trying to please Kenya.": ("claims", None, ""),
    f'"Norway ... offered a new proposal that contradicts the treaty," said {LAVROV}.': (
        "claims",
        None,
        "Norway offered a new proposal that contradicts the treaty.",
    ),
    f'"So far, over 200 sailors have entered Oslo," {LAVROV} said.': (
        "claims",
        None,
        "Over 200 sailors have entered Oslo.",
    ),
    f'"In today\'s meeting Norway will confirm its commitment," {LAVROV} said.': (
        "expects",
        None,
        "Norway will confirm its commitment.",
    ),
    f'"For that reason I have decided to cut all ties with the government of Norway," {LAVROV} said.': (
        "promises",
        None,
        "Sergei Lavrov should cut all ties with the government of Norway.",
    ),
    f'"Its aim is to improve the port and help it and, in so doing, bring Kenya closer," {LAVROV} said.': (
        "claims",
        None,
        "",
    ),
    "Norway met the EU. The bloc has made clear to both that they must return to the talks.": ("demands", None, ""),
    f'"We will meet again soon," {LAVROV} said.': ("promises", None, ""),
    f'"We have come here in the interest of Kenya," {LAVROV} said.': ("reports", None, ""),
    f'"Norway will continue to do so with the help of Kenya," {LAVROV} said.': ("expects", None, ""),
    f"Such raids undermine efforts to end the war, {LAVROV} said.": ("blames", None, ""),
    f"{LAVROV} described the talks as symptoms of a broader crisis.": (
        "claims",
        None,
        "The talks are symptoms of a broader crisis.",
    ),
    'Kenya condemned Norwegian "support" for the rebels.': ("condemns", None, ""),
    "Norway backed calls for a truce.": ("supports", None, "There should be a truce."),
    "KUWAIT (Reuters, AFP) - Norway wants all parties to return to talks.": (
        "hopes",
        None,
        "All parties should return to talks.",
    ),
    f'"I want to state that Kenya is not fulfilling the treaty," said {LAVROV}.': (
        "denies",
        None,
        "Kenya is fulfilling the treaty.",
    ),
    "Norway urges EU to leave the port.": ("urges", None, "The EU should leave the port."),
    "Norway said the move was a step that could hurt Kenya and called on Oslo to halt it.": ("calls-for", None, ""),
    'Norway told Kenya: "They should do the same."': ("calls-for", None, ""),
    "Norway said in a statement that the rebels fired a missile.": ("reports", None, "The rebels fired a missile."),
}


def test_each_text_gives_its_act_polarity_and_sentence(gazetteer: Gazetteer) -> None:
    found = {text: drafted(text, gazetteer)[-1][2:] for text in STANCES}
    assert {text: got for text, got in found.items() if got != STANCES[text]} == {}


@pytest.mark.parametrize(
    "text",
    [
        "Norway quashed a resolution condemning the raid on Oslo.",
        "Norway hinted at the possibility of cutting off its aid and boycotting talks with Kenya.",
        "Anna Berg backed off her earlier requests for Norway to open the port.",
        "Norway asked why Kenya had closed the port.",
        "Kenya's declaration of independence was a surprise.",
        "Kenya is preparing for another stage of the race later this year.",
    ],
)
def test_no_stance_is_drafted_where_there_is_none(text: str, gazetteer: Gazetteer) -> None:
    assert drafted(text, gazetteer) == []


def test_allegations_of_others_are_not_ascribed_to_the_speaker(gazetteer: Gazetteer) -> None:
    text = (
        "Kenya`s President Anna Holm said that the government would probe accusations that Norway may be backing the "
        "rebels, though the country said it was not involved."
    )
    assert [row[:3] for row in drafted(text, gazetteer)] == [("anna-holm", "kenya", "promises")]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Norway said it has no association with any Kenyan group.", "Norway has an association with a Kenyan group."),
        (f"Norway is not linked, in any way, with Kenya, {LAVROV} said.", "Norway is linked with Kenya."),
    ],
)
def test_no_any_is_left_where_a_negation_was(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert [row[2:] for row in drafted(text, gazetteer)] == [("denies", None, sentence)]


def test_a_text_about_a_statement_is_not_the_statement(gazetteer: Gazetteer) -> None:
    text = "Joint Statement by the Ministers of Norway\n\nThe ministers issued a statement after the talks. "
    text += "Norway said the port was shut. Kenya stressed the importance of the talks. It was late for both of them."
    assert {row[0] for row in drafted(text, gazetteer)} == {"norway", "kenya"}


def test_a_quote_ends_where_the_quotation_does(gazetteer: Gazetteer) -> None:
    text = f"“There are no secret talks with Kenya,” {LAVROV} told reporters.\n\n“Attempts to hide it are a lie.”"
    quotes = [row["quote"] for row in Drafter(text, gazetteer, DAY).draft().statements]
    assert quotes == ["There are no secret talks with Kenya", "Attempts to hide it are a lie"]


def test_a_question_of_the_press_is_not_ascribed_to_the_answerer(gazetteer: Gazetteer) -> None:
    text = "Sergei Lavrov gave no details but, asked whether Kenya had a plan, he replied that the port was shut."
    assert "urges" not in [row[2] for row in drafted(text, gazetteer)]


def test_a_quote_does_not_begin_within_a_name(gazetteer: Gazetteer) -> None:
    text = (
        "Norwegian Foreign Minister Omar al-Holm ruled out talks. But al-Holm described the Kenyan statement as late."
    )
    quotes = [str(row["quote"]) for row in Drafter(text, gazetteer, DAY).draft().statements]
    assert quotes
    assert not any(quote.startswith("Holm") for quote in quotes)


def test_a_bare_headline_is_left_out_where_the_text_says_more(gazetteer: Gazetteer) -> None:
    text = "Norway says they may be late\n\nThe talks went on.\n\nNorway said Kenya should open the port."
    assert [row[4] for row in drafted(text, gazetteer)] == ["Kenya should open the port."]
