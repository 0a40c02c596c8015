"""Quotes cut off from the word right before them that denies, doubts or makes a condition."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from repositories import DataRepository, statement

from kg.findings import Severity
from kg.sources.assertion import assert_reference, assert_source
from kg.validate.integrity import check_integrity

if TYPE_CHECKING:
    from pathlib import Path

#: What stands before a quote, and the word that the warning names.
BEFORE = {
    # a word of each list, and in any case
    **{
        word: word for word in ("improbable", "so-called", "if", "unless", "might", "never", "not", "without", "hardly")
    },
    "Improbable": "improbable",
    "NOT": "not",
    # with an article and spaces between
    **{f"not {article}": "not" for article in ("a", "an", "the", "its", "their")},
    "not  the\n ": "not",
    "not a the": None,
    "not such": None,
    # with a word between that only links them, or with what there is none of
    "it is not that": "not",
    "they never had any": None,
    "without any": "without",
    "they denied that the": "denied",
    "he refused to": "refused",
    "there is no way": "no",
    "There's no way the": "no",
    "no evidence that": "no",
    "no signs of the": "no",
    "the only way": None,
    "they said no more of": None,
    "whatnot": None,
    "not-so": None,
    # with quotation marks of any kind between
    **{f"alleged {mark}": "alleged" for mark in "\"“”„«»‘’'"},
    "alleged “the ": "alleged",
    "alleged »'": "alleged",
    # with an apostrophe in it
    "people who don't want": None,
    "those who aren't": "n't",
    "those who aren’t the": "n't",
    # with two words, of which one alone would say nothing
    "they ruled out": "ruled out",
    "they stopped short of": "stopped short",
    "far from": "far from",
    "anything but": "anything but",
    "they have yet to": "have yet",
    "nobody believes that": "not",
    "it is false that": "not",
    "they went out": None,
    "not yet": None,
    # with a month
    "as they said in May that": None,
    "they may": "may",
    # where the sentence begins with its condition
    "they left. If the war ends,": "if",
    "they left. Unless it ends, “": "unless",
    "if so. Now,": None,
    "they left. Only if it ends will": "if",
    "left. Provided that it ends,": "provided that",
    # where somebody else, or nobody, vouches for it
    "the king is said to": "said to",
    "they were widely thought to be": "thought to",
    "men believed to be": "believed to",
    "it has been claimed that the": "claimed to",
    "it's feared that": "feared to",
    "he is expected to": "expected to",
    "she said to": None,
    "who asked not to be named said that": None,
    "who was there said that": None,
    "she said that": None,
    "they thought that": None,
    # where it only looks so
    "it seems that": "seems",
    "the king seemed to be": "seemed",
    "it appears that": "appears to",
    "he appeared to have": "appeared to",
    "he appeared with the": None,
    # where it is doubted, or left open
    "she doubts that": "doubts",
    "she doubted very much that": "doubted",
    "she always doubted Aland's": "doubted",
    "it is hardly clear that": "not",
    "nor is it thought that": "thought to",
    "she cast doubt on the": "doubt",
    "she was sceptical about": "sceptical",
    "she asked whether": "whether",
    "the least likely": "least likely",
    "are likely to be": "likely",
    "they could": "could",
    "she is not convinced that": "not",
    "nobody has confirmed that": "not",
    "it has yet to be shown that": "not",
    "it's false that": "not",
    "there is no doubt that": None,
    "nobody could doubt": None,
    "they don't doubt that": None,
    "they have no reason to doubt that": None,
    "they will not hesitate to": None,
    "they didn't hesitate to be": None,
    "they hesitate to": "hesitate",
    "they are reluctant to be": "reluctant",
    "they are not reluctant to": None,
    # in a set phrase
    "chances are": "chances are",
    "they left. The chances are that": "chances are",
    "but the odds are that the": "odds are",
    "their chances are": None,
    "it puts a question mark over their": "question mark",
    "question marks hang over": "question mark",
    "it remains to be seen whether": "to be seen",
    "it remains to be seen, ": "to be seen",
    "On the face of it, “": "on the face of it",
    "in the face of it,": None,
    "rumour has it that": "rumour has it",
    "the jury is still out on the": "jury is still out",
    "she was open to questions on": None,
    "the would-be": "would-be",
    "a purported": "purported",
    "ostensibly": "ostensibly",
    # alone in a line, or after the end of another sentence
    "Peace.\nThey said so. Not": "not",
}


def check(folder: Path, article: str, rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return the word that each row is warned of, by the row's id."""
    repository = DataRepository(folder)
    reference, context = assert_reference(repository.seeds / "reference")
    source = assert_source(repository.write("first", *rows, article=article), reference)
    assert not [finding for finding in source.findings if finding.severity is Severity.VIOLATION]
    found = check_integrity([source], context)
    assert {(finding.rule, finding.severity) for finding in found} <= {("hedged-quote", Severity.WARNING)}
    words = [re.search("“(.*)”", finding.message) for finding in found]
    return {
        finding.focus.rpartition(".")[2]: word[1]
        for finding, word in zip(found, words, strict=True)
        if word and finding.focus
    }


def test_the_word_right_before_a_quote_is_named(tmp_path: Path) -> None:
    # An opening mark stands at the quote, and anything else a space before it.
    before = [text if text[-1] in "\"“”„«»‘’' " else f"{text} " for text in BEFORE]
    article = "".join(f"They are, so Ann, {text}champions {n}.\n" for n, text in enumerate(before))
    rows = [statement(n, quote=f"champions {n}.") for n in range(len(before))]
    wanted = {f"row-{n}": word for n, word in enumerate(BEFORE.values()) if word}
    assert check(tmp_path, article, rows) == wanted


def test_a_hedge_that_the_row_records_gives_no_warning(tmp_path: Path) -> None:
    known = [
        *({"act": act, "polarity": "supports"} for act in ("denies", "doubts", "fears", "hopes")),
        {"act": "makes-condition", "polarity": "supports"},
        {"polarity": "opposes"},
        {"certainty": "possible"},
        {"quote": "improbable champions {}."},
    ]
    plain = [{"act": "calls-for"}, {"act": "claims"}]
    keys = [{"quote": "champions {}.", **changes} for changes in (*plain, *known)]
    rows = [statement(n, **{**row, "quote": row["quote"].format(n)}) for n, row in enumerate(keys)]
    article = "".join(f"They are improbable champions {n}.\n" for n in range(len(rows)))
    assert check(tmp_path, article, rows) == {"row-0": "improbable", "row-1": "improbable"}


def test_a_condition_may_follow_the_quote(tmp_path: Path) -> None:
    after = {
        " if they leave": "if",
        ", unless they leave": "unless",
        "” only if they leave": "if",
        " as if at home": None,
        ", provided that they leave": "provided that",
        " on the condition that they leave": "on the condition that",
        " providing aid": None,
    }
    article = "".join(f"They are champions {n}{text}.\n" for n, text in enumerate(after))
    rows = [statement(n, quote=f"champions {n}") for n in range(len(after))]
    assert check(tmp_path, article, rows) == {f"row-{n}": word for n, word in enumerate(after.values()) if word}
    knows = [{**row, "act": "promises", "polarity": "conditional", "condition": "war"} for row in rows]
    assert check(tmp_path / "known", article, knows) == {}


def test_a_statement_reported_as_not_made_gives_no_warning(tmp_path: Path) -> None:
    article = "She never said it. It is never “we want war”."
    row = statement(quote="we want war")
    denial = statement(1, quote="She never said it", speaker="bob", act="denies", about="row-0", **{"for": None})
    assert check(tmp_path / "said", article, [row]) == {"row-0": "never"}
    assert check(tmp_path / "denied", article, [row, denial]) == {}
