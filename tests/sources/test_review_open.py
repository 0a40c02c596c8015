"""Reviewing what a draft leaves open: a proposition without a sentence, one that may be known, and who speaks."""

from __future__ import annotations

import hashlib
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from at_a_terminal import AtATerminal
from click.testing import CliRunner
from data_repository import new_folder

from kg.cli.review import command
from kg.errors import UsageError
from kg.sources.adoption import ProposedNames

if TYPE_CHECKING:
    from pathlib import Path

KNOWN = "ceasefire-at-the-example-border"
BLANK = f"""# new
a-plan:
  sentence: ''
  issues: [diplomacy]
  words: they should stop "at once"
    and go home
  suggested: [{KNOWN}]
"""
ROW = """  - id: one
    quote: Ada North called on Thursday for a ceasefire
    {speaker}
    act: calls-for
    proposition: a-plan
    said: 2024-05-02
    mode: indirect
    status: proposed
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    new_folder(tmp_path / "r")
    seeds = tmp_path / "r/seeds"
    folder = seeds / "2024-06-01-talks"
    shutil.copytree(seeds / "2024-05-02-example-border-talks", folder)
    text = (folder / "article.txt").read_text("utf-8") + "\nOf another day.\n"
    (folder / "article.txt").write_text(text, "utf-8")
    head = (folder / "sheet.yaml").read_text("utf-8").partition("statements:")[0]
    head = re.sub("sha256: .*", f"sha256: {hashlib.sha256(text.encode()).hexdigest()}", head)
    (folder / "sheet.yaml").write_text(head + "statements:\n" + ROW.format(speaker="speaker: ada-north"), "utf-8")
    (folder / "reference.proposed").mkdir()
    (folder / "reference.proposed/propositions.yaml").write_text(BLANK, "utf-8")
    return folder / "sheet.yaml"


def run(sheet: Path, answers: str) -> str:
    result = CliRunner().invoke(command, [str(sheet), "--by", "A. Reader"], input=answers)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_blank_proposition_is_shown_worded_and_accepted(sheet: Path) -> None:
    output = run(sheet, "a\nw They should stop: at once\na\ny\n")
    assert 'proposition: no sentence yet, from the words “they should stop "at once" and go home”' in output
    assert f"l 1: {KNOWN}: " in output
    assert "has no sentence yet: press w to word it" in output
    assert "proposition, new: They should stop: at once." in output
    assert "1 accepted" in output
    moved = (sheet.parents[1] / "reference/propositions/a-plan.yaml").read_text("utf-8")
    assert moved.partition("\n")[2] == ('a-plan:\n  sentence: "They should stop: at once."\n  issues: [diplomacy]\n')


def test_words_that_only_the_text_makes_clear_are_shown_until_they_are_named(sheet: Path) -> None:
    proposed = sheet.parent / "reference.proposed/propositions.yaml"
    proposed.write_text(BLANK.replace("''", "The ruling stands.\n  unclear: [the ruling, the port]"), "utf-8")
    output = run(sheet, "w The ruling of the Oslo court stands.\na\ny\n")
    assert "clear only beside the text: “the ruling” (w to name what is meant)" in output
    assert "1 accepted" in output
    moved = (sheet.parents[1] / "reference/propositions/a-plan.yaml").read_text("utf-8")
    assert moved.partition("\n")[2] == (
        "a-plan:\n  sentence: The ruling of the Oslo court stands.\n  issues: [diplomacy]\n"
    )


def test_at_a_terminal_what_is_there_stands_in_the_line_to_be_corrected(sheet: Path) -> None:
    pytest.importorskip("readline")
    back, home = "\x7f" * len(" and go home."), "\x01"  # Ctrl-A
    with AtATerminal("review", str(sheet), "--by", "A. Reader") as terminal:
        terminal.wait("q quit? ")
        terminal.type("w\n")
        terminal.wait('They should stop "at once" and go home.')
        terminal.type(f"{back}, all of them\n")
        terminal.wait('proposition, new: They should stop "at once", all of them.')
        terminal.type("w\n")
        terminal.wait('They should stop "at once", all of them.')
        terminal.type(f"{home}Tomorrow: \n")
        terminal.wait('proposition, new: Tomorrow: They should stop "at once", all of them.')
        terminal.type("e\nact\n")
        terminal.wait("calls-for")
        terminal.type("\x7f" * len("calls-for") + "demands\n")
        terminal.wait("act: demands")
        terminal.type("q\n")
        assert terminal.end() == 0
    proposed = (sheet.parent / "reference.proposed/propositions.yaml").read_text("utf-8")
    assert "Tomorrow: They should stop" in proposed
    assert "act: demands\n" in sheet.read_text("utf-8")


def test_at_a_terminal_a_line_that_is_emptied_goes_back(sheet: Path) -> None:
    pytest.importorskip("readline")
    before = sheet.read_bytes()
    with AtATerminal("review", str(sheet), "--by", "A. Reader") as terminal:
        terminal.wait("q quit? ")
        terminal.type("w\n")
        terminal.wait("go home.")
        terminal.type("\x15\n")  # Ctrl-U
        terminal.wait("q quit? ")
        terminal.type("w\n")
        terminal.wait("go home.")
        terminal.type("\x15\x04")  # Ctrl-D, the end of the input
        assert terminal.end() == 2
    assert (sheet.read_bytes(), (sheet.parent / "reference.proposed/propositions.yaml").read_text("utf-8")) == (
        before,
        BLANK,
    )


def test_a_suggested_proposition_takes_the_place_of_the_blank_one_and_undo_brings_it_back(sheet: Path) -> None:
    before = sheet.read_bytes()
    output = run(sheet, "l 2\nl 1\nq\n")
    assert "there is no l 2" in output
    assert f"    proposition: {KNOWN}\n" in sheet.read_text("utf-8")
    proposed = sheet.parent / "reference.proposed/propositions.yaml"
    assert proposed.read_text("utf-8") == "# new\n"
    sheet.write_bytes(before)
    proposed.write_text(BLANK, "utf-8")
    run(sheet, "l 1\nu\nq\n")
    assert (sheet.read_bytes(), proposed.read_text("utf-8")) == (before, BLANK)


def test_the_speaker_is_chosen_among_the_candidates(sheet: Path) -> None:
    content = sheet.read_text("utf-8").replace("speaker: ada-north", "candidates: [eve, ada-north]")
    sheet.write_text(content.replace("a-plan", KNOWN), "utf-8")
    (sheet.parent / "reference.proposed/persons.yaml").write_text(
        "eve: {label: Eve, description: A person.}\n", "utf-8"
    )
    output = run(sheet, "a\nc 2\na\n")
    assert "no speaker yet" in output
    assert "c 1: eve" in output
    assert "1 accepted" in output
    assert "new names" not in output
    assert "    speaker: ada-north\n" in sheet.read_text("utf-8")
    assert "candidates" not in sheet.read_text("utf-8")


@pytest.mark.parametrize("flow", [False, True])
def test_entries_that_only_a_draft_uses_stay_behind(tmp_path: Path, flow: bool) -> None:
    block = (
        "z:\n  words: a\n    b\n  sentence: A b.\n  issues: [x]\n  suggested:\n    - c\n    - d\ny: {sentence: Y.}\n"
    )
    line = "z: {words: a b, sentence: A b., issues: [x], suggested: [c, d]}\ny: {sentence: Y.}\n"
    folder = tmp_path / "reference.proposed"
    folder.mkdir()
    (folder / "propositions.yaml").write_text(line if flow else block, "utf-8")
    ProposedNames(tmp_path).move("z", tmp_path / "reference")
    moved = (tmp_path / "reference/propositions/z.yaml").read_text("utf-8")
    assert moved == ("z: {sentence: A b., issues: [x]}\n" if flow else "z:\n  sentence: A b.\n  issues: [x]\n")
    assert (folder / "propositions.yaml").read_text("utf-8") == "y: {sentence: Y.}\n"


def test_a_proposition_without_a_sentence_is_not_moved(sheet: Path) -> None:
    with pytest.raises(UsageError, match="no sentence yet"):
        ProposedNames(sheet.parent).move("a-plan", sheet.parents[1] / "reference")
