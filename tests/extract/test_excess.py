"""Texts and pages that would take a language pipeline minutes are refused at once, with the position."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from kg.errors import InputError
from kg.extract.article.article import read_article
from kg.extract.article.excess import refuse_page, refuse_text

if TYPE_CHECKING:
    from pathlib import Path

WORDS = "Talks\n\nRussia said on Monday that it rejects the plan of the envoy.\n"


@pytest.mark.hostile("excessive-text")
@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WORDS + '"' * 20_000, 'a.txt:4:1: more than 200 `"` in a row'),
        (WORDS + "(" * 201, "more than 200 `(` in a row"),
        (WORDS + "“a " * 20_000, "20,000 quotation marks and brackets"),
        (WORDS + "[x] " * 20_000, "40,000 quotation marks and brackets"),
        (WORDS + "a" * 50_000, "a word of more than 1,000 characters"),
        (WORDS + "\n" + "&!" * 20_000, "a.txt:5:1: a word of more than 1,000 characters"),
    ],
    ids=range(6),
)
def test_an_excessive_text_is_refused_at_once(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    began = time.process_time()
    with pytest.raises(InputError) as caught:
        read_article(tmp_path / "a.txt")
    assert told in str(caught.value)
    assert time.process_time() - began < 10


@pytest.mark.hostile("excessive-page")
@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("<p>" + "&amp;" * 20_000, "more than 200 entities in a row"),
        ("<p>" + "&#38; &lt; " * 20_000, "more than 200 entities in a row"),
        (
            "\n<p " + " ".join(f'a{number}="x"' for number in range(40_000)) + ">x",
            "a.html:2:1: an element with more than",
        ),
        ("\n<p>Talks.</p>" + "<DIV>" * 300 + "<p>x</p>" + "</DIV>" * 300, "a.html:2:1014: nested more than 200 levels"),
        ("<p>" + "x" * 20_000_001, "20,000,016 bytes is too large for a page"),
    ],
    ids=range(5),
)
def test_an_excessive_page_is_refused_before_it_is_parsed(tmp_path: Path, page: str, told: str) -> None:
    pytest.importorskip("trafilatura")
    (tmp_path / "a.html").write_text(f"<html><body>{page}" if page[0] != "\n" else f"<html>{page}", "utf-8")
    began = time.process_time()
    with pytest.raises(InputError) as caught:
        read_article(tmp_path / "a.html")
    assert told in str(caught.value), str(caught.value)[:200]
    assert time.process_time() - began < 20


def test_the_check_takes_linear_time() -> None:
    began = time.process_time()
    refuse_text(("w" * 999 + " ") * 400, "a.txt")
    refuse_page(b"<p " + b"&" * 100_000 + b"&amp" * 100_000 + b"<a" * 300_000, "a.html")
    assert time.process_time() - began < 20


def test_normal_articles_are_accepted() -> None:
    refuse_text((WORDS + '"No," he said. ("Never" [sic].) * * * ' + "-" * 120 + "\n") * 200, "a.txt")
    picture = b'<img src="data:image/png;base64,' + b"A=" * 200_000 + b'" alt="x">'
    refuse_page(b"<html><body>" + picture + b"<p>a &amp; b &mdash; c</p>" * 10_000, "a.html")
