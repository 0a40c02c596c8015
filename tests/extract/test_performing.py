"""What speakers do by saying that they do it ("I would like to announce that") is drafted with the act of the verb."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

HOLM = ", said Anna Holm, the Foreign Minister of Norway."
SAID = [
    (
        "I would like to announce that Norway will open an embassy in Rome",
        "promises",
        "Norway will open an embassy in Rome.",
    ),
    (
        "I would like to express my belief that Italy will return to the talks",
        "expects",
        "Italy will return to the talks.",
    ),
    ("I would like to reiterate that Norway will not leave the port", "refuses", "Norway will leave the port."),
    ("We would like to call on Italy to return to the talks", "calls-for", "Italy should return to the talks."),
    ("We want to remind Italy that the treaty is still in force", "claims", "The treaty is still in force."),
    ("We also wish to underline the importance of the treaty", "claims", "The treaty is important."),
    ("Let me stress that the sanctions on Iran must stay", "demands", "The sanctions on Iran must stay."),
    ("We have always stressed that Italy should return to the talks", "calls-for", "Italy should return to the talks."),
    ("We have made it clear to Italy that the port will stay closed", "expects", "The port will stay closed."),
    ("We reiterate our support for the peace process", "supports", "The peace process should be supported."),
    ("We confirm our readiness to resume talks", "offers", "Norway should resume talks."),
    ("We voice our hope that the truce will hold", "hopes", "The truce will hold."),
    (
        "I want to welcome the signing of the treaty between Italy and Chad",
        "praises",
        "The signing of the treaty between Italy and Chad is right.",
    ),
]
#: A wish to meet somebody, and what is said of two things at once, stay as they are.
WISHED = [
    ("I would like to welcome President Rossi to Oslo", "hopes", "Anna Holm will welcome President Rossi to Oslo."),
    (
        "We reiterate our support for the truce and our readiness to help Italy",
        "claims",
        "Norway reiterates its support for the truce and its readiness to help Italy.",
    ),
]


@pytest.mark.parametrize(("said", "act", "sentence"), [*SAID, *WISHED])
def test_what_is_said_is_the_act_of_its_verb(gazetteer: Gazetteer, said: str, act: str, sentence: str) -> None:
    draft = Drafter(f'"{said}"{HOLM}', gazetteer, date(2024, 1, 10)).draft()
    (row,) = draft.statements
    assert (row["act"], draft.propositions[str(row["proposition"])].sentence) == (act, sentence)


def test_a_worry_is_that_there_is_cause_for_it(gazetteer: Gazetteer) -> None:
    draft = Drafter(f'"We expressed our concern on the attacks in Syria"{HOLM}', gazetteer, date(2024, 1, 10)).draft()
    (row,) = draft.statements
    sentence = draft.propositions[str(row["proposition"])].sentence
    assert (row["act"], row["polarity"]) == ("fears", "supports")
    assert sentence == "The attacks in Syria are a cause for concern."


@pytest.mark.parametrize(
    "said",
    [
        "We do not want to say that Italy lied",
        "I would like to extend my condolences to the people of Turkey",
        "We hereby convey our warmest greetings to the people of Italy",
    ],
)
def test_what_takes_no_side_is_not_drafted(gazetteer: Gazetteer, said: str) -> None:
    assert not Drafter(f'"{said}"{HOLM}', gazetteer, date(2024, 1, 10)).draft().statements


def test_a_spokesman_says_what_the_own_side_says(gazetteer: Gazetteer) -> None:
    text = "The White House said the United States made clear that Norway should leave the port."
    draft = Drafter(text, gazetteer, date(2024, 1, 10)).draft()
    sentences = {new.sentence for new in draft.propositions.values()}
    assert sentences == {"Norway should leave the port."}
