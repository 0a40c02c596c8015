"""Of a person for whom the text tells a body only later; of one who speaks for several, no single body is told."""

from __future__ import annotations

import pytest

pytest.importorskip("spacy")

from kg.extract.draft.drafts import Draft, tell_for_whom

#: For whom later rows say that a person speaks, and for whom the first one is then said to be.
TOLD = [
    (["norway"], "norway"),
    (["norway", "norway"], "norway"),
    (["norway", "united-nations"], None),
    ([["norway", "united-nations"]], None),
    (["norway", ["norway", "united-nations"]], None),
]


@pytest.mark.parametrize(("later", "told"), TOLD)
def test_only_the_single_body_of_a_person_is_told_for_earlier_rows(later: list[object], told: str | None) -> None:
    rows: list[dict[str, object]] = [{"speaker": "anna-berg"}]
    rows += [{"speaker": "anna-berg", "for": bodies} for bodies in later]
    tell_for_whom(Draft(statements=rows))
    assert rows[0].get("for") == told
