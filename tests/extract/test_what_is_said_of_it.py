"""What a charge, a warning, an offer or a wish says, and what it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

pytest.importorskip("spacy")

from drafted import rows_of

if TYPE_CHECKING:
    from kg.extract.names.gazetteer import Gazetteer


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Norway charged two men with bribing Kenyan officials.", "Two men bribed Kenyan officials."),
        (
            "Norway charged Adam Holm and Omar Berg, two advisers of the minister, with money laundering.",
            "Adam Holm and Omar Berg are guilty of money laundering.",
        ),
        (
            "Norway charged Kenya with responsibility for the raid on Oslo.",
            "Kenya is responsible for the raid on Oslo.",
        ),
        (
            "Norway charged a man with links to Kenya with bribing officials.",
            "A man with links to Kenya bribed officials.",
        ),
        # With what is not said, or the headline leaves out whom.
        ("Norway charged six members of the Kenyan army in the raid on its port.", ""),
        ("Norway charges two with bribing Kenyan officials for oil firm", ""),
        ("Norway accused Kenya of overfishing.", "Kenya is overfishing."),
    ],
)
def test_a_charge_is_with_a_deed(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act", "sentence") == [("accuses", sentence)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Anna Berg said the new law does not itself ban fishing.", "The new law itself bans fishing."),
        ("Anna Berg said there is not even a mention of Norway in it.", ""),
        ("Anna Berg said Kenya has not even replied to the offer.", "Kenya has replied to the offer."),
        (
            "Anna Berg said no Kenyan or Norwegian ministers had left the talks.",
            "Kenyan or Norwegian ministers had left the talks.",
        ),
        ("Anna Berg said Adam Holm did not set up the meeting.", "Adam Holm set up the meeting."),
    ],
)
def test_a_denial_without_its_negation_is_english(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert rows_of(text, gazetteer, "act", "sentence") == [("denies", sentence)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Anna Berg said that while sanctions should be lifted, they must be useful.",
            "While sanctions should be lifted, they must be useful.",
        ),
        (
            "Anna Berg said that as Kenya grows strong, it will help Norway.",
            "As Kenya grows strong, it will help Norway.",
        ),
        (
            "Anna Berg said that after the talks failed, Kenya left the union.",
            "After the talks failed, Kenya left the union.",
        ),
    ],
)
def test_a_clause_before_the_main_one_keeps_its_link(text: str, said: str, gazetteer: Gazetteer) -> None:
    assert [sentence for _, sentence in rows_of(text, gazetteer, "act", "sentence")] == [said]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Anna Berg advised President Adam Holm on Cuba policy.", [("urges", "")]),
        ("Anna Berg sharply warned lawyers for the two men about speaking about the case.", [("warns", "")]),
        ("Anna Berg warned Norway about a possible plan to move the embassy.", [("warns", "")]),
        ("Anna Berg warned Norway about a war.", [("warns", "There will be a war.")]),
        ("Adam Holm offered a more generous appraisal of the plan.", []),
        ("Adam Holm has offered effusive praise for the truce.", [("praises", "The truce is right.")]),
        ("Adam Holm offered aid to Kenya.", [("offers", "Adam Holm should provide aid to Kenya.")]),
        ("Anna Berg is considering recognition of the island as a state.", []),
        ("Norway considers the island a state.", [("claims", "The island is a state.")]),
        ("Norway will decide whether to sign the treaty.", []),
        ("Norway decided to sign the treaty.", [("promises", "Norway should sign the treaty.")]),
        ("Anna Berg dismissed talk of a war with Kenya.", [("rejects", "")]),
        ("Parliament passed a law to keep the president from lifting sanctions on Kenya.", []),
        ("Norway opposes lifting sanctions on Kenya.", [("opposes", "Sanctions on Kenya should be lifted.")]),
        ("Adam Holm was campaigning for the presidency.", []),
        ("Kenya campaigned for a ban on mines.", [("calls-for", "There should be a ban on mines.")]),
        ("Norway took a course opposed by Kenya.", [("opposes", "")]),
        ("Experts said Kenya would need to leave the union.", [("calls-for", "Kenya would need to leave the union.")]),
    ],
)
def test_what_is_weighed_or_only_spoken_of_is_no_stance(
    text: str, found: list[tuple[str, str]], gazetteer: Gazetteer
) -> None:
    assert rows_of(text, gazetteer, "act", "sentence") == found


def test_nobody_promises_what_reports_tell(gazetteer: Gazetteer) -> None:
    found = rows_of("You're wrong, Anna Berg says of reports she will be fired", gazetteer, "act", "sentence")
    assert [sentence for _, sentence in found] == [""]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Anna Berg said she wanted to help the ships.", "Anna Berg will help the ships."),
        ("Kenya sought to join the union.", "Kenya will join the union."),
        ("Kenya wants Norway to join the union.", "Norway should join the union."),
        ("Kenya does not want to join the union.", "Kenya should join the union."),
    ],
)
def test_who_hopes_to_do_something_will_do_it(text: str, sentence: str, gazetteer: Gazetteer) -> None:
    assert [said for _, said in rows_of(text, gazetteer, "act", "sentence")] == [sentence]


def test_who_only_suspects_something_says_it(gazetteer: Gazetteer) -> None:
    text = '"I suspect that the union has watched the war," Anna Berg said.'
    assert rows_of(text, gazetteer, "act", "sentence") == [("claims", "The union has watched the war.")]
