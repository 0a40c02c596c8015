"""A definite description in a sentence is replaced by what it means, if the text has only one such thing."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.meaning.topics.propositions import NewProposition
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2023, 7, 13)
#: A headline and a lead, for texts about two states.
FISH = "Kenya protests to Norway over fish\n\nKenya and Norway argued about fishing on Monday.\n\n"


def last(text: str, gazetteer: Gazetteer) -> NewProposition:
    draft = Drafter(text, gazetteer, DAY).draft()
    return draft.propositions[str(draft.statements[-1]["proposition"])]


def sentences(texts: list[tuple[str, str]], gazetteer: Gazetteer) -> dict[str, str]:
    """Return the last sentence of each text that has not the expected one."""
    found = {text: last(text, gazetteer).sentence for text, _ in texts}
    return {text: found[text] for text, expected in texts if found[text] != expected}


THINGS = [
    # Another noun for the same kind of thing.
    (
        "Kenya and Norway issued a joint declaration on fishing rights. Anna Berg said the document was a success.",
        "The joint declaration on fishing rights was a success.",
    ),
    (
        "Norway signed a fisheries agreement with Kenya. Anna Berg said the deal would bring jobs.",
        "The fisheries agreement with Kenya would bring jobs.",
    ),
    (
        "Kenya held talks with Norway on Friday. Anna Berg said the negotiations were difficult.",
        "The talks with Norway were difficult.",
    ),
    # A proper name that ends in the noun, with an article or without.
    (
        "Norwegian ships passed the Lofoten Islands. Anna Berg said the islands were beautiful.",
        "The Lofoten Islands were beautiful.",
    ),
    (
        "Kenyan boats surrounded Migingo Island. Anna Berg said the island was crowded.",
        "Migingo Island was crowded.",
    ),
    (
        "Norway ratified the Ocean Plastics Convention. Anna Berg said the treaty would work.",
        "The Ocean Plastics Convention would work.",
    ),
    # A headline says the same in other words.
    (
        "Northern dam plan angers Kenya\n\nNorway has a plan to dam the Tana. Anna Berg said the plan was wrong.",
        "The plan to dam the Tana was wrong.",
    ),
    # Two such things, but the nearer one was introduced just before, and the other paragraphs earlier.
    (
        "The council met.\n\nKenya closed a port near Mombasa.\n\nNobody was hurt.\n\nThe weather was bad.\n\n"
        "Norway has asked about a port in the Oslo district. Anna Berg said the port was small.",
        "The port in the Oslo district was small.",
    ),
]
LEFT = [
    # Two things of the kind, with one noun or with two.
    (
        "Norway signed a fishing agreement with Kenya and an air treaty with Ghana. Anna Berg said the deal was bad.",
        "",
    ),
    (
        "Norway passed the Lofoten Islands and the Faroe Islands. Anna Berg said the islands were beautiful.",
        "The islands were beautiful.",
    ),
    # Another number.
    (
        "Norwegian ships passed the Lofoten Islands. Anna Berg said the island was beautiful.",
        "The island was beautiful.",
    ),
    # What the noun says besides is not in the mention.
    (
        "Kenya held talks with Norway on Friday. Anna Berg said the secret negotiations were difficult.",
        "The secret negotiations were difficult.",
    ),
    # A rate of another day.
    (
        "Norway wants a 90 percent vaccination rate. Anna Berg said the rate was falling.",
        "The rate was falling.",
    ),
    # Another thing of the same name was introduced in between.
    (
        "Kenya and Norway issued a joint declaration on fish. A document leaked. Anna Berg said the document lied.",
        "The document lied.",
    ),
]


def test_a_thing_is_named_by_its_only_full_mention(gazetteer: Gazetteer) -> None:
    assert sentences(THINGS, gazetteer) == {}


def test_a_thing_of_which_the_text_has_two_is_left(gazetteer: Gazetteer) -> None:
    assert sentences(LEFT, gazetteer) == {}


STATES = [
    # The speaker's own state, and the one that is criticised.
    (
        FISH + "Kenya's foreign ministry said the country would withdraw its boats.",
        "Kenya would withdraw its boats.",
    ),
    (
        FISH + "Kenyan President William Ruto met Norwegian fishermen, calling the country's quotas absurd.",
        "Norway's quotas are absurd.",
    ),
    # What a state does with its own.
    (
        FISH + "Anna Berg said that Kenyan sailors would defend the country's waters.",
        "Kenyan sailors would defend Kenya's waters.",
    ),
    (
        FISH + "Kenya's foreign ministry said the government would buy ships.",
        "The government of Kenya will buy ships.",
    ),
    (
        FISH + "Anna Berg said bilateral relations were poor.",
        "Relations between Kenya and Norway were poor.",
    ),
    (
        FISH + "Anna Berg said the bilateral relationship was poor.",
        "The relationship between Kenya and Norway was poor.",
    ),
]
STATES_LEFT = [
    # Another state is named beside the speaker's, or does something to "the country".
    (
        FISH + "Kenya's foreign ministry said Norwegian boats had left and the country was glad.",
        "The country was glad.",
    ),
    (
        FISH + "Anna Berg said that Kenyan sailors had attacked the country.",
        "Kenyan sailors had attacked the country.",
    ),
    # Who criticises a government need not mean the own one.
    (
        FISH + "Kenya's foreign ministry warned that the government would regret the ban.",
        "The government would regret the ban.",
    ),
    # The state is only where something happened, and the speaker's is not known.
    (
        "Anna Berg said that she fought in Ghana for the country's rights.",
        "Anna Berg fought in Ghana for the country's rights.",
    ),
    # Three states.
    (
        FISH + "Ghana was silent. Anna Berg said bilateral relations were poor.",
        "Bilateral relations were poor.",
    ),
]


def test_a_state_is_named_where_only_one_can_be_meant(gazetteer: Gazetteer) -> None:
    assert sentences(STATES, gazetteer) == {}


def test_a_state_is_left_where_two_can_be_meant(gazetteer: Gazetteer) -> None:
    assert sentences(STATES_LEFT, gazetteer) == {}


BODIES = [
    (
        "The Baltic Fisheries Organisation (BFO) closed its office. Anna Berg said the agency was poor.",
        "The Baltic Fisheries Organisation was poor.",
    ),
    (
        "Norway sued at the Nordic Rights Court. Anna Berg said the court was slow.",
        "The Nordic Rights Court was slow.",
    ),
    # An organisation that speaks of "the organisation" means itself.
    (
        "The Baltic Fish Organisation left. The Oslo Seal Foundation said the organisation was poor.",
        "The Oslo Seal Foundation was poor.",
    ),
    # The speaker's own body comes first.
    (
        "The Baltic Fish Organisation met the Nordic Seal Agency. The Nordic Seal Agency said the agency was poor.",
        "The Nordic Seal Agency was poor.",
    ),
    (
        "Kenya summoned Norwegian Ambassador Nils Dahl. Anna Berg said the Norwegian diplomat had lied.",
        "Nils Dahl had lied.",
    ),
]
BODIES_LEFT = [
    (
        "The Baltic Fisheries Organisation met the Nordic Seal Agency. Anna Berg said the agency was poor.",
        "The agency was poor.",
    ),
    (
        "The Baltic Fisheries Organisation met an aid agency. Anna Berg said the agency was poor.",
        "The agency was poor.",
    ),
    (
        "The Baltic Fisheries Organisation left. Anna Berg said the seal agency was poor.",
        "The seal agency was poor.",
    ),
    (
        "Kenya summoned Norwegian Ambassador Nils Dahl and Norwegian envoy Ida Lund. "
        "Anna Berg said the Norwegian diplomat lied.",
        "The Norwegian diplomat lied.",
    ),
]


def test_a_body_or_person_is_named_where_only_one_fits(gazetteer: Gazetteer) -> None:
    assert sentences(BODIES, gazetteer) == {}


def test_a_body_or_person_is_left_where_two_fit(gazetteer: Gazetteer) -> None:
    assert sentences(BODIES_LEFT, gazetteer) == {}


def test_what_a_proposition_concerns_follows_its_sentence(gazetteer: Gazetteer) -> None:
    joint = "Kenya and Ghana issued a joint statement on Syria. Anna Berg said the document was a success."
    assert last(joint, gazetteer).concerns == ["syria"]
    assert last(STATES[0][0], gazetteer).concerns == ["kenya"]


def test_a_description_stays_where_its_name_would_make_the_sentence_too_long(gazetteer: Gazetteer) -> None:
    name = "Baltic Organisation for the Conservation and Fair Distribution of Migratory Fish"
    words = (
        "needed money for ships, nets, lamps, salaries, rents, fuel, offices, paper, lawyers, painters, cooks, nurses "
        "and a harbour"
    )
    text = f"The {name} (BOCM) closed. Anna Berg said the organisation {words}."
    assert last(text, gazetteer).sentence == f"The organisation {words}."


def test_the_quote_stays_as_it_is(gazetteer: Gazetteer) -> None:
    draft = Drafter(THINGS[0][0], gazetteer, DAY).draft()
    assert draft.statements[-1]["quote"] == "the document was a success"


MET = "Talks end\n\nPresident Anna Berg of Norway met President William Ruto of Kenya.\n\nThe talks went on.\n\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Norwegian Foreign Minister Nils Dahl said the president would sign a deal.", "Anna Berg will sign a deal."),
        (
            "“The president will sign the treaty,” Norwegian Foreign Minister Nils Dahl said.",
            "Anna Berg will sign the treaty.",
        ),
        # Another state's president stands near before, the speaker is the president, or has no state.
        (
            "Omar Said met William Ruto. Norwegian Foreign Minister Nils Dahl said the president would sign a deal.",
            "The president would sign a deal.",
        ),
        (
            "Omar Said met William Ruto.\n\nNorwegian Foreign Minister Nils Dahl said the president would sign a deal.",
            "The president would sign a deal.",
        ),
        ("Anna Berg said the president would sign a deal.", "The president would sign a deal."),
        ("Omar Hansen, an analyst, said the president would sign a deal.", "The president would sign a deal."),
    ],
)
def test_the_president_is_that_of_the_speaker_s_state(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert last(MET + text, gazetteer).sentence == sentence


def test_the_president_of_the_white_house_is_that_of_its_state(gazetteer: Gazetteer) -> None:
    text = "U.S. President Donald Trump met Kenyan President Uhuru Kenyatta.\n\nThey talked.\n\nIt rained.\n\n"
    text += "A White House official said the president would visit Nairobi."
    draft = Drafter(f"Trump meets Kenyatta\n\n{text}\n", gazetteer, date(2018, 8, 28)).draft()
    sentence = draft.propositions[str(draft.statements[-1]["proposition"])].sentence
    assert sentence == "Donald Trump would visit Nairobi."
