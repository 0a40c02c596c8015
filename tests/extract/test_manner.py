"""Drafts propose how something was said where the words tell it plainly: degree, language, regret, a withheld name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.draft.drafts import Draft
    from kg.extract.names.gazetteer import Gazetteer

ROWS = [
    ("Norway strongly opposes the dam in Kenya.", {"act": "opposes", "degree": "strong"}),
    ("Anna Berg flatly denied that the port was closed.", {"act": "denies", "degree": "strong"}),
    ('"We firmly reject any attack on Oslo," Kenya said.', {"act": "rejects", "degree": "strong"}),
    ("Norway cautiously welcomed the dam in Kenya.", {"act": "praises", "degree": "weak"}),
    ("Norway voiced strong support for the dam in Kenya.", {"act": "supports", "degree": "strong"}),
    ("Norway opposes the dam in Kenya.", {"act": "opposes", "degree": None}),
    ("Norway strongly believes that the dam is safe.", {"act": "claims", "degree": None}),
    ("Arvid Holm said in Arabic that the port was closed.", {"original_language": "ar"}),
    ('"The port is closed," Anna Berg said, speaking in French.', {"original_language": "fr"}),
    ("Anna Berg said in the Arabic capital that the port was closed.", {"original_language": None}),
    ("Iran apologised for sinking the ship.", {"act": "apologises"}),
    ("Kenya regrets that the ship sank.", {"act": "regrets"}),
    ('"We strongly condemn the attack on Oslo," Kenya said.', {"act": "condemns", "degree": "strong"}),
    ("Arvid Holm said he was committed to opening the port.", {"act": "promises"}),
    ("Kenya's foreign minister, Omar Said, said Kenya would prefer to open the port.", {"act": "supports"}),
    ("Norway announced new lockdown measures.", {"act": "promises"}),
    ("Norway has opposed the dam since 2012.", {"act": "opposes", "holds": {"since": 2012}}),
    ("Since 2012, Norway has backed the dam.", {"act": "supports", "holds": {"since": 2012}}),
    ("Norway opposed the dam since May.", {"act": "opposes", "holds": None}),
    ("Norway has said since 2012 that the dam is safe.", {"act": "claims", "holds": None}),
    ("Kenya warned Norway to stay away from the dam.", {"act": "urges"}),
]

SENTENCES = [
    ("Iran apologised for sinking the ship.", "Iran sank the ship."),
    ('"I am sorry that people died," said Arvid Holm.', "People died."),
    ('"We regret that the ship sank," Kenya said.', "The ship sank."),
    ('"Our aim is to open the port," said Foreign Minister Sergei Lavrov.', "Russia should open the port."),
    (
        'Arvid Holm said: "I will never hesitate to confront threats to Norway."',
        "Arvid Holm should confront threats to Norway.",
    ),
    ('"It is now apparent there will be no debate in Oslo," the commission said.', "There will be a debate in Oslo."),
    ("Kenya repeated its claims of widespread voter fraud.", "There has been widespread voter fraud."),
    ('"I will make peace wherever I can," said Arvid Holm.', "Arvid Holm will make peace wherever he can."),
    ("Kenya declared seven days of national mourning.", "There should be seven days of national mourning."),
    ("Police reported ten arrests in Oslo.", "There have been ten arrests in Oslo."),
    ("Anna Berg said the rebels and their friends had left.", "The rebels and their friends had left."),
    ("Anna Berg said she and her family had left.", "Anna Berg and her family had left."),
]


def draft(text: str, gazetteer: Gazetteer) -> Draft:
    return Drafter(text, gazetteer, date(2023, 7, 13)).draft()


def test_a_row_has_the_act_degree_and_language_of_its_words(gazetteer: Gazetteer) -> None:
    drafts = [(text, draft(text, gazetteer).statements[-1], wanted) for text, wanted in ROWS]
    wrong = [(text, key, row.get(key)) for text, row, wanted in drafts for key in wanted if row.get(key) != wanted[key]]
    assert wrong == []


def test_regrets_aims_and_certain_actions_are_worded(gazetteer: Gazetteer) -> None:
    drafts = [(text, draft(text, gazetteer), wanted) for text, wanted in SENTENCES]
    made = [(wanted, [new.sentence for new in found.propositions.values()]) for _, found, wanted in drafts]
    assert [(wanted, sentences) for wanted, sentences in made if wanted not in sentences] == []


def test_a_person_whose_name_is_withheld_is_proposed_as_unnamed(gazetteer: Gazetteer) -> None:
    found = draft("A Kenyan official, who spoke on condition of anonymity, said the port was closed.", gazetteer)
    named = draft("Anna Berg said an unidentified ship had closed the port.", gazetteer)
    assert [dict(entry.extra).get("unnamed") for entry in found.entries if entry.file == "persons.yaml"] == [True]
    assert [entry.extra for entry in named.entries if entry.slug == "anna-berg"] == [()]


def test_a_decision_is_not_worded_with_its_consequence(gazetteer: Gazetteer) -> None:
    found = draft("Omar Said's decision to run for a third term led to tensions and a failed coup in Kenya.", gazetteer)
    assert [new.sentence for new in found.propositions.values()] == [""]
