"""What "this process", "such threats", "our relations" and "the two presidents" take up, if it is one thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import last_sentence as last
from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

POINTED = [
    (
        "Kenya and Norway resumed the dialogue on fishing rights. Minister Omar Berg said this process was needed.",
        "The dialogue on fishing rights was needed.",
    ),
    (
        "Kenya spoke of threats of war and of losses. Kenyan minister Omar Berg said such threats were unacceptable.",
        "Threats of war were unacceptable.",
    ),
    (
        "Kenya asked Norway for talks on the sea border. Talks have begun. Omar Berg said these talks would be short.",
        "The talks on the sea border would be short.",
    ),
    (
        "Norway denied allegations of fraud. Kenyan minister Omar Berg said these claims were true.",
        "The allegations of fraud were true.",
    ),
]


@pytest.mark.parametrize(("text", "sentence"), POINTED)
def test_words_that_point_take_up_the_nearest_thing_of_their_kind(
    text: str, sentence: str, gazetteer: Gazetteer
) -> None:
    assert last(f"Kenya and Norway talk\n\n{text}", gazetteer) == sentence


@pytest.mark.parametrize(
    "text",
    [
        "Kenya named talks on fish and talks on oil. Omar Berg said these talks were useful.",  # two
        "Kenya signed deals with Norway on oil. Omar Berg said this deal was useful.",  # one of several
        "Kenya spoke of a threat. Omar Berg said such threats were unacceptable.",  # of what, nobody says
        'Peru said: "We want talks on the sea border." Kenyan minister Omar Berg said these talks were useful.',
        "Kenya and Norway held talks on oil. Omar Berg said this kind of thing was useful.",
        'Kenya praised the talks with Norway on fishing. "This process is vital," minister Omar Berg said.',  # several
    ],
)
def test_words_that_point_at_nothing_clear_are_left_blank(text: str, gazetteer: Gazetteer) -> None:
    assert last(f"Kenya and Norway talk\n\n{text}", gazetteer) == ""


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("Our relations are at a new level", "Relations between Kenya and Norway are at a new level."),
        ("Our bilateral ties are strong", "Ties between Kenya and Norway are strong."),
        (
            "Trade will strengthen our diplomatic relations",
            "Trade will strengthen diplomatic relations between Kenya and Norway.",
        ),
        ("Our relations with Peru are poor", "Kenya's relations with Peru are poor."),
        ("Fish will divide our two countries", "Fish will divide Kenya and Norway."),
        ("Fish will divide our countries", "Fish will divide Kenya and Norway."),
        ("Our fishermen, both old and young, are angry", "Kenya's fishermen, both old and young, are angry."),
    ],
)
def test_what_is_ours_between_two_states_is_theirs(said: str, sentence: str, gazetteer: Gazetteer) -> None:
    text = f'Kenya and Norway talk\n\nKenya met Norway in Rome.\n\n"{said}," Kenyan minister Omar Berg said.'
    assert last(text, gazetteer) == sentence


def test_relations_among_three_states_are_not_named(gazetteer: Gazetteer) -> None:
    text = 'Kenya met Norway and Peru in Rome.\n\n"Our relations are at a new level," Kenyan minister Omar Berg said.'
    assert last(text, gazetteer) == ""


@pytest.mark.parametrize(
    ("lead", "sentence"),
    [
        ("The presidents of Kenya and Norway met in Rome.", "The presidents of Kenya and Norway agreed to talk."),
        (
            "Kenyan and Norwegian presidents met in Rome.",
            "The Kenyan and Norwegian presidents agreed to talk.",
        ),
        ("The presidents of Kenya and Peru met those of Norway.", None),
    ],
)
def test_the_two_presidents_are_those_named_as_presidents(
    lead: str, sentence: str | None, gazetteer: Gazetteer
) -> None:
    said = "Anna Holm, a mediator, said the two presidents agreed to talk."
    found = last(f"Kenya and Norway talk\n\n{lead}\n\n{said}", gazetteer)
    assert found == sentence if sentence else "Kenya" in found


@pytest.mark.parametrize(
    ("lead", "sentence"),
    [
        ("Kenya, Norway and Peru met in Rome.", "Fish divided Kenya, Norway and Peru."),
        ("Kenya, Norway, Peru and Ghana met in Rome.", "Fish divided the three countries."),
    ],
)
def test_a_number_of_countries_is_that_of_the_states_in_the_text(
    lead: str, sentence: str, gazetteer: Gazetteer
) -> None:
    assert last(f"Fish talks\n\n{lead}\n\nOmar Berg said fish divided the three countries.", gazetteer) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        # A headline names another thing of the kind than the one before.
        (
            "Talks between Kenya and Peru fail\n\nKenya refused talks with Norway. Berg said the talks were useful.",
            "",
        ),
        # The thing of the headline, with the state whose it is.
        (
            "Kenya angry about Ghanaian dam\n\nKenya fears a giant new dam. Berg said the dam's reservoir was huge.",
            "The Ghanaian dam's reservoir was huge.",
        ),
        # What is said after "this" identifies it.
        (
            "Kenya met Norway.\n\nOmar Berg, a critic, condemned this attack on Oslo.",
            "The attack on Oslo is right.",
        ),
        # The only ambassador of the text, and one of two.
        (
            "Kenya met Ambassador Anna Holm.\n\nOmar Berg, a critic, said the ambassador's remarks were absurd.",
            "Anna Holm's remarks were absurd.",
        ),
        (
            "Ambassador Anna Holm met a Peruvian ambassador.\n\nOmar Berg said the ambassador's words were absurd.",
            "The ambassador's words were absurd.",
        ),
        # "The country" of which another state's minister speaks need not be that minister's.
        (
            "Kenya wants peace in Norway. Omar Berg, a Kenyan minister, hopes talks will help in the country.",
            "Talks will help in the country.",
        ),
    ],
)
def test_a_definite_noun_is_the_only_thing_that_fits(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    found = last(text, gazetteer)
    assert found == (sentence or "The talks were useful.")


ONLY = [
    # All that is told of the kind is about one thing, in the headline or below it.
    (
        "Kenya reaches deal on sea border\n\nNorway praised the historic agreement. Berg said the pact would hold.",
        "The deal on sea border would hold.",
    ),
    (
        "Kenya held talks with four nations. Omar Berg said the talks were useful.",
        "The talks with four nations were useful.",
    ),
    (
        "Ghana condemned the decision by the Kenyan court. Omar Berg said the decision was wrong.",
        "The decision by the Kenyan court was wrong.",
    ),
    (
        "Norway imposed sanctions on Kenyan officials. Omar Berg said the measures were wrong.",
        "The sanctions on Kenyan officials were wrong.",
    ),
    (
        "Kenya took a decision to close the port that Norway uses. Omar Berg said this decision was wrong.",
        "The decision to close the port was wrong.",
    ),
]
LEFT = [
    # Two things, one that says nothing about itself, and words that belong elsewhere.
    ("Kenya signed a deal on fish and an agreement on oil. Omar Berg said the deal was useful.", "deal"),
    ("Kenya signed a deal on fish. A final agreement is far off. Omar Berg said the deal was useful.", "deal"),
    ("Norway announced sanctions against the country. Omar Berg said the sanctions hurt Kenya.", "sanctions"),
    ("Kenya praised the dialogue with Norway. Omar Berg said Kenya agreed on the process forward.", "process"),
    ("A man was charged in the shooting with murder. Omar Berg said the shooting hurt Kenya.", "shooting"),
]


@pytest.mark.parametrize(("text", "sentence"), ONLY)
def test_a_definite_noun_is_the_only_thing_of_its_kind(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(text, gazetteer) == sentence


@pytest.mark.parametrize(("text", "noun"), LEFT)
def test_a_definite_noun_stays_where_two_things_fit(text: str, noun: str, gazetteer: Gazetteer) -> None:
    found = last(text, gazetteer)
    assert not found or f"the {noun} " in found.lower()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'Kenya and Norway signed a sea border deal.\n\n"This is a historic achievement," Omar Berg said.',
            "The sea border deal is a historic achievement.",
        ),
        (
            'Kenya condemned the attack on Oslo.\n\n"This was a great mistake," Omar Berg said.',
            "The attack on Oslo was a great mistake.",
        ),
        # Nothing, or two things, were done; and "this" may be what follows.
        ('Kenya and Norway spoke.\n\n"This is a historic achievement," Omar Berg said.', ""),
        (
            'Kenya signed a fish deal after the attack on Oslo.\n\n"This is a historic step," Omar Berg said.',
            "",
        ),
        ('Kenya and Norway signed a deal on fish.\n\n"This is the reason for it," Omar Berg said.', ""),
        # The object of the verb before.
        (
            "Kenya defended its drills in Lamu, saying that these were necessary.",
            "Kenya's drills were necessary.",
        ),
    ],
)
def test_what_stands_alone_is_what_was_just_done(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(f"Kenya and Norway meet\n\n{text}", gazetteer) == sentence


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        # A ministry's territory is its state's.
        ('"Migingo is our own territory," the Kenyan foreign ministry said.', "Migingo is Kenya's own territory."),
        # Who is said to violate something violates the speaker's.
        ("Kenya said Norway had violated its airspace.", "Norway had violated Kenya's airspace."),
        ("Kenya said Norway had violated its promise.", ""),
        # The state of officials.
        (
            "Kenyan officials said there were no problems with its neighbour.",
            "There were problems with Kenya's neighbour.",
        ),
    ],
)
def test_what_is_whose_among_states(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(f"Kenya and Norway meet\n\n{text}", gazetteer) == sentence


def test_a_president_and_his_counterpart_are_two_presidents(gazetteer: Gazetteer) -> None:
    text = (
        "Kenya and Norway meet\n\nKenyan President Omar Berg met his Norwegian counterpart Anna Holm.\n\n"
        "Kenya's foreign ministry said fish divided the two presidents."
    )
    assert last(text, gazetteer) == "Fish divided Omar Berg and Anna Holm."


def test_candidates_stand_in_the_order_in_which_they_spoke_and_were_named(gazetteer: Gazetteer) -> None:
    text = "Kenya said Norway would pay. For its fleet it wants money."
    assert rows_of(text, gazetteer, "candidates")[-1] == (["kenya", "norway"],)
