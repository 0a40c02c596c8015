from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.sources.model import Quote
from kg.sources.quotes import Misquote, differences, locate_quote, nearest, telling_prefix
from kg.text import SourceText, decode

ODD = st.text(
    alphabet=st.one_of(
        st.sampled_from(list("ab \n\t'\"-’“—\u0301\u200b\u00a0\u2028\U0001f54aאبé🇸🇾")),
        st.characters(exclude_categories=("Cs",), exclude_characters="\0\r"),
    ),
    max_size=60,
)


@given(ODD, st.data())
def test_a_unique_slice_is_found_at_its_own_offsets(content: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(content)))
    piece = content[start : data.draw(st.integers(start, len(content)))].strip()
    text = SourceText(content)
    assume(piece and len(text.find(piece)) == 1)
    start, end = locate_quote(text, Quote(piece))
    assert content[start:end] == piece
    assert content.find(piece) == start


@given(ODD, ODD)
def test_every_place_that_is_found_is_the_quote_up_to_whitespace(content: str, quote: str):
    places = SourceText(content).find(quote)
    assert all(content[start:end].split() == quote.split() for start, end in places)
    squeezed, wanted = " ".join(content.split()), " ".join(quote.split())
    assert bool(places) == (bool(wanted) and wanted in squeezed)


@given(ODD, ODD)
def test_a_quote_that_is_not_there_is_reported_and_never_raises(content: str, quote: str):
    assume(quote.split())
    found = locate_quote(SourceText(content), Quote(quote))
    assert (len(SourceText(content).find(quote)) == 1) == isinstance(found, tuple)
    if isinstance(found, Misquote):
        assert found.message


@given(ODD)
def test_offsets_are_the_same_with_bom_and_crlf(content: str):
    plain = decode(content.encode(), "x")
    assert decode(b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode(), "x") == plain.removeprefix("\ufeff")


def test_carriage_returns_alone_end_lines():
    assert decode(b"a\rb\r\nc", "x") == "a\nb\nc"


def test_emoji_before_a_quote_count_one_each():
    text = SourceText("🕊🇸🇾 peace now")
    assert locate_quote(text, Quote("peace")) == (4, 9)
    assert text.span(4, 9).column == 5


def test_whitespace_runs_are_alike_and_the_slice_is_verbatim():
    text = SourceText("one  two\n\n three\u00a0four")
    (place,) = text.find("two three four")
    assert text.content[slice(*place)] == "two\n\n three\u00a0four"


def test_overlapping_places_are_all_found():
    assert SourceText("aaa").find("aa") == [(0, 2), (1, 3)]


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"ab\ncd\xff", ":2:3:"),
        (b"\xff\xfea\0", ":1:1:"),
        (b"a\nb\0c", ":2:2:"),
        (b"\0a", ":1:1:"),
        (b"a\0b\nc\0", ":1:2:"),
        ("é\xe9".encode("latin-1"), ":1:1:"),
    ],
)
def test_a_file_that_is_no_text_is_reported_with_its_place(data: bytes, place: str):
    with pytest.raises(InputError) as caught:
        decode(data, "x.txt")
    assert f"x.txt{place}" in str(caught.value)


@pytest.mark.parametrize(
    ("quote", "names"),
    [
        ("It's going", ["U+0027 APOSTROPHE", "U+2019 RIGHT SINGLE QUOTATION MARK"]),
        ("tough - but", ["U+002D HYPHEN-MINUS", "U+2014 EM DASH"]),
        ('said: "It’s', ["U+0022 QUOTATION MARK", "U+201C LEFT DOUBLE QUOTATION MARK"]),
        ("be TOUGH", ["U+0054 LATIN CAPITAL LETTER T", "U+0074 LATIN SMALL LETTER T"]),
        ("to\u200b be", ["the quote has U+200B ZERO WIDTH SPACE where the text has nothing"]),
        ("It`s going", ["U+0060 GRAVE ACCENT"]),
        ("tough -- but", ["U+2014 EM DASH"]),
        ("NAÏVE", ["U+00EF"]),
        ("He said: \"It's", ["U+2019"]),
        ("nai\u0308ve", ["U+0069 LATIN SMALL LETTER I", "U+0308 COMBINING DIAERESIS", "U+00EF"]),
        ("on...", ["U+2026 HORIZONTAL ELLIPSIS", "U+002E FULL STOP"]),
    ],
)
def test_changed_characters_are_named(quote: str, names: list[str]):
    text = SourceText("x\nHe said: “It’s going to be tough — but” naïve on…")
    wrong = locate_quote(text, Quote(quote))
    assert wrong.rule == "quote-characters"
    assert all(name in wrong.message for name in names), wrong.message
    assert wrong.related[0].line == 2


def test_one_letter_too_many_is_not_a_look_alike():
    assert locate_quote(SourceText("to be"), Quote("too be")).rule == "quote-not-found"
    assert locate_quote(SourceText("to be"), Quote("\u200b")).rule == "quote-not-found"


def test_the_nearest_match_and_its_line_are_reported():
    text = SourceText("Nothing here.\n\nThe forces have killed more than 7,500 people.\nNor here.")
    wrong = locate_quote(text, Quote("forces killed over 7,500 people"))
    assert wrong.rule == "quote-not-found"
    assert "line 3" in wrong.message
    assert "7,500 people" in wrong.message
    assert text.content[slice(*nearest(text, "killed more then 7,500 people"))] == "killed more than 7,500 people"


def test_without_anything_similar_no_match_is_reported():
    wrong = locate_quote(SourceText("Nothing of it."), Quote("completely different words"))
    assert (wrong.rule, wrong.related) == ("quote-not-found", ())


def test_a_quote_that_occurs_twice_gets_prefixes_that_work():
    text = SourceText("Russia said no.\nChina said no.")
    wrong = locate_quote(text, Quote("said no"))
    assert wrong.rule == "quote-ambiguous"
    assert "lines 1, 2" in wrong.message
    assert "“China”" in wrong.message
    assert locate_quote(text, Quote("said no", "China")) == (22, 29)
    assert [span.line for span in wrong.related] == [1, 2]


@given(st.lists(st.sampled_from(["a", "b", "no"]), min_size=2, max_size=12))
def test_a_proposed_prefix_tells_the_place_apart_where_one_can(words: list[str]):
    text = SourceText(" ".join(words))
    places = text.find("no")
    for place in places:
        prefix = telling_prefix(text, place, places)
        if prefix:
            assert locate_quote(text, Quote("no", prefix)) == place
        else:  # only where everything before it also stands before another place, or nothing does
            before = text.content[: place[0]].split()
            others = [text.content[:start].split() for start, _ in places if start != place[0]]
            assert not before or any(other[-len(before) :] == before for other in others)


def test_a_place_deep_in_a_text_is_distinguished_as_well_and_the_first_words_of_a_text_are_not():
    text = SourceText("said no. " + "They went on. " * 40 + "Russia said no.\nChina said no.")
    wrong = locate_quote(text, Quote("said no"))
    assert (
        "line 1: no prefix helps, use a longer quote; line 1: prefix: “Russia”; line 2: prefix: “China”"
        in wrong.message
    )


def test_only_the_first_of_many_places_are_distinguished():
    wrong = locate_quote(SourceText("\n".join(f"{name} said no" for name in "ABCDEF")), Quote("said no"))
    assert "lines 1, 2, 3, 4, 5, 6" in wrong.message
    assert [name for name in "ABCDEF" if f"“{name}”" in wrong.message] == ["A", "B", "C", "D"]
    long = locate_quote(SourceText("She said no."), Quote("said no", "word " * 30))
    assert "“" + "word " * 15 + "word…”" in long.message


def test_a_prefix_that_does_not_help_is_reported():
    text = SourceText("he said no, she said no, he said no")
    assert locate_quote(text, Quote("said no", "they")).rule == "prefix-not-found"
    still = locate_quote(text, Quote("said no", "he"))
    assert still.rule == "prefix-ambiguous"
    assert locate_quote(text, Quote("she", "wrong")).message.count("drop the prefix") == 1


def test_differences_name_what_is_missing_on_either_side():
    assert differences("ab", "a") == ["the quote has b (U+0062 LATIN SMALL LETTER B) where the text has nothing"]
    (first_four,) = differences("abcdef", "")
    assert first_four.startswith("the quote has abcd (U+0061 LATIN SMALL LETTER A, U+0062 ")
    assert first_four.count("LETTER") == 4


def nearest_by_trying_all(text: str, quote: str) -> tuple[int, int] | None:
    """Return what `nearest` promises, by looking at every stretch of as many words as the quote has."""
    wanted = Counter(re.findall(r"\w+", quote))
    words = [(match[0], match.start(), match.end()) for match in re.finditer(r"\w+", text)]
    size = min(wanted.total(), len(words))
    ends = range(1, len(words) + 1)
    shared = {end: (wanted & Counter(word for word, _, _ in words[max(0, end - size) : end])).total() for end in ends}
    if not size or max(shared.values()) < wanted.total() / 2:
        return None
    best = max(ends, key=shared.__getitem__)
    return words[max(0, best - size)][1], words[best - 1][2]


WORDS = st.lists(st.sampled_from(["no", "talks", "on", "aid"]), min_size=1, max_size=9).map(" ".join)


@given(WORDS, WORDS)
def test_the_nearest_stretch_is_the_first_that_shares_most_words(text, quote):
    assert nearest(SourceText(text), quote) == nearest_by_trying_all(text, quote)


def test_half_of_the_words_are_enough_and_fewer_are_not():
    assert nearest(SourceText("one two and more"), "one two three four") is not None
    assert nearest(SourceText("one and more yet"), "one two three four") is None
    assert nearest(SourceText("ONE TWO"), "one two") == nearest(SourceText("one two"), "ONE TWO") == (0, 7)


def test_a_look_alike_is_shown_to_its_last_character_and_no_further():
    text = SourceText("He said: “It’s tough”, and left.")
    wrong = locate_quote(text, Quote('"It\'s tough"'))
    assert wrong.rule == "quote-characters"
    (span,) = wrong.related
    assert text.content[span.column - 1 : span.end_column - 1] == "“It’s tough”"


@pytest.mark.parametrize("quote", ['"It\'s"', '\u200b "It\'s" \u200b'])
def test_a_look_alike_is_found_at_the_very_beginning_and_without_what_surrounds_it(quote: str):
    wrong = locate_quote(SourceText("“It’s” tough."), Quote(quote))
    assert (wrong.rule, wrong.related[0].column, wrong.related[0].end_column) == ("quote-characters", 1, 7)


def test_a_wrong_prefix_is_to_be_dropped_where_the_quote_stands_once_and_corrected_where_it_stands_twice():
    once = locate_quote(SourceText("They said no."), Quote("said no", "We"))
    twice = locate_quote(SourceText("They said no. We said no."), Quote("said no", "You"))
    assert "drop the prefix" in once.message
    assert "drop the prefix" not in twice.message
    assert "line 1: “They”" in once.message


def test_a_wrong_prefix_is_shown_beside_the_words_before_the_first_places_only():
    text = SourceText("\n".join(f"{name} said no" for name in "ABCDEF"))
    wrong = locate_quote(text, Quote("said no", "Nobody"))
    assert wrong.rule == "prefix-not-found"
    assert wrong.message.count("; line ") == 3
    assert [span.line for span in wrong.related] == [1, 2, 3, 4, 5, 6]


def test_a_place_near_the_beginning_of_a_long_text_is_distinguished():
    text = SourceText("Russia said no. China said no. " + "They went on. " * 60)
    first, second = text.find("said no")
    assert telling_prefix(text, first, [first, second]) == "Russia"
    assert telling_prefix(text, second, [first, second]) == "China"


def test_of_two_look_alikes_the_first_is_shown():
    wrong = locate_quote(SourceText("It’s one.\nIt’s two."), Quote("It's"))
    assert (wrong.rule, [span.line for span in wrong.related]) == ("quote-characters", [1])


@pytest.mark.parametrize(
    ("content", "quote", "found"),
    [
        ("no talks aid", "no aid", "no"),  # what has left the stretch counts no more
        ("no x y no talks", "no talks", "no talks"),  # and counts again where it comes back
    ],
)
def test_a_stretch_is_as_long_as_the_quote(content: str, quote: str, found: str) -> None:
    place = nearest(SourceText(content), quote)
    assert place is not None
    assert content[slice(*place)] == found


def test_words_run_together_are_not_a_look_alike():
    assert locate_quote(SourceText("It may be so."), Quote("maybe")).rule == "quote-not-found"
    assert locate_quote(SourceText("a long-range plan"), Quote("longrange")).rule == "quote-not-found"
