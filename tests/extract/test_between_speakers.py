"""Words between two speakers, and words near a name, are those of the one to whom the sentence gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer

#: Texts with the speaker of each row, in order.
QUOTED = [
    # A quotation with a full stop ends its sentence: the next one does not tell whose it is.
    (
        "The port is safe, Paul Holm, director of the Harbour Council, said. “My fear is the lake.” Anna Berg repeated "
        "in Oslo that the port was closed.",
        ["paul-holm", "paul-holm", "anna-berg"],
    ),
    (
        "“People can talk in many ways,” Anna Berg said at a briefing. “For example, some people use letters.” Omar "
        "Holm wrote again on Thursday afternoon, posting a picture of the port.",
        ["anna-berg", "anna-berg"],
    ),
    # The words are the object of only one verb.
    (
        "Anna Berg told it “that she had letters from Kenya.” Paul Holm and Omar Said left, according to a picture.",
        ["anna-berg"],
    ),
    (
        "Omar Holm welcomed the truce. “The situation has us very worried,” the Harbour Council, which has ships, "
        "said in a letter to Anna Berg.",
        ["omar-holm", "harbour-council"],
    ),
    # A comma before the marks: who speaks is named behind them, if the parser finds it or not.
    (
        "“We are the lake’s own,” Anna Berg tells Paul Holm. “That is great,” Holm replies and laughs.",
        1,
    ),
    # Answers.
    ("Anna Berg, when asked what Kenya made of the talks, said: “It’s an absolutely laughable claim.”", ["anna-berg"]),
    (
        "Asked to comment on wishes that she resign and what her plans were, Berg replied: “It’s false.”",
        ["berg"],
    ),
    ("“The lake is closed now,” Anna Berg said, when asked whether Kenya took the claims for proof.", ["anna-berg"]),
    ("Asked by Kenya to leave the lake, Norway refused to go.", ["norway"]),
    # Who is quoted by others, and part of what somebody wrote.
    (
        "According to the Harbour Council, Anna Berg also recalled Omar Holm as saying: “Kenya closed the lake.”",
        ["omar-holm"],
    ),
    ("One of Donald Trump’s tweets read: “The lake should be open.”", ["donald-trump"]),
]
#: Texts in which the parser finds another speaker.
ATTACHED = [
    (
        "Some Democrats criticized Omar Holm and the Ministry of Justice at a news conference on Wednesday, ahead of "
        "testimony on Thursday by the director of the FBI, Anna Berg.",
        ["democrats"],
    ),
    ("A firm that studied links between the camp of Omar Holm and Russia said that ships leaked oil.", ["firm"]),
    ("Anna Berg sent letters to Carter Holm, Sam Dodd, and Walid Said asking them for papers about Kenya.", []),
    ("A report to the U.S. Congress released on Wednesday accused Kenya of spying.", []),
    ("Republicans in the U.S. Congress are growing worried that Kenya may close the lake.", ["republicans"]),
]


def speakers(text: str, gazetteer: Gazetteer) -> list[object]:
    return [speaker for (speaker,) in rows_of(f"Talks end\n\n{text}\n", gazetteer, "speaker")]


@pytest.mark.parametrize(("text", "wanted"), QUOTED)
def test_quotations(text: str, wanted: list[str] | int, gazetteer: Gazetteer) -> None:
    found = speakers(text, gazetteer)
    assert (len(found) if isinstance(wanted, int) else found) == wanted


@pytest.mark.parametrize(("text", "wanted"), ATTACHED)
def test_names_near_a_verb(text: str, wanted: list[str], gazetteer: Gazetteer) -> None:
    assert speakers(text, gazetteer) == wanted


def test_a_second_clause_has_its_own_speaker(gazetteer: Gazetteer) -> None:
    text = "Russia denies allegations by Kenya that it closed the lake and Omar Holm denies any fraud."
    assert ("russia", "Omar Holm denies any fraud") not in rows_of(f"Talks\n\n{text}\n", gazetteer, "speaker", "quote")


def test_a_headline_without_a_helper_tells_what_is_asked_of_its_subject(gazetteer: Gazetteer) -> None:
    text = "Harbour Council urged to require papers of ships\n\nAnna Berg said the port was closed.\n"
    assert rows_of(text, gazetteer, "speaker") == [("anna-berg",)]


def test_the_agency_of_a_dateline_is_nobodys_body(gazetteer: Gazetteer) -> None:
    text = "Talks end\n\nOSLO (Reuters) - Anna Berg, founder of a firm and envoy of many, said the port was closed.\n"
    assert rows_of(text, gazetteer, "speaker", "for") == [("anna-berg", None)]
