"""Officials without a name stay apart and speak for the body of their colleagues; "he" is nobody's in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

#: Texts with the speaker and the principal of the last row.
OFFICIALS = [
    (
        "A senior Kenyan official said talks went on. A second senior Kenyan official said the port was closed. The "
        "first Kenyan official said the lake was open. “We have ships,” the official said.",
        ("senior-kenyan-official", "kenya"),
    ),
    (
        "A senior Kenyan official said talks went on. A second senior Kenyan official said the port was closed. The "
        "second Kenyan official said the lake was open.",
        ("second-senior-kenyan-official", "kenya"),
    ),
    (
        "One Kenyan diplomat said talks went on. A second Kenyan diplomat said the port was closed. The same diplomat "
        "said the lake was open.",
        ("second-kenyan-diplomat", "kenya"),
    ),
    ("Kenyan officials said talks went on. The port was closed, one official said.", ("official", "kenya")),
    ("Kenyan officials and Omar Holm met. The port was closed, one banker said.", ("banker", None)),
    (
        "The Harbour Agency did not dispute it, but an agency spokesman said the port was closed.",
        ("agency-spokesman", "harbour-agency"),
    ),
]
#: Texts with the speaker of the last row: None where it is left open.
NAMED = [
    ("The Washington Free Herald said talks go on. But the Free Herald said the port shut.", "washington-free-herald"),
    ("The New Oslo Times said talks went on. The port was closed, according to the Times.", "new-oslo-times"),
    ("Software of Berg Lines Inc left. Berg denied the claims before its head, Anna Berg, left.", "berg-lines-inc"),
    (
        "Anna Berg said she had been heard by the police. When asked if she was called by Carla Holm, she said the "
        "port was closed.",
        "anna-berg",
    ),
    ("Paul Holm is under pressure from his boss, who has made clear he thinks the port should close.", None),
    (
        "Anna Berg met. The Kenyan minister had told the Norwegian leader he wanted to close the port.",
        "kenyan-minister",
    ),
    ("Paul Holm and Omar Said met. He and his aides called for a truce.", None),
    ("Anna Berg said Paul Holm's letter showed that his denials of a raid were false.", "paul-holm"),
]


@pytest.mark.parametrize(("text", "wanted"), OFFICIALS)
def test_officials(text: str, wanted: tuple[str, str | None], gazetteer: Gazetteer) -> None:
    assert rows_of(f"Talks end\n\n{text}\n", gazetteer, "speaker", "for")[-1] == wanted


@pytest.mark.parametrize(("text", "wanted"), NAMED)
def test_names(text: str, wanted: str | None, gazetteer: Gazetteer) -> None:
    rows = rows_of(f"Talks end\n\n{text}\n", gazetteer, "speaker")
    assert (rows[-1] if rows else (None,)) == (wanted,)


def test_he_is_who_acts_before_the_quotation(gazetteer: Gazetteer) -> None:
    text = "Omar Said met Paul Holm. Holm played down the talks. “I had a brief look. That was it,” he said."
    assert rows_of(f"Talks end\n\n{text}\n", gazetteer, "speaker")[-1] == ("paul-holm",)


def test_a_title_of_one_state_tells_for_whom_its_holder_speaks(gazetteer: Gazetteer) -> None:
    text = "Talks end\n\nThe United States left. Secretary of State Paul Holm and Omar Said said the port was closed.\n"
    assert rows_of(text, gazetteer, "for") == [({"paul-holm": "united-states"},)]
