"""What is opposed is wrong if it is done already; whose intention it is; and sentences without a finite verb."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of, sentences_of

from kg.extract.meaning.wellformed import faults_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Norway opposes the behaviour of Kenya.", "The behaviour of Kenya is right."),
        ("Norway opposes the Kenyan raids.", "The Kenyan raids are right."),
        ("Norway opposes the treaty with Kenya.", "The treaty with Kenya should be supported."),
        ("Norway declared its readiness to host the talks.", "Norway should host the talks."),
        ("A police personnel named Omar was killed by the rebels, Norway said.", "A police personnel named Omar was"),
    ],
)
def test_the_sentence_fits_its_noun(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert str(sentences_of(text, gazetteer)[0]).startswith(sentence)


def test_those_who_deplore_a_statement_do_not_intend_what_it_declares(gazetteer: Gazetteer) -> None:
    text = "Norway and Kenya deplored the statements, declaring their intention to hold a vote in June."
    assert "promises" not in [act for (act,) in rows_of(text, gazetteer, "act")]
    text = "Norway issued a statement, declaring its intention to hold a vote in June."
    assert [act for (act,) in rows_of(text, gazetteer, "act")] == ["promises"]


def test_those_who_condemn_a_report_say_why(gazetteer: Gazetteer) -> None:
    text = "Norway condemned the report, saying that the authors had lied."
    assert rows_of(text, gazetteer, "speaker", "act") == [("norway", "condemns"), ("norway", "accuses")]


@pytest.mark.parametrize(
    ("sentence", "well"),
    [
        ("A condemnation of the raid committed by Norway.", False),
        ("The ship was attacked by rebels.", True),
        ("The deal reached by Norway is void.", True),
        ("Norway stood by Kenya.", True),
    ],
)
def test_a_participle_is_no_finite_verb(sentence: str, well: bool) -> None:
    assert (faults_of(sentence) == []) == well
