"""What only the shapes see is found on the line of the sheet that is wrong."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.checking import validate
from kg.engines import PySHACL

TEMPLATE = Path(__file__).parent.parent / "kg" / "template" / "seeds"
SOURCE = "2024-05-02-example-border-talks"
EVENT = """
events:
  - id: talks
    type: {type}
    label: Talks at the border
    quote: at the border with Southland
    {more}
"""
#: rule; the words in the sheet that are wrong; what is replaced by what; what is added at the end.
MISTAKES = [
    ("said-before-publication", "2024-05-03", {"said: 2024-05-02": "said: 2024-05-03"}, ""),
    ("post-held", "northland", {"said: 2024-05-02": "said: 2022-05-02"}, ""),
    ("statement-behalf", "ada-north", {"for: northland": "for: ada-north"}, ""),
    ("statement-addressee", "ada-north", {"act: calls-for": "addressee: ada-north\n    act: calls-for"}, ""),
    (
        "statement-condition",
        "ceasefire-at-the-example-border",
        {"mode: indirect": "polarity: conditional\n    condition: ceasefire-at-the-example-border\n    mode: indirect"},
        "",
    ),
    (
        "statement-narrator-mode",
        "- id: north-ceasefire",
        {"speaker: ada-north\n    for: northland": "speaker: narrator"},
        "",
    ),
    ("toll-owner", "- id: north-ceasefire", {"mode: indirect": "mode: indirect\n    tolls: [{deaths: 1}]"}, ""),
    ("meeting-participants", "- id: talks", {}, EVENT.format(type="meeting", more="mode: narrator")),
    ("meeting-alone", "- id: talks", {}, EVENT.format(type="meeting", more="participants: northland")),
    ("vote-motion-given", "- id: talks", {}, EVENT.format(type="vote", more="mode: narrator")),
    ("vote-owner", "- id: talks", {}, EVENT.format(type="attack", more="body: northland")),
]
REFERENCE = [
    (
        "proposition-sentence",
        "propositions.yaml",
        "There should be a truce",
        (
            "sentence: There should be a ceasefire at the border of Northland and Southland.",
            "sentence: There should be a truce",
        ),
    ),
    ("interval-order", "officials.yaml", "2022-01-01", ("since: 2023-01-09", "since: 2023-01-09, until: 2022-01-01")),
]


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    shutil.copytree(TEMPLATE, tmp_path / "seeds")
    return tmp_path / "seeds"


def place_of(words: str, text: str) -> tuple[int, int]:
    """Return the line and column, from 1, of the last place of some words; of a row, that of its first key."""
    start = text.rindex(words) + (2 if words.startswith("- ") else 0)
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


@pytest.mark.parametrize(("rule", "wrong", "changes", "added"), MISTAKES, ids=[mistake[0] for mistake in MISTAKES])
def test_the_line_of_a_mistake_in_a_sheet(
    seeds: Path, rule: str, wrong: str, changes: dict[str, str], added: str
) -> None:
    sheet = seeds / SOURCE / "sheet.yaml"
    text = sheet.read_text("utf-8")
    for old, new in changes.items():
        assert text.count(old) == 1
        text = text.replace(old, new)
    text += added
    sheet.write_text(text, "utf-8")
    found = [finding for finding in validate([sheet.parent], engine=PySHACL()).findings if finding.rule == rule]
    assert len(found) == 1
    assert (found[0].line, found[0].column) == place_of(wrong, text)
    assert found[0].file == str(sheet)


@pytest.mark.parametrize(("rule", "file", "wrong", "change"), REFERENCE, ids=[mistake[0] for mistake in REFERENCE])
def test_the_line_of_a_mistake_in_reference_data(
    seeds: Path, rule: str, file: str, wrong: str, change: tuple[str, str]
) -> None:
    path = seeds / "reference" / file
    text = path.read_text("utf-8").replace(*change)
    path.write_text(text, "utf-8")
    found = [finding for finding in validate([seeds], engine=PySHACL()).findings if finding.rule == rule]
    assert [finding.line for finding in found] == [place_of(wrong, text)[0]]
    assert found[0].file == str(path)
