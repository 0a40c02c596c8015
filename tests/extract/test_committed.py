"""Who is committed to something promises it, whoever tells so; who commits ships, crimes or a person does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


def rows(text: str, gazetteer: Gazetteer) -> list[tuple[object, ...]]:
    return rows_of(text, gazetteer, "act", "sentence")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Norway is committed to the peace plan.", "The peace plan should be supported."),
        ("Norway remains committed to the truce.", "The truce should be upheld."),
        ("Norway and Kenya are fully committed to the treaty.", "The treaty should be upheld."),
        ("Norway was committed to opening the port.", "Norway should open the port."),
        ("Norway said it remains committed to the truce.", "The truce should be upheld."),
        ("Kenya committed itself to the truce.", "The truce should be upheld."),
    ],
)
def test_who_is_committed_to_something_promises_it(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert rows(text, gazetteer) == [("promises", sentence)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway is not committed to the peace plan.",
        "Anna Berg was committed to prison.",
        "The funds were committed to the project.",
        "Norway committed two ships to the war.",
        "The murder was committed to hide the plan.",
    ],
)
def test_other_things_that_are_committed_are_no_promise(text: str, gazetteer: Gazetteer) -> None:
    assert rows(text, gazetteer) == []
