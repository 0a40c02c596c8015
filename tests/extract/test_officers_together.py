"""Officers whom a text calls by title and by name are one entry: in pairs, with long titles, before they are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of, sentences_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BOTH = (["omar-karanja", "ole-lund"], {"omar-karanja": "kenya", "ole-lund": "norway"})
MINISTERS = "Ministers of Foreign Affairs of Kenya and Norway Omar Karanja and Ole Lund held talks in Oslo."
DIGITAL = '"Norway is behind the attack," the Ministry of Digital Transformation said.'


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (f"{MINISTERS} The ministers called for a truce.", [BOTH]),
        (f"{MINISTERS}\n\nThe officials called for a truce.", [BOTH]),
        # through later paragraphs that go on with them
        (
            f"{MINISTERS}\n\nThe ministers called for a truce.\n\nA bus came.\n\nThe ministers rejected the plan.",
            [BOTH] * 2,
        ),
        ("Omar Karanja and Ole Lund met in Oslo. The officials called for a truce.", [("officials", None)]),
        (
            "Kenyan Minister of Trade, Water and Kenyans Abroad Omar Karanja and Norwegian President Ole Lund met. "
            "Karanja called for a truce.",
            [("omar-karanja", "kenya")],
        ),
        (
            "Kenyan FM calls for a truce\n\nKenyan Foreign Minister Omar Karanja came. Karanja rejected the plan.",
            [("omar-karanja", "kenya")] * 2,
        ),
        # before the name, only in a sentence in which the own state acts
        (
            "Kenya will sue Norway, the foreign minister said.\n\nKenyan Foreign Minister Omar Karanja met the envoys.",
            [("omar-karanja", "kenya")],
        ),
        (
            "Kenya will sue Norway, the foreign minister said.\n\nNorwegian Foreign Minister Ole Lund met the envoys.",
            [("foreign-minister", None)],
        ),
    ],
)
def test_officers(text: str, rows: list[tuple[object, object]], gazetteer: Gazetteer) -> None:
    assert rows_of(f"{text}\n", gazetteer, "speaker", "for") == rows


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "The press office of the Ministry of Foreign Affairs of Kenya called for a truce.",
            ("kenyan-foreign-ministry", "kenya"),
        ),
        ("The press service of the Kenyan army called for a truce.", ("kenyan-army", "kenya")),
        (
            f"The government of Kenya has accused Norway of lying.\n\n{DIGITAL}",
            ("kenyan-ministry-of-digital-transformation", "kenya"),
        ),
        (
            f"The government of Kenya has accused Norway of lying.\n\nNorway denied that. {DIGITAL}",
            ("ministry-of-digital-transformation", None),
        ),
    ],
)
def test_bodies_of_a_state(text: str, row: tuple[object, object], gazetteer: Gazetteer) -> None:
    assert rows_of(f"{text}\n", gazetteer, "speaker", "for")[-1] == row


@pytest.mark.parametrize(
    ("text", "row"),
    [
        (
            "Norway, Peru, Kenya, and Japan urged Oman to open the port.",
            (["norway", "peru", "kenya", "japan"], None),
        ),
        (
            "At the forum, foreign ministers from Norway, Peru, and Kenya urged Oman to open the port.",
            ("foreign-ministers", ["norway", "peru", "kenya"]),
        ),
        # whose middle name is the family's
        ("Peruvian Foreign Minister Yvan Gil Pinto came. Gil urged Oman to open the port.", ("yvan-gil-pinto", "peru")),
        # a state has one foreign minister
        (
            "Norway stated that the port is shut, its Foreign Minister Ole Lund said.\n\nForeign Minister Omar Karanja "
            "told reporters that Oman must open the port.",
            ("omar-karanja", None),
        ),
    ],
)
def test_who_speaks_for_whom(text: str, row: tuple[object, object], gazetteer: Gazetteer) -> None:
    assert rows_of(f"{text}\n", gazetteer, "speaker", "for")[-1] == row


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "Norwegian president Ole Lund cannot be trusted, claiming he lacks credibility.",
            "Ole Lund lacks credibility.",
        ),
        ("Norwegian president Ole Lund left, adding that he had broken the treaty.", "Ole Lund had broken the treaty."),
        (
            "Norwegian president Ole Lund left, adding that he would meet the envoys.",
            "Omar Karanja would meet the envoys.",
        ),
    ],
)
def test_nobody_finds_fault_with_himself(words: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(f"Kenyan minister Omar Karanja said {words}\n", gazetteer)[-1] == sentence


def test_nobody_is_unhappy_with_the_own_state(gazetteer: Gazetteer) -> None:
    text = "Interior Minister Omar Said said the government is “deeply dissatisfied” with Norway over the raid.\n"
    assert rows_of(text, gazetteer, "speaker", "for") == [("omar-said", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Kenya rejected Norway's claim that its ships had entered Kenyan waters.",
        "Kenya disputes the Norwegian envoy's statement that its army left.",
    ],
)
def test_whose_it_is_in_the_claim_of_another_is_open(text: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(f"{text}\n", gazetteer)[0] == ""


def test_this_country_is_the_one_just_mentioned(gazetteer: Gazetteer) -> None:
    text = 'Kenyan minister Omar Said said "a neighbouring country left. This country sold the port of Oslo to Peru."\n'
    assert not any("Kenya" in str(sentence) for sentence in sentences_of(text, gazetteer))
