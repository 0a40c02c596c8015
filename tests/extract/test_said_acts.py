"""The act of what is said: promises, judgements, commitments; and claims that are turned down or taken back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafting import Drafter

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

BERG = "Anna Berg, Norway's foreign minister, met the envoys. "


def rows(text: str, gazetteer: Gazetteer) -> list[dict[str, object]]:
    return Drafter(text, gazetteer, date(2012, 6, 3)).draft().statements


@pytest.mark.parametrize(
    ("text", "act", "polarity"),
    [
        ("Berg said her country would recognise a Kurdish state.", "promises", None),
        ("Berg announced she would impose tariffs on Kenyan goods.", "threatens", None),
        ("Norway imposed tariffs on Kenyan goods.", "supports", None),
        ("Berg said Norway would not close its border.", "refuses", None),
        ("Berg said this measure will hurt both peoples.", "warns", None),
        ("Berg told reporters that the region could not afford another war.", "denies", None),
        ("Berg said: “We cannot afford another war.”", "calls-for", "opposes"),
        ("Kenya and Norway agreed that there is no military solution to the war.", "agrees", "opposes"),
        ("Kenya and Norway agreed that the war must end.", "agrees", None),
        ("Kenya reaffirmed its commitment to the unity of Sudan.", "supports", None),
        ("Kenya reiterated its commitment to pay its debts.", "promises", None),
        ("Berg said the remarks amounted to rudeness.", "criticises", "supports"),
        ("Berg said Kenya had gone too far.", "criticises", "supports"),
        ("Berg said the envoys had gone to the harbour.", "reports", None),
        ("Berg said relations with Kenya have faced problems.", "claims", None),
    ],
)
def test_the_act(text: str, act: str, polarity: str | None, gazetteer: Gazetteer) -> None:
    row = rows(BERG + text, gazetteer)[-1]
    assert (row["act"], row.get("polarity")) == (act, polarity)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Kenya denied Norway's claim that the border was closed.", [("kenya", "denies"), ("norway", "claims")]),
        (
            "Kenya rejected an accusation by Omar Holm that it had lied.",
            [("kenya", "denies"), ("omar-holm", "accuses")],
        ),
        ("Kenya denied that the border was closed.", [("kenya", "denies")]),
    ],
)
def test_a_claim_that_is_turned_down_is_its_holders(
    text: str, told: list[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert [(row.get("speaker"), row["act"]) for row in rows(text, gazetteer)] == told


def test_what_is_taken_back_is_linked(gazetteer: Gazetteer) -> None:
    first, second = rows(
        "Anna Berg said Oslo had paid the rebels. On Friday Berg took back her claim that Oslo had paid the rebels.",
        gazetteer,
    )
    assert (second["act"], second["proposition"]) == ("denies", first["proposition"])
    assert second["retracts"] == first["id"]


def test_nothing_else_is_linked(gazetteer: Gazetteer) -> None:
    text = "Omar Holm said Oslo had paid the rebels. Anna Berg took back her claim that Oslo had paid the rebels."
    assert not any("retracts" in row for row in rows(text, gazetteer))


def test_a_quoted_paragraph_goes_on_with_what_was_told(gazetteer: Gazetteer) -> None:
    text = (
        "Anna Berg of Norway met the envoys. Berg said the talks were about the border.\n\n"
        "“I met the envoys this afternoon. The border must stay open.\n\n“The harbour must be closed.”\n\nIt rained.\n"
    )
    told = [(row["speaker"], row["mode"]) for row in rows(text, gazetteer)]
    assert told[0] == ("anna-berg", "indirect")
    assert set(told[1:]) == {("anna-berg", "direct")}


def test_a_headline_in_title_case_has_a_verb(gazetteer: Gazetteer) -> None:
    row = rows("Coast Agency Urges Kenya to Explain Broken Nets\n\nThe day passed.\n", gazetteer)[0]
    assert (row.get("speaker"), row["act"]) == ("coast-agency", "urges")


@pytest.mark.parametrize(
    "text",
    [
        "The agency met as the old deal threatens to collapse.",
        "The decision to restore relations with Kenya, from July 20, 2015, has been confirmed.",
    ],
)
def test_a_thing_and_a_day_hold_nothing(text: str, gazetteer: Gazetteer) -> None:
    assert not [row for row in rows(text, gazetteer) if row["act"] in ("threatens", "promises") and "speaker" in row]


def test_two_sentences_with_a_comma_are_two(gazetteer: Gazetteer) -> None:
    text = "At the same time, the text was adopted, the Arab League rejected the amendments of Kenya."
    assert [row["act"] for row in rows(text, gazetteer)] == ["rejects"]
