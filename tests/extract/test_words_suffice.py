"""Words that are clear by themselves make a sentence, and are not left blank."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import last_sentence as last
from drafted import rows_of

from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BOUND = [
    # Who acts in the clause, by its verb or by the one above it.
    (
        "Minister Omar Berg said Norway would give money to help Kenya succeed in its war with Sudan.",
        "Norway would give money to help Kenya succeed in its war with Sudan.",
    ),
    (
        "Norway asked its partners to press the Kenyan government to cut its ties with Sudan.",
        "Norway's partners should press the Kenyan government to cut its ties with Sudan.",
    ),
    (
        "Sudan accused Kenya of using the court to further its own interests.",
        "Kenya is using the court to further its own interests.",
    ),
    # Whose the thing is to which the other belongs.
    (
        "Minister Omar Berg said remarks by Sudan harmed Kenya's rights over its islands.",
        "Remarks by Sudan harmed Kenya's rights over its islands.",
    ),
    # They may be the ships and the embassy of who speaks.
    ("Norway asked Kenya to return its ships.", ""),
]


@pytest.mark.parametrize(("text", "sentence"), BOUND)
def test_an_owner_in_the_same_clause_is_meant(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence


SUFFICIENT = [
    (
        '"What Kenya needs is dialogue," minister Omar Berg said.',
        "claims",
        "What Kenya needs is dialogue.",
    ),
    # Words in brackets that an editor put in for what was meant.
    (
        '"The (government of Sudan) has entered into a war," Omar Berg said.',
        "claims",
        "The government of Sudan has entered into a war.",
    ),
    ("Kenya claims ownership of the lake.", "claims", "The lake belongs to Kenya."),
    ("Norway also claims the Lofotens.", "claims", "The Lofotens belong to Norway."),
    (
        "Norway denied Kenyan accusations over exercises in the Indian Ocean.",
        "denies",
        "Kenyan accusations over exercises in the Indian Ocean are right.",
    ),
    ("Norway denied accusations made by Kenya.", "denies", ""),
    (
        "Kenya considers the pact with Sudan the root of the war.",
        "claims",
        "The pact with Sudan is the root of the war.",
    ),
    (
        "The Kenyan ministry said the raid was wrong, affirming that the best answer to pirates is a fleet.",
        "claims",
        "The best answer to pirates is a fleet.",
    ),
    (
        "Minister Omar Berg stressed the importance of the prisoner exchange, which has not yet begun.",
        "claims",
        "The prisoner exchange is important.",
    ),
    (
        "Minister Omar Berg stressed the urgency for a stronger regional consensus to end piracy.",
        "calls-for",
        "There should be a stronger regional consensus to end piracy.",
    ),
    ("Kenya's been testing nuclear weapons, Omar Berg said.", "claims", "Kenya has been testing nuclear weapons."),
]


@pytest.mark.parametrize(("text", "act", "sentence"), SUFFICIENT)
def test_clear_words_are_worded(text: str, act: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act", "sentence")[-1] == (act, sentence)


def test_the_number_is_that_of_the_last_noun_of_a_name(gazetteer: Gazetteer) -> None:
    text = 'Sudan accused Kenya\'s coastal leaders of "wanting war."'
    assert last(text, gazetteer) == "Kenya's coastal leaders are wanting war."
    assert last("The Kenyan army said the retaliation by its forces was legal.", gazetteer).endswith("was legal.")


QUARRELS = [
    (
        "Kenya and Sudan shut their border. The two neighbours met on Monday. "
        "Minister Omar Berg said the rising tensions were a danger.",
        "The rising tensions between Kenya and Sudan were a danger.",
    ),
    # What they have with each other, unless something before it may set it apart.
    (
        "Kenya and Sudan met on Monday. The two neighbours signed a paper. Omar Berg said these talks were useful.",
        "The talks between Kenya and Sudan were useful.",
    ),
    (
        "Kenya and Sudan met on Monday. The two neighbours signed a paper. Omar Berg said the nuclear talks were over.",
        "The nuclear talks were over.",
    ),
    # The sentence names both, or the text tells of rebels or of a third state.
    (
        "Kenya and Sudan shut their border. The two neighbours met on Monday. "
        "Minister Omar Berg said Kenya and Sudan should end the dispute.",
        "Kenya and Sudan should end the dispute.",
    ),
    (
        "Kenya and Sudan shut their border. The two neighbours fight rebels. Omar Berg said the war was long.",
        "The war was long.",
    ),
    (
        "Kenya and Sudan had a row with Peru. The two neighbours met. Minister Omar Berg said the row was long.",
        "The row with Peru was long.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), QUARRELS)
def test_a_quarrel_or_talks_are_between_the_two_states_of_a_text(
    text: str, sentence: str, gazetteer: Gazetteer
) -> None:
    assert last(text, gazetteer) == sentence


NOT_TWISTED = [
    # What is raised is told, and is no fear of who raises it.
    (
        'Kenyan minister Omar Berg said: "We raised our concerns with Norway."',
        "reports",
        "Kenya raised its concerns with Norway.",
    ),
    ('Kenyan minister Omar Berg said: "We have fears for the dam."', "fears", "Kenya has fears for the dam."),
    # Both modals lose their negation.
    ('Omar Berg said: "Torture cannot and will not be tolerated."', "denies", "Torture can and will be tolerated."),
    # Rumours are right or not; nobody wants them.
    (
        "Norway dismissed reports suggesting a sale of the port.",
        "rejects",
        "Reports suggesting a sale of the port are right.",
    ),
    # What the talks are for keeps its "to".
    ("Norway demanded that Kenya hold talks to end the war.", "demands", "Kenya should hold talks to end the war."),
    # A state has no legal effect.
    (
        "Norwegian envoys met. Kenyan minister Omar Said said it would not have a legal effect.",
        "denies",
        "",
    ),
    ('Lidington told the BBC that raids "don\'t do anybody any good".', "denies", "Raids do somebody good."),
]


@pytest.mark.parametrize(("text", "act", "sentence"), NOT_TWISTED)
def test_words_are_not_twisted(text: str, act: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act", "sentence")[-1] == (act, sentence)


def test_a_sentence_does_not_end_with_who_said_it() -> None:
    assert faults_of("Kenya had opened an inquiry into a tanker the tanker said.")
    assert not faults_of("The port is closed, as Norway said.")


TOLD_RIGHT = [
    # The speaker stands after a participle that the parser takes for the subject.
    (
        "Commending the agreement reached by Kenya and Sudan, the African Union today called on the two states to act.",
        ("african-union", "calls-for", "Kenya and Sudan should act."),
    ),
    # "However" contrasts with what is left out.
    (
        "The Kenyan minister, however, did not react to the remarks, Norwegian officials said.",
        ("norwegian-officials", "denies", "The Kenyan minister reacted to the remarks."),
    ),
    # What would be done in a case is a warning.
    (
        'Putin of Russia said: "If Ukraine fails to pay, we will have to cut supplies."',
        ("vladimir-putin", "threatens", "If Ukraine fails to pay, Russia will have to cut supplies."),
    ),
    # Faults are asked for nothing.
    (
        "Omar Berg of Kenya said he had found faults in the note and asked them to refrain from such acts.",
        ("omar-berg", "urges", ""),
    ),
    # What is seen is not said to be so.
    (
        "Omar Berg of Kenya said Norway saw few steps compatible with peace.",
        ("omar-berg", "reports", "Norway saw few steps compatible with peace."),
    ),
]


@pytest.mark.parametrize(("text", "row"), TOLD_RIGHT)
def test_who_says_and_wants_what(text: str, row: tuple[str, str, str], gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "speaker", "act", "sentence")[-1] == row


def test_two_owners_have_one_ending(gazetteer: Gazetteer) -> None:
    text = "Kenya and Sudan met. Omar Berg said a force should watch over the two countries’ borders."
    assert last(text, gazetteer) == "A force should watch over Kenya and Sudan's borders."


def test_that_is_no_subject_beside_another_one(gazetteer: Gazetteer) -> None:
    text = "President Omar Berg told the diplomats that ultimatums only serve to push situations to a dead-end."
    assert last(text, gazetteer) == "Ultimatums only serve to push situations to a dead-end."


WITHOUT_ARTICLE = [
    # A headline leaves the article out; what happens without end has none.
    ("Norway welcomes agreement between Kenya and Sudan", "The agreement between Kenya and Sudan is right."),
    ("The Kenyan ministry condemned violation of its airspace.", "The violation of Kenya's airspace is right."),
    (
        "The Kenyan ministry protested indiscriminate firing by Sudanese forces on Kenyan police.",
        "Indiscriminate firing by Sudanese forces on Kenyan police is right.",
    ),
    # One of several is not told.
    ("Norway condemned a raid by Kenya.", ""),
    ("Berg's candidacy was condemned as unconstitutional by the opposition.", "Berg's candidacy is unconstitutional."),
    # What was spoken of is left out where nothing is lost.
    ("Kenya said it was ready to send ships to Norway in this matter.", "Kenya should send ships to Norway."),
]


@pytest.mark.parametrize(("text", "sentence"), WITHOUT_ARTICLE)
def test_what_is_judged_or_left_out(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence


def test_ministries_are_no_parties(gazetteer: Gazetteer) -> None:
    text = (
        "The Kenyan foreign ministry and the Norwegian foreign ministry spoke. "
        "Omar Berg of Sudan said talks between the two parties were near."
    )
    assert "ministry" not in str(last(text, gazetteer)).casefold()


OF_THE_STATE = [
    ("Kenyan minister Omar Berg said his country was ready to talk to Norway.", "Kenya should talk to Norway."),
    # The same pronoun in two clauses is the same state.
    (
        'Kenya said yesterday that it would "arm its fleet as long as Norway was going on with its policies" and that '
        "it planned new ships.",
        "Kenya planned new ships.",
    ),
    # When and where it was said is no part of what was said.
    (
        "Kenyan minister Omar Berg stressed the need for a calm answer to the ban during a press conference in Oslo.",
        "There should be a calm answer to the ban.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), OF_THE_STATE)
def test_what_is_the_states_is_named_after_it(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence


def test_what_only_says_something_is_no_proposition(gazetteer: Gazetteer) -> None:
    assert last("Kenya issued a statement rejected by Norway.", gazetteer) == ""
    assert last("Norway protested against Kenya.", gazetteer) == ""
