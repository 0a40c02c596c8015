"""A row that denies twice, or has lost the denial of its words, is warned of in everybody's sheets."""

from __future__ import annotations

import hashlib
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from kg.findings import Finding, Severity
from kg.reference.shared import load_reference
from kg.sources import words
from kg.sources.sheet import read_sheet
from kg.sources.words.lists import words_of
from kg.sources.words.negations import denials
from kg.validate.integrity_rules import integrity_rules

SEEDS = Path(__file__).parents[2] / "seeds"
TEXT = (
    "Norway must not attack Iran. It is not only a threat. It failed, and did not act. Norway did attack. "
    "It can not do nothing. They refused and ruled out all; far from it, they seldom went on without it."
)
SHEET = """source:
  title: T
  publisher: bbc
  published: 2012-03-11
  text: article.txt
  sha256: {hash}
  language: {language}
statements:
  - id: a
    quote: {quote}
    speaker: russia
    act: {act}
{polarity}    proposition: p
    mode: indirect
    status: proposed
"""


REFERENCE = load_reference(SEEDS / "reference")
HASH = hashlib.sha256(TEXT.encode()).hexdigest()


def written(folder: Path, sheet: str, propositions: str = "") -> list[Finding]:
    """Return what is found in a sheet on the text, beside which new propositions may stand."""
    proposed = folder / "2012-03-11-x" / "reference.proposed" / "propositions.yaml"
    proposed.parent.mkdir(parents=True)
    proposed.write_text(propositions)
    source = proposed.parent.parent
    (source / "article.txt").write_text(TEXT)
    (source / "sheet.yaml").write_text(sheet)
    return list(read_sheet(source / "sheet.yaml", REFERENCE).findings)


def findings(folder: Path, quote: str, act: str, polarity: str, sentence: str, language: str = "en") -> list[str]:
    side = f"    polarity: {polarity}\n" if polarity else ""
    sheet = SHEET.format(hash=HASH, quote=quote, act=act, polarity=side, language=language)
    found = written(folder, sheet, f'p: {{sentence: "{sentence}", issues: [diplomacy]}}')
    assert all(finding.severity is Severity.WARNING and finding.line == 13 for finding in found), found
    return [finding.rule for finding in found]


@pytest.mark.parametrize(
    ("quote", "act", "polarity", "sentence", "rules"),
    [
        ("Norway must not attack Iran", "demands", "opposes", "Norway must not attack Iran.", ["negative-proposition"]),
        ("Norway must not attack Iran", "demands", "supports", "Norway should attack Iran.", ["lost-negation"]),
        ("Norway must not attack Iran", "demands", "opposes", "Norway should attack Iran.", []),
        ("Norway must not attack Iran", "demands", "supports", "Norway should not attack Iran.", []),
        ("It is not only a threat", "claims", "supports", "Iran is a threat.", []),
        ("did not act", "claims", "supports", "Norway failed to act.", []),
        ("Norway did attack", "claims", "supports", "Norway attacked.", []),
        ("It can not do nothing", "claims", "supports", "Norway has to act.", []),
        ("Norway must not attack Iran", "demands", "", "Norway should attack Iran.", ["lost-negation"]),
        ("Norway must not attack Iran", "rejects", "", "Norway should attack Iran.", []),
        # who takes no side, or only under a condition, has not lost a denial
        ("Norway must not attack Iran", "claims", "neutral", "Norway should attack Iran.", []),
        ("Norway must not attack Iran", "claims", "conditional\n    condition: p", "Norway should attack Iran.", []),
        ("did not act", "claims", "supports", "Without Norway there is no act.", []),
        ("did not act", "claims", "supports", "FAILED: Norway.", []),
        # what is turned down, or nearly denied, is denied as well
        ("It failed", "claims", "supports", "Norway won.", ["lost-negation"]),
        ("It failed, and did not act", "claims", "supports", "Norway won.", []),
        ("It failed", "claims", "supports", "Norway failed.", []),
        ("refused and ruled out", "supports", "supports", "Norway won.", []),
        ("ruled out", "supports", "supports", "Norway won.", ["lost-negation"]),
        ("far from it", "supports", "supports", "Norway won.", ["lost-negation"]),
        ("seldom", "claims", "supports", "Norway won.", ["lost-negation"]),
        ("went on without it", "claims", "supports", "Norway won.", []),
    ],
)
def test_a_denial_counts_once(
    tmp_path: Path, quote: str, act: str, polarity: str, sentence: str, rules: list[str]
) -> None:
    assert findings(tmp_path, quote, act, polarity, sentence) == rules


def test_without_a_known_proposition_nothing_is_said_of_denials(tmp_path: Path) -> None:
    read = written(tmp_path, SHEET.format(hash=HASH, quote="did not act", act="claims", polarity="", language="en"))
    assert [finding.rule for finding in read] == ["unknown-name"]


@pytest.mark.parametrize(
    ("key", "rule"), [("    act: claims\n", "missing-key"), ("    quote: did not act\n", "missing-key")]
)
def test_a_row_without_an_act_or_a_quote_has_lost_no_denial(tmp_path: Path, key: str, rule: str) -> None:
    whole = SHEET.format(hash=HASH, quote="did not act", act="claims", polarity="", language="en")
    assert key in whole
    proposition = 'p: {sentence: "Norway should not act.", issues: [diplomacy]}'
    assert [finding.rule for finding in written(tmp_path, whole.replace(key, ""), proposition)] == [rule]


def test_other_languages_are_left_alone(tmp_path: Path) -> None:
    assert findings(tmp_path, "Norway must not attack Iran", "demands", "supports", "Norway should attack.", "de") == []


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("It isn't so", 1),
        ("It isn’t so", 1),
        ("no doubt", 0),
        ("nobody can doubt it, and they don't doubt it", 0),
        ("no doubt, not now", 1),
        ("will not hesitate to go, not now", 1),
        ("They noticed a notable nod at noon", 0),
        ("A knot is no whatnot", 1),
        ("never, no", 2),
        ("NOT NOW", 1),
    ],
)
def test_denials_are_counted(words: str, count: int) -> None:
    assert denials(words) == count


def test_each_word_is_in_one_list() -> None:
    lists = tomllib.loads((Path(words.__file__).parent / "lists.toml").read_text("utf-8"))
    counted = Counter(word for name in lists for word in words_of(name))
    assert [word for word, number in counted.items() if number > 1] == []


def test_the_rule_on_hedged_quotes_reads_the_same_words() -> None:
    (rule,) = (rule for rule in integrity_rules() if rule.rule.name == "hedged-quote")
    values = rule.text.rpartition("VALUES ?word")[2]
    lists = ("negations", "negative", "doubt", "hearsay", "semblance", "doubting")
    assert all(f'"{word}"' in values for name in lists for word in words_of(name))
    # The verbs of hearsay stand in the pattern, too, since "said" counts only beside a form of "be".
    assert all(word.removesuffix(" to") in rule.text.partition("VALUES ?word")[0] for word in words_of("hearsay"))
