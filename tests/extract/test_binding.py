"""A pronoun means nothing that its own clause excludes, and what a sentence repeats or only stresses is left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from cases import for_each
from drafted import sentences_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        # The subject goes on in the next clause, also where it has an owner and not an article.
        ('Kenya said: "Norway\'s embargo is in its third year, and it must end."', "Norway's embargo must end."),
        (
            "Foreign Minister Sergei Lavrov said Moscow wanted good ties with its neighbours.",
            "There should be good ties with Russia's neighbours.",
        ),
        ("Anna Berg said that Omar Said had refused to meet her.", "Omar Said had refused to meet Anna Berg."),
        (
            "Norway said the United States wanted it to leave the region.",
            "The United States wanted Norway to leave the region.",
        ),
        # The object of the verb before is that of the next.
        (
            "Norway and Kenya agreed to open negotiations on a treaty and to conclude them in Oslo.",
            "Norway and Kenya should conclude negotiations on a treaty in Oslo.",
        ),
        (
            "Kenya urged the government of Norway to use its influence.",
            "The government of Norway should use its influence.",
        ),
        # Only the "to" of the first verb gives way to "should".
        (
            'A statement by Kenya read: "We call on the rebels to lay down their arms and to leave the town."',
            "The rebels should lay down their arms and leave the town.",
        ),
        ("Kenya condemned the raids on Oslo in the strongest terms.", "The raids on Oslo are right."),
        # A thing that is rejected or wanted is what "it" is after it.
        (
            'Kenya said: "We reject the embargo on Cuba. It has failed for years."',
            "The embargo on Cuba has failed for years.",
        ),
        (
            "Somalia accused Ethiopia of violating its sovereignty by signing a treaty.",
            "Ethiopia violated Somalia's sovereignty by signing a treaty.",
        ),
        ("Kenya urged Norway to use its influence to that end.", "Norway should use its influence."),
        ("Kenya denied any jamming of Norwegian radios.", ""),
        ('Kenya said: "We have not been informed of any jamming."', "Kenya has been informed of jamming."),
        ("Kenya said: \"The war must end on Norway's terms, not on Rome's.\"", "The war must end on Norway's terms."),
        # Who says that there can be no deal without it is a party to the deal.
        ("Kenya said no deal would last without it.", "No deal would last without Kenya."),
        ("Kenya warned that there could be no talks without it.", "There could be no talks without Kenya."),
        ("Kenya said it would not be the last state to leave.", "Kenya would be the last state to leave."),
        ("Kenya said it will not be the last to ratify.", "Kenya will be the last to ratify."),
        (
            "Kenya welcomed the decision of Norway to open the port and looks forward to the visit.",
            "The decision of Norway to open the port is right.",
        ),
    ],
)
def test_sentences_name_what_their_pronouns_mean(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentence in sentences_of(text, gazetteer)


@pytest.mark.parametrize(
    "text",
    [
        # "It" is neither the state that speaks nor the subject of its own clause.
        'A statement by Kenya read: "Kenya backs it. It remains the only forum, and it must not be abandoned."',
        'Arvid Holm of Norway said: "We intend to keep it closed."',
        'Kenya said: "The convoys are blocked, and we call on states to stop supplying weapons to them."',
        'Arvid Holm of Norway said: "It has to be repealed."',
        'Kenya said: "Haiti needs help. We ask the Monetary Fund to double its loans. It has failed."',
    ],
)
def test_it_is_no_state_where_its_clause_excludes_one(text: str, gazetteer: Gazetteer) -> None:
    found = sentences_of(text, gazetteer)
    assert not any(" keep it " in sentence or " to them" in sentence for sentence in found)
    assert not any(
        sentence.startswith(("Kenya remains", "Kenya must", "Norway has to", "Haiti has")) for sentence in found
    )


@pytest.mark.parametrize(
    "text",
    [
        "Kenya said Norway could not live without it.",
        "Kenya said the dam was safe and that no deal would last without it.",
        "Kenya said no ship could sail without it.",
        "Kenya said no deal with Norway would last without it.",
        "Kenya said the treaty was good and it will not be the last to be signed.",
    ],
)
def test_it_is_left_open_where_another_thing_may_be_missing(text: str, gazetteer: Gazetteer) -> None:
    assert "" in sentences_of(text, gazetteer)


@for_each(
    ("text", "sentence"),
    [
        (
            "Norway supports the Philippines in its dispute with China.",
            "The Philippines should be supported in its dispute with China.",
        ),
        ("Norway backs Kenya in its fight against piracy.", "Kenya should be supported in its fight against piracy."),
        ("Norway supports Kenya in its new report.", ""),  # Norway's report
    ],
)
def test_what_somebody_is_helped_in_is_its_own(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert sentences_of(f"Talks end\n\n{text}\n", gazetteer)[0] == sentence


def test_lists_with_two_adjectives_are_split(gazetteer: Gazetteer) -> None:
    text = "Kenya called for an immediate and lasting truce in Oslo, the release of all sailors, and unhindered access."
    assert set(sentences_of(text, gazetteer)) == {
        "There should be an immediate and lasting truce in Oslo.",
        "The release of all sailors should take place.",
        "There should be unhindered access.",
    }
