"""A row that is coded as certain, and whose words are only possible, alleged or reported, is warned of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from repositories import DataRepository, statement

from kg.findings import Severity
from kg.layout import PROPOSED
from kg.sources.assertion import assert_reference, assert_source
from kg.sources.words.hedges import hedge_in

if TYPE_CHECKING:
    from pathlib import Path

#: Quotes, changes of the row, and the word that the warning names.
ROWS = [
    ("Aland may be ready to accept a truce", {}, "may"),
    ("Perhaps a truce will do", {}, "Perhaps"),
    ("reportedly backs a truce", {"act": "supports"}, "reportedly"),
    (
        "might back a truce",
        {"act": "rejects", "polarity": "opposes"},
        None,
    ),  # the act itself says that it is turned down
    ("might oppose it", {"act": "opposes"}, "might"),
    ("may be ready for more", {"certainty": "possible"}, None),
    ("may be ready for most", {"act": "hopes"}, None),
    ("alleged war crimes", {"act": "accuses", "proposition": "crimes"}, None),
    ("may wage war", {"act": "claims", "proposition": "may-war"}, None),  # so says the proposition
    ("backs a truce in May", {}, None),  # a month
    ("he “may” accept a truce", {}, None),  # a word that is spoken about
    ("dismay at the truce", {}, None),
]


def test_what_is_only_possible_is_no_certain_row(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    repository.reference["propositions"] |= {
        "crimes": {"sentence": "Bland commits war crimes.", "issues": ["armed-conflict"]},
        "may-war": {"sentence": "Bland may wage war.", "issues": ["armed-conflict"]},
    }
    repository.write_reference()
    article = "".join(f"So it is: {quote}.\n" for quote, *_ in ROWS)
    rows = [statement(number, quote=quote, **changes) for number, (quote, changes, _) in enumerate(ROWS)]
    reference, _ = assert_reference(repository.seeds / "reference")
    source = assert_source(repository.write("first", *rows, article=article), reference)
    found = [finding for finding in source.findings if finding.rule == "lost-hedge"]
    assert {finding.severity for finding in found} == {Severity.WARNING}
    assert [finding.message.split("“")[1].split("”")[0] for finding in found] == [word for *_, word in ROWS if word]
    assert [finding for finding in source.findings if finding.severity is Severity.VIOLATION] == []


#: Quotes, changes of the row, and the word of the condition that the warning names.
CONDITIONS = [
    ("if Bland leaves, Aland will talk", {"act": "promises"}, "if"),
    ("Unless Bland leaves, Aland is against it", {"act": "opposes"}, "Unless"),
    ("will talk if Bland leaves", {"act": "promises", "polarity": "conditional", "condition": "truce"}, None),
    ("might talk if Bland leaves", {"act": "promises", "certainty": "possible"}, None),
    ("talks even if Bland stays", {"act": "promises"}, None),
    ("talks as if Bland had left, if it has", {"act": "promises"}, "if"),
    ("It is bad if Bland stays", {"act": "claims"}, None),  # what is claimed is itself that something depends on it
    ("Aland demands talks if Bland leaves", {"act": "demands"}, None),
    ("will talk if Bland goes", {"act": "promises", "proposition": "if-talks"}, None),
]


def test_who_promises_under_a_condition_has_not_promised(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    talks = {"sentence": "Aland should talk if Bland leaves.", "issues": ["peace-talks"]}
    repository.reference["propositions"] |= {"if-talks": talks}
    repository.write_reference()
    article = "".join(f"So it is: {quote}.\n" for quote, *_ in CONDITIONS)
    rows = [
        statement(number, quote=quote, **{"proposition": "talks", **changes})
        for number, (quote, changes, _) in enumerate(CONDITIONS)
    ]
    reference, _ = assert_reference(repository.seeds / "reference")
    source = assert_source(repository.write("first", *rows, article=article), reference)
    found = [finding for finding in source.findings if finding.rule == "lost-condition"]
    assert {finding.severity for finding in found} == {Severity.WARNING}
    assert [finding.message.split("“")[1].split("”")[0] for finding in found] == [
        word for *_, word in CONDITIONS if word
    ]


def test_a_sentence_that_a_draft_leaves_open_has_lost_nothing_yet(tmp_path: Path) -> None:
    repository = DataRepository(tmp_path)
    row = statement(1, quote="may leave", act="claims", proposition="open", status="proposed", confidence=0.5)
    source = repository.write("first", row, article="It may leave.\n")
    (source / PROPOSED).mkdir()
    for sentence, warned in (("''", 0), ("Bland leaves.", 1), ("Bland may leave.", 0)):
        text = f"open:\n  sentence: {sentence}\n  issues: [armed-conflict]\n  words: may leave\n"
        (source / PROPOSED / "propositions.yaml").write_text(text)
        reference, _ = assert_reference(repository.seeds / "reference")
        rules = [finding.rule for finding in assert_source(source, reference).findings]
        assert rules.count("lost-hedge") == warned, (sentence, rules)


@pytest.mark.parametrize(
    ("words", "word"),
    [("It MAY be", ""), ("it may", "may"), ("Allegedly so", "Allegedly"), ("so-called peace", "so-called"), ("", "")],
)
def test_the_word_is_found_as_it_is_written(words: str, word: str) -> None:
    assert hedge_in(words) == word
