"""Words that refer back are replaced by their referent if the text names only one possible thing or person."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

DAY = date(2023, 7, 13)


def last_sentence(text: str, gazetteer: Gazetteer) -> str:
    draft = Drafter(text, gazetteer, DAY).draft()
    return draft.propositions[str(draft.statements[-1]["proposition"])].sentence


BILL = "Kenya plans an extradition bill.\n\nKenya's parliament debated the bill on Monday. "
CLAIMS = [
    (BILL + 'Anna Berg said: "This bill will end the dispute."', "The extradition bill will end the dispute."),
    (BILL + "Anna Berg opposes the bill.", "The extradition bill should be supported."),
    ("Kenya has a plan to close the port. Anna Berg said the plan was a mistake.", "The plan to close the port was"),
    ("Norway was told of the attack on the dam of Oslo. Anna Berg said the attack was wrong.", "The attack on the dam"),
]


def test_a_noun_that_refers_back_is_replaced_by_its_full_mention(gazetteer: Gazetteer) -> None:
    found = {text: last_sentence(text, gazetteer) for text, _ in CLAIMS}
    assert {text: got for text, got in found.items() if not got.startswith(dict(CLAIMS)[text])} == {}


RIVALS = [
    # Two things of one kind, a second name for such a thing, and a deed of the kind expressed only by a verb.
    'Kenya has an extradition bill. Norway has a fisheries bill. Anna Berg said: "This bill will end the dispute."',
    'Norway was hit by an airstrike after the attack on Oslo. Anna Berg said: "This attack was wrong."',
    'Norway spoke of the attack on Oslo. Kenya shelled Bergen. Anna Berg said: "This attack was wrong."',
    "Kenya said another bill would follow. Anna Berg welcomed the bill.",
]


def test_an_ambiguous_noun_is_left_blank(gazetteer: Gazetteer) -> None:
    assert [text for text in RIVALS if last_sentence(text, gazetteer)] == []


def test_another_speakers_name_for_a_thing_is_not_adopted(gazetteer: Gazetteer) -> None:
    text = 'Omar Said spoke of "the cruel bill of Norway". Anna Berg said: "This bill is a gift."'
    assert last_sentence(text, gazetteer) == ""


PRONOUNS = [
    (
        'A court in Oslo freed Omar Holm on Monday. Foreign Minister Anna Berg of Norway said: "He was a good man."',
        "Omar Holm was a good man.",
    ),
    ('Anna Berg said: "Kenya holds Norwegian sailors. They should be freed."', "Norwegian sailors should be freed."),
    (
        'Norwegian Foreign Minister Anna Berg said: "We will answer for the shelling of our civilians."',
        "Norway will answer for the shelling of its civilians.",
    ),
    (
        'Norwegian Foreign Minister Anna Berg said: "Norway will protect its ships wherever they are."',
        "Norway will protect its ships wherever they are.",
    ),
]


def test_pronouns_in_quotations_refer_to_named_actors(gazetteer: Gazetteer) -> None:
    found = {text: last_sentence(text, gazetteer) for text, _ in PRONOUNS}
    assert found == dict(PRONOUNS)


NAMED = [
    ('Anna Berg said: "This raid by Kenya will end badly."', "The raid by Kenya will end badly."),
    (
        "Norwegian Foreign Minister Anna Berg said it had closed the port of Oslo.",
        "Norway had closed the port of Oslo.",
    ),
    ("Norway says US should leave Oslo.", "The US should leave Oslo."),
    ("Kenya said no ships from Norway was late.", "Ships from Norway were late."),
    ("Kenya called its rules fair.", "Kenya's rules are fair."),
    (
        "Kenya described both the Oslo Party and the Bergen Front as terrorists.",
        "The Oslo Party and the Bergen Front are",
    ),
    ("Kenya stressed its support for the treaty of Oslo.", "The treaty of Oslo should be supported."),
]


def test_references_that_are_clear_from_the_words_are_worded(gazetteer: Gazetteer) -> None:
    found = {text: last_sentence(text, gazetteer) for text, _ in NAMED}
    assert {text: got for text, got in found.items() if not got.startswith(dict(NAMED)[text])} == {}


OPEN = [
    'A court freed Omar Holm and Ivan Lund. Anna Berg said: "He was a good man."',
    'The son of Omar Holm was freed. Anna Berg said: "He was a good man."',
    'Norwegian Foreign Minister Anna Berg said: "Our friendship is old."',
    'Norwegian Foreign Minister Anna Berg said: "Our common planet is burning."',
    'Norwegian Foreign Minister Anna Berg said: "One of us departs for Kenya."',
    'Norwegian Foreign Minister Anna Berg said: "This kind of deal is bad."',
    'Anna Berg said: "Sailors met Norwegian ministers. They should be heard."',
]


def test_ambiguous_pronouns_are_left_blank(gazetteer: Gazetteer) -> None:
    assert [text for text in OPEN if last_sentence(text, gazetteer)] == []


STATEMENT = """Statement by President Omar Said of Kenya

We Kenyans want peace. Norway must respect all our neighbours. My government will sign the treaty of Oslo.
It is time for peace in Oslo.
"""


def test_the_speaker_of_a_full_statement_speaks_for_the_state(gazetteer: Gazetteer) -> None:
    draft = Drafter(STATEMENT, gazetteer, DAY).draft()
    found = {draft.propositions[str(row["proposition"])].sentence for row in draft.statements}
    assert {(row["speaker"], row.get("for")) for row in draft.statements} == {("omar-said", "kenya")}
    assert found == {
        "There should be peace.",
        "Norway must respect all of Kenya's neighbours.",
        "Kenya's government will sign the treaty of Oslo.",
        "It is time for peace in Oslo.",
    }


def test_declining_to_say_something_is_not_a_stance(gazetteer: Gazetteer) -> None:
    assert Drafter("Kenya declined to say whether Norway had left.", gazetteer, DAY).draft().statements == []


SPEECH = """Speech by Omar Said

Mr. Speaker, my fellow Kenyans, we gather at a time of war. Let me be clear: our enemies will fail. We have closed
the port of Oslo. No one in this country should go hungry. He who fails us will fall.
"""


def test_a_speaker_speaks_for_the_state_whose_people_are_greeted(gazetteer: Gazetteer) -> None:
    draft = Drafter(SPEECH, gazetteer, DAY).draft()
    found = [draft.propositions[str(row["proposition"])].sentence for row in draft.statements]
    assert {(row["speaker"], row.get("for")) for row in draft.statements} == {("omar-said", "kenya")}
    assert found[:4] == [
        "Kenya gathers at a time of war.",
        "Kenya's enemies will fail.",
        "Kenya has closed the port of Oslo.",
        "No one in Kenya should go hungry.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Harbour Trust director Anna Berg said: "We welcome the closure of the port. We have a drought."',
            ["The closure of the port is right.", ""],
        ),
        (
            'Foreign Minister Sergei Lavrov said: "The rebels attacked Oslo. We talk with them. They want a deal."',
            ["The rebels attacked Oslo.", "The rebels want a deal."],
        ),
        (
            "Kenya said the treaty lets all members sell their ships.",
            ["The treaty lets all members sell their ships."],
        ),
        (
            "Kenya said the navy had sunk a ship in an operation last June.",
            ["The navy had sunk a ship in an operation."],
        ),
        (
            "Anna Berg said that she was moved and that Norway should open the port.",
            ["Anna Berg was moved.", "Norway should open the port."],
        ),
    ],
)
def test_pronouns_and_days_of_one_reading_are_resolved(text: str, expected: list[str], gazetteer: Gazetteer) -> None:
    draft = Drafter(text, gazetteer, DAY).draft()
    assert [draft.propositions[str(row["proposition"])].sentence for row in draft.statements] == expected
