"""Where quoted words begin and end, by marks of many languages, across paragraphs, and beside apostrophes."""

from __future__ import annotations

import pytest

from kg.sources.words.quotation_marks import Quotation, find_quotations


def quoted(text: str) -> list[str]:
    return [text[found.start : found.end] for found in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Straight and typewriter's marks; a double one ends what a single character began.
        ('"No," he said.', ["No,"]),
        ("``No,'' he said.", ["No,"]),
        ('""No,"" he said.', ["No,"]),
        ('He said no."" And left.', []),
        ('A "" B', []),
        # A straight mark opens after a blank, a bracket or a dash, and not within a word or before a blank.
        ('5" of rain, he said, "fell"', ["fell"]),
        ('he said "no" and (“yes”) and —"maybe"', ["no", "yes", "maybe"]),
        ('he said " no', []),
        ('6"x4"', []),
        # Typographic marks open wherever they stand.
        ("so“No” he", ["No"]),
        ("x„Nein“ y", ["Nein"]),
        ("x「不」y『是』", ["不", "是"]),
        ("« Non », dit-il", [" Non "]),
        ("»Nein«, sagte er", ["Nein"]),
        ("x»Nein y", []),
        ("a » b", []),
        ("›Nein‹, sagte er", ["Nein"]),
        ("”Nej”, sade han", ["Nej"]),
        ("Han sade ”Nej” nu", ["Nej"]),
        ("nej” sade", []),
        ("‚Nein‘, sagte er", ["Nein"]),
        # A mark after a blank and before a word opens; it does not close.
        ("“one “two” three”", ["one “two” three"]),
        ('"The "United States" is not holding them," he said.', ['The "United States" is not holding them,']),
        ('"One," he said. "Two," she said.', ["One,", "Two,"]),
        ("“One” two “three”", ["One", "three"]),
        # Single marks are quotations only with a partner on their line, and never an apostrophe.
        ("He said 'no' to it.", ["no"]),
        ("He said ‘no’ to it.", ["no"]),
        ("'No,' he said", ["No,"]),
        ("the '90s were good", []),
        ("rock 'n' roll", ["n"]),
        ("don't and can't", []),
        ("he said 'no\nand' left", []),
        ("he said ‘no and left", []),
        ("a ' b' c", []),
        ("'It's so,' he said", ["It's so,"]),
        ("the ministers' and others' 'view' of it", ["view"]),
        ("he said '“No” it is' then", ["“No” it is"]),
        # A genitive plural far behind is no partner.
        ("the 'plan of the states' hands", ["plan of the states"]),
        *((f"the '{'x' * far} states' hands", [f"{'x' * far} states"] if far <= 53 else []) for far in (53, 54)),
        ("the 'plan of which " + "much " * 12 + "was in the states' hands", []),
        (
            "the 'plan of which " + "much " * 12 + "was in the hand' of",
            ["plan of which " + "much " * 12 + "was in the hand"],
        ),
        ("the '" + "a" * 61 + "s' hand", ["a" * 61 + "s"]),
        (
            "the 'plan of which " + "much " * 12 + "was theirs'. And more",
            ["plan of which " + "much " * 12 + "was theirs"],
        ),
        ("a '-b' c", []),
        ("he said 'no\nand' left\nfor good", []),
        ("say ’tis the season’ and", []),
        ("“It’s so,” he said", ["It’s so,"]),
        ("“He ‘knows’ it” is” x", ["He ‘knows’ it"]),
        ("he said ‘no and “yes”", ["yes"]),
        # Where marks do not pair, the first that can close does, unless one opened inside and another closes later.
        ('"One" two" three', ["One"]),
        ('x\n\n"One" two" three', ["One"]),
        ('"One "two three" four', ['One "two three']),
        ('"One "two three" four.\n\n(x) y', ['One "two three']),
        ('"One "two three" four—“…five”', ['One "two three', "…five"]),
        ('"One "two three" and "(four)" x', ['One "two three', "(four)"]),
        ('"One "two three" x"y z', ['One "two three']),
        ('"One "two" three" four" x', ['One "two" three']),
        ('"One "two "three" four" five" six', ['One "two "three" four" five']),
        ('"One," x. "Two" y" z', ["One,", "Two"]),
        ("« Un « deux » trois »", [" Un « deux » trois "]),
        # Nothing between the marks is no quotation.
        ("“” and “a”", ["a"]),
    ],
)
def test_words_in_marks_are_found(text: str, words: list[str]) -> None:
    assert quoted(text) == words


def test_a_quotation_goes_on_in_the_next_paragraph_where_that_begins_with_a_mark() -> None:
    text = "“One.\n\n“Two.\n\n“Three,” he said. “Four.”"
    assert quoted(text) == ["One.", "Two.", "Three,", "Four."]
    assert [(found.closed, found.continues) for found in find_quotations(text)] == [
        (False, False),
        (False, True),
        (True, True),
        (True, False),
    ]


def test_a_quotation_ends_with_its_paragraph_and_without_the_blanks_there() -> None:
    text = "“One. \n \nTwo” and “three”."
    one, three = find_quotations(text)
    assert (text[one.start : one.end], one.closed, one.outer) == ("One.", False, (0, 5))
    assert (text[three.start : three.end], three.closed, three.continues) == ("three", True, False)
    assert text[slice(*three.outer)] == "“three”"


def test_a_single_quotation_does_not_go_on_in_the_next_paragraph() -> None:
    assert quoted("he said ‘no\n\nand “yes”") == ["yes"]


@pytest.mark.parametrize(("length", "found"), [(6000, 1), (6001, 0)])
def test_a_mark_that_is_never_closed_is_a_stray_one_in_a_long_paragraph(length: int, found: int) -> None:
    text = "“" + "a" * length + "\n\nb"
    assert len(find_quotations(text)) == found
    assert len(find_quotations("“" + "a" * 7000 + "” b")) == 1


def test_an_unclosed_inner_mark_ends_with_its_paragraph() -> None:
    assert quoted('"One "two three\n\n"Four," he said. Five "six" seven.') == ['One "two three', "Four,", "six"]


def test_marks_stand_around_the_words_and_single_ones_are_distinguished() -> None:
    double, single = find_quotations("He said “no” and ‘yes’.")
    assert double == Quotation(9, 11, (8, 12), closed=True, continues=False, single=False)
    assert single == Quotation(18, 21, (17, 22), closed=True, continues=False, single=True)
    assert (len(double), len(single)) == (2, 3)
