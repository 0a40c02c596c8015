"""A proposed sentence is either correct (grammatical, self-contained, with resolved pronouns) or visibly blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import DAY, sentences_of

from kg.extract.article.article import readable
from kg.extract.draft.drafting import Drafter
from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We will open our port," said Foreign Minister Sergei Lavrov.', "Russia will open its port."),
        ('Kenya said: "We have opened the port."', "Kenya has opened the port."),
        ('Kenya said: "We\'re opening the port."', "Kenya is opening the port."),
        ('"I am ready to resign," said Arvid Holm of Norway.', "Arvid Holm should resign."),
        ("The United States said it was leaving the region.", "The United States was leaving the region."),
        ("Kenya called for Norway to open the port of Oslo.", "Norway should open the port of Oslo."),
        ("Kenya urged Norway to open the port of Oslo.", "Norway should open the port of Oslo."),
        ("Kenya told Norway it should open the port of Oslo.", "Norway should open the port of Oslo."),
        ("Kenya demanded the release of the sailors.", "The release of the sailors should take place."),
        ("Kenya demanded a release of the sailors.", "There should be a release of the sailors."),
        ("Kenya blamed Norway for the delay of the ships.", "Norway is responsible for the delay of the ships."),
        ("Kenya praised Norway for opening the port.", "Norway is right to open the port."),
        ("Kenya denied involvement in the raid on Oslo.", "Kenya was involved in the raid on Oslo."),
        ("Kenya said on Friday that, unfortunately, Norway was late.", "Norway was late."),
        ("Kenya said Oslo, the capital, was quiet.", "Oslo was quiet."),
        ("Norway said US troops had left Oslo and Kenya would be moving ships.", "Kenya would be moving ships."),
        ("Arvid Holm found the raid justified.", "The raid is justified."),
        ("Kenya called on President Arvid Holm to pay his sailors.", "President Arvid Holm should pay his sailors."),
        ("Kenya vowed to defend its ports.", "Kenya should defend its ports."),
        ("Kenya wants to see ships leave the port of Oslo.", "Ships should leave the port of Oslo."),
        ("Kenya proposed that both sides open a port.", "Both sides should open a port."),
        ("Kenya rejected calls on Monday for Norway to open a port.", "Norway should open a port."),
        ("Norway, Kenya said, had to open the port.", "Norway had to open the port."),
        ("Anna Berg warned Norway that it would lose the port.", "Norway would lose the port."),
        ("Anna Berg said the dam was safe and that it had cost little.", "The dam had cost little."),
        ("Kenya's president, Omar Said, said his country had opened a port.", "Kenya had opened a port."),
        ('"We do not believe that the dam is safe," said Anna Berg.', "The dam is safe."),
        ("Kenya offered to host talks.", "Kenya should host talks."),
        ("Kenya said the way Omar Holm carried himself was fine.", "The way Omar Holm carried himself was fine."),
        ("Norway announces troop withdrawal from Oslo.", "There should be troop withdrawal from Oslo."),
        ('Kenya said: "We are in touch with Norway, with whom we share a lake."', "Kenya is in touch with Norway."),
        ("Kenya described both the plan and the dam as dangerous.", "The plan and the dam are dangerous."),
        ("Anna Berg asked Omar Holm to pay Ivan Lund and his crew.", "Omar Holm should pay Ivan Lund and his crew."),
        ("Kenya called for de-escalation.", "There should be de-escalation."),
        ("Kenya urged restraint and de-escalation.", "There should be de-escalation."),
        ("Kenya said it was stopping or delaying talks on fish.", "Kenya was stopping or delaying talks on fish."),
        ("Norway said Kenya was late and that it would take years to pay.", "It would take years to pay."),
        ("Kenya banned the airline from flying to Oslo.", "The airline should be banned from flying to Oslo."),
        ("Kenya ruled out sending ships.", "Kenya should send ships."),
        ("Kenya appealed to Norway to open the port.", "Norway should open the port."),
        ("Kenya opposes any use of ships.", "There should be a use of ships."),
        ("Kenya agreed that withdrawal would be wrong.", "Withdrawal would be wrong."),
        ("Kenya refused to leave the port, calling the order blackmail.", "Kenya should leave the port."),
        ("Norwegian Prime Minister Anna Berg proposed opening a port.", "Norway should open a port."),
        ("Norway announced plans to leave the port.", "Norway should leave the port."),
        ("Kenya's envoy, Omar Said, said Kenya supported a dam.", "There should be a dam."),
    ],
)
def test_each_content_becomes_a_complete_sentence(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert expected in sentences_of(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        "Kenya welcomed the move.",
        "Kenya denied the accusation.",
        'Kenya said: "This is a mistake."',
        'Kenya said: "What are you doing to Norway?"',
        'Kenya said: "If I were a sailor I would stay."',
        'Arvid Holm said: "I was pleased that he came."',
        "Kenya rejected their pleas.",
        "Kenya rejects Norwegian demands.",
        "Kenya refused to do so.",
        "Kenya's requests to send observers failed.",
        "Kenya regrets the mistake.",
        "Kenya doubted that Norway wanted one.",
        "Reuters said it would never leave the port.",
    ],
)
def test_a_content_that_cannot_be_worded_is_blank_but_keeps_its_words(text: str, gazetteer: Gazetteer) -> None:
    draft = Drafter(text, gazetteer, DAY).draft()
    (new,) = draft.propositions.values()
    assert new.sentence == ""
    assert new.words
    assert new.words in text


@pytest.mark.parametrize(
    "sentence",
    [
        "A return should dialogue.",
        "There is his pleas.",
        "There should be which.",
        "We must not attack Iran.",
        "He rejected the plan of Norway.",
        "This is a mistake.",
        "The sanctions on Iran",
        "the sanctions should end.",
        "Because they left.",
        "Bringing those responsible should justice.",
        "Which were under control.",
        "Norway has making money.",
        "Writing for a paper that all agreed Norway won the debate.",
        "The general ’ left the port.",
        "The caliphate should s destroyed.",
        "Norway is to.",
        "Norway said: the sanctions should end.",
        "Norway's plan [...] should be accepted.",
        f"Norway should open {'the port and ' * 20}the harbour.",
    ],
)
def test_the_check_refuses_malformed_sentences(sentence: str) -> None:
    assert faults_of(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Lifting the embargo that Norway wanted would prolong the war which it lost.",
        "There should be a ceasefire in Syria.",
        "Norway should open its port to ships from Kenya.",
        "It is time for Norway to leave.",
        "Those responsible for the raid should be tried.",
        "Not a single American life was lost.",
        "If Norway leaves, Kenya will stay.",
        "5.7 million barrels of oil were lost.",
        "Norway and Kenya should end their dispute.",
    ],
)
def test_the_check_accepts_good_sentences(sentence: str) -> None:
    assert faults_of(sentence) == []


def test_every_known_proposition_passes_the_check(gazetteer: Gazetteer) -> None:
    refused = {sentence: found for sentence, *_ in gazetteer.propositions.values() if (found := faults_of(sentence))}
    assert len(refused) <= 0.03 * len(gazetteer.propositions), refused


@pytest.mark.parametrize(
    ("text", "parsed"),
    [
        ("a mosque[...] We have", "a mosque.     We have"),
        ("It [the treaty] is old", "the treaty      is old"),
        ("President [Harry] Truman", "President  Harry  Truman"),
        ("Ayasofya [Haghia Sophia] will be", "Ayasofya                 will be"),
        ("[T]his decision", "This   decision"),
        ("not want[ing] to face", "not wanting   to face"),
        ("the plan [failed] again", "the plan  failed  again"),
        ("no brackets", "no brackets"),
        ("Title\n\nThey had closed\nthe port.\nIt was late", "Title\n\nThey had closed the port.\nIt was late"),
        ("A line\nof a list of one paragraph a line", "A line\nof a list of one paragraph a line"),
    ],
)
def test_words_in_editorial_brackets_are_read(text: str, parsed: str) -> None:
    assert readable(text) == parsed
    assert len(readable(text)) == len(text)


def test_the_narrator_is_drafted_only_when_asked_for(gazetteer: Gazetteer) -> None:
    text = "The war in Kenya has cost thousands of lives. Norway called for a truce."
    assert [row["speaker"] for row in Drafter(text, gazetteer, DAY).draft().statements] == ["norway"]
    asked = Drafter(text, gazetteer, DAY, narrator=True).draft()
    assert [row["speaker"] for row in asked.statements] == ["narrator", "norway"]


def test_the_narrators_sentence_keeps_a_negation(gazetteer: Gazetteer) -> None:
    """A narrator's row has no side to reverse, so a negation removed from the sentence would be lost."""
    text = "There was no immediate answer from Norwegian officials. Sweden has not sent troops to the region.\n"
    made = Drafter(text, gazetteer, DAY, narrator=True).draft()
    rows = {str(row["quote"]): row for row in made.statements if row["speaker"] == "narrator"}
    assert len(rows) == 2
    for quote, row in rows.items():
        sentence = made.propositions[str(row["proposition"])].sentence
        assert ("no " in sentence or "not " in sentence) != (row.get("polarity") == "opposes"), (quote, row, sentence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Omar Holm said Norway won the vote despite her protests.", "Norway won the vote."),
        ('"Since they took the port, pirates have sunk ten ships," said Anna Berg.', "Pirates have sunk ten ships."),
    ],
)
def test_a_circumstance_that_cannot_be_worded_is_left_out(text: str, expected: str, gazetteer: Gazetteer) -> None:
    assert expected in sentences_of(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        'Anna Berg said: "Norway should close the port during her visit."',
        'Anna Berg said: "Norway did not sink the ship because of them."',
    ],
)
def test_a_condition_or_a_denied_reason_is_not_left_out(text: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(text, gazetteer) == [""]
