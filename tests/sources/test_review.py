"""Reviewing: one decision changes one row and nothing else, and a review can be taken up again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from data_repository import new_folder
from ruamel.yaml import YAML

from kg.cli.review import command
from kg.editing import EditedFile
from kg.errors import InputError, UsageError
from kg.sources.review import ReviewedSheet
from kg.validate.run import validate

if TYPE_CHECKING:
    from pathlib import Path

SHEET = """# A comment on top
source:
  title: "Talks"   # kept
  publisher: bbc
  published: 2012-03-11
  text: article.txt
  sha256: 0

statements:
  # the first
  - id: one
    quote: >-
      Russia said it
      opposed the plan
    speaker: russia
    act: opposes
    proposition: a-plan
    mode: indirect
    confidence: 0.5
    status: proposed
  - {id: two, quote: China agreed, speaker: china, act: agrees, proposition: b, mode: indirect, status: proposed}
  - id: three
    quote: China left
    speaker: china
    act: claims
    proposition: b
    mode: indirect

events:
  - id: four
    type: meeting
    label: They met
    quote: They met
    participants: [russia, china]
    status: proposed
"""
PLAN = "a-plan:\n  sentence: The plan is right.\n  issues: [diplomacy]\n"
OTHER = "other:\n  sentence: Another.\n  issues: [diplomacy]\n"
TEXT = "Talks\n\nRussia said it opposed the plan. China agreed.\n\nChina left. They met.\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "article.txt").write_text(TEXT, "utf-8")
    (folder / "sheet.yaml").write_text(SHEET, "utf-8")
    proposed = folder / "reference.proposed"
    proposed.mkdir()
    (proposed / "propositions.yaml").write_text(
        f"# new\n{PLAN}{OTHER}",
        "utf-8",
    )
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "propositions.yaml").write_text(
        "# known\nb:\n  sentence: B.\n  issues: [diplomacy]\n", "utf-8"
    )
    return folder / "sheet.yaml"


def test_an_accepted_row_says_who_and_when_and_nothing_else_changes(sheet: Path) -> None:
    reviewed = ReviewedSheet(sheet)
    reviewed.accept("one", "A. Reader", "2026-01-02T03:04:05Z")
    expected = SHEET.replace(
        "    status: proposed\n  - {id", "    reviewed: {by: A. Reader, on: 2026-01-02T03:04:05Z}\n  - {id", 1
    )
    assert sheet.read_text("utf-8") == expected


def test_a_row_on_one_line_can_be_accepted(sheet: Path) -> None:
    ReviewedSheet(sheet).accept("two", 'O"Neill: x', "2026-01-02")
    assert '{by: "O\\"Neill: x", on: 2026-01-02}}' in sheet.read_text("utf-8")


def test_a_rejected_row_is_gone_with_its_lines_only(sheet: Path) -> None:
    reviewed = ReviewedSheet(sheet)
    reviewed.reject("one")
    content = sheet.read_text("utf-8")
    assert "id: one" not in content
    assert "# the first\n  - {id: two" in content


def test_the_last_row_of_a_section_leaves_an_empty_list(sheet: Path) -> None:
    reviewed = ReviewedSheet(sheet)
    reviewed.reject("four")
    assert sheet.read_text("utf-8").endswith("events:\n  []\n")
    assert [row.id for row in ReviewedSheet(sheet).proposals()] == ["one", "two"]


@pytest.mark.parametrize(
    ("field", "value", "line"),
    [
        ("act", "rejects", "    act: rejects\n"),
        ("speaker", "[russia, china]", "    speaker: [russia, china]\n"),
        ("quote", "Russia said: no", '    quote: "Russia said: no"\n'),
        ("said", "2012-03-09", "    said: 2012-03-09\n    status: proposed\n"),
        ("confidence", "", "    mode: indirect\n    status: proposed\n"),
    ],
)
def test_a_field_is_changed_added_or_taken_out(sheet: Path, field: str, value: str, line: str) -> None:
    ReviewedSheet(sheet).change("one", field, value)
    assert line in sheet.read_text("utf-8")


@pytest.mark.parametrize(
    ("field", "value"), [("colour", "red"), ("status", "accepted"), ("speaker", "[russia"), ("act", "{")]
)
def test_a_refused_edit_leaves_the_file_unchanged(sheet: Path, field: str, value: str) -> None:
    with pytest.raises(UsageError):
        ReviewedSheet(sheet).change("one", field, value)
    assert sheet.read_text("utf-8") == SHEET


def test_a_quote_is_shown_with_the_space_that_the_text_has_around_it(repository: Path) -> None:
    output = run(draft(repository, row("one") + row("two", FOR)), "s\ns\n")
    text = (repository / "seeds/2024-05-02-example-border-talks/article.txt").read_text("utf-8")
    for quote in (CALLED, FOR):
        at = " ".join(text.split()).index(quote)
        before, after = " ".join(text.split())[at - 1 : at], " ".join(text.split())[at + len(quote)]
        assert f"{before}>>{quote}<<{after}" in output.replace("\n  ", "\n ").replace("\n ", " ")


def test_a_quote_is_shown_in_its_paragraph(sheet: Path) -> None:
    reviewed = ReviewedSheet(sheet)
    assert reviewed.context(reviewed.proposals()[0]) == ("", "Russia said it opposed the plan", ". China agreed.")


# -- as a dialogue, on data that are valid

ROW = """  - id: {id}
    quote: {quote}
    speaker: {speaker}
    act: calls-for
    proposition: {proposition}
    said: 2024-05-02
    mode: indirect
    status: proposed
"""
CALLED, FOR = "Ada North called on Thursday for a ceasefire", "for a ceasefire at the border with Southland"
KNOWN = "ceasefire-at-the-example-border"


def row(id_: str, quote: str = CALLED, speaker: str = "ada-north", proposition: str = KNOWN) -> str:
    return ROW.format(id=id_, quote=quote, speaker=speaker, proposition=proposition)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    new_folder(tmp_path / "r")
    return tmp_path / "r"


def draft(repository: Path, rows: str, source: str = "2024-06-01-talks", **proposed: str) -> Path:
    """Write a source with these proposed rows, and names proposed beside it; return its sheet."""
    example, folder = repository / "seeds/2024-05-02-example-border-talks", repository / "seeds" / source
    shutil.copytree(example, folder)
    text = (folder / "article.txt").read_text("utf-8") + f"\nOf {source}.\n"
    (folder / "article.txt").write_text(text, "utf-8")
    head = (folder / "sheet.yaml").read_text("utf-8").partition("statements:")[0]
    head = re.sub("sha256: .*", f"sha256: {hashlib.sha256(text.encode()).hexdigest()}", head)
    (folder / "sheet.yaml").write_text(f"{head}statements:\n{rows}", "utf-8")
    for name, entries in proposed.items():
        (folder / "reference.proposed").mkdir(exist_ok=True)
        (folder / f"reference.proposed/{name}.yaml").write_text(entries, "utf-8")
    return folder / "sheet.yaml"


def run(sheet: Path, answers: str) -> str:
    result = CliRunner().invoke(command, [str(sheet), "--by", "A. Reader"], input=answers)
    assert result.exit_code == 0, result.output
    return result.output


def violations(repository: Path) -> list[str]:
    return [finding.message for finding in validate([repository / "seeds"]).findings]


def test_a_review_can_be_resumed(repository: Path) -> None:
    sheet = draft(repository, row("one") + row("two", FOR) + row("three"))
    assert "1 accepted, 0 rejected, 0 skipped; 2 left" in run(sheet, "a\nq\n")
    output = run(sheet, "r\ns\n")
    assert "statement one" not in output
    assert "0 accepted, 1 rejected, 1 skipped; 1 left" in output
    assert violations(repository) == []


def test_the_end_of_the_input_stops(repository: Path) -> None:
    assert "1 left" in run(draft(repository, row("one")), "")


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        ("quote\nAda North said nothing of the kind\n", "not in the text"),
        ("proposition\nno-such-thing\n", "no-such-thing"),
        ("act\nshouts\n", "shouts"),
        ("speaker\nnobody\n", "nobody"),
        ("id\nnorth-ceasefire two\n", "north-ceasefire two"),
    ],
)
def test_an_edit_that_is_not_valid_is_not_taken(repository: Path, edit: str, reason: str) -> None:
    sheet = draft(repository, row("one"))
    before = sheet.read_bytes()
    output = run(sheet, f"e\n{edit}q\n")
    assert reason in output
    assert "nothing was changed" in output
    assert sheet.read_bytes() == before


def test_a_row_that_is_not_valid_is_not_accepted_and_others_are(repository: Path) -> None:
    sheet = draft(repository, row("one", "She never said so") + row("two"))
    output = run(sheet, "a\ns\na\n")
    assert "nothing was changed" in output
    assert "1 accepted, 0 rejected, 1 skipped; 1 left" in output
    assert [item.id for item in ReviewedSheet(sheet).proposals()] == ["one"]


def test_nothing_is_accepted_from_a_text_that_has_changed(repository: Path) -> None:
    sheet = draft(repository, row("one"))
    (sheet.parent / "article.txt").write_text(f"Otherwise. {CALLED} {FOR}", "utf-8")
    assert "nothing was changed" in run(sheet, "a\nq\n")
    assert "reviewed" not in sheet.read_text("utf-8")


def test_decisions_are_undone_one_by_one(repository: Path) -> None:
    sheet = draft(
        repository, row("one", speaker="eve") + row("two"), persons="eve: {label: Eve, description: A person.}\n"
    )
    before = {path: path.read_bytes() for path in repository.rglob("*.yaml")}
    output = run(sheet, "a\ny\ne\nact\ndemands\nr\ns\n")
    assert "1 accepted, 1 rejected, 0 skipped" in output
    sheet.write_bytes(before[sheet])
    for path, data in before.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    shutil.rmtree(repository / "seeds/reference/persons")
    output = run(sheet, "a\ny\ne\nact\ndemands\nu\nu\nu\nr\nu\nq\n")
    assert "one: no longer accepted" in output
    assert "two: no longer edited" in output
    assert "nothing to undo" in output
    assert "one: no longer rejected" in output
    assert {path: path.read_bytes() for path in repository.rglob("*.yaml")} == before


@pytest.mark.parametrize(("mark", "end"), [(b"\xef\xbb\xbf", b"\r\n"), (b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n")])
def test_line_endings_and_byte_order_mark_are_kept(repository: Path, mark: bytes, end: bytes) -> None:
    plan = "# new\na-plan:\n  sentence: The plan is right.\n  issues: [diplomacy]\n"
    sheet = draft(repository, row("one") + row("two", proposition="a-plan") + row("three"), propositions=plan)
    files = [sheet, sheet.parent / "reference.proposed/propositions.yaml", *repository.glob("seeds/reference/*.yaml")]
    for file in files:
        file.write_bytes(mark + file.read_bytes().replace(b"\n", end))
    before = sheet.read_bytes().split(end)
    run(sheet, "r\na\ny\ne\ncertainty\ncertain\nq\n")
    after = sheet.read_bytes().split(end)
    assert [line for line in after if line not in before] == [
        next(line for line in after if line.startswith(b"    reviewed: {by: A. Reader, on: ")),
        b"    certainty: certain",
    ]
    for file in (sheet, sheet.parent / "reference.proposed/propositions.yaml"):
        data = file.read_bytes()
        assert data.startswith(mark or b"#")
        assert data.count(b"\n") == data.count(end)


def test_a_file_with_both_kinds_of_line_ends_changes_in_one_place(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"one\r\ntwo\nthr\xc3\xa9e\r\rfour\r\n")
    edited = EditedFile(file)
    edited.replace(edited.content.index("four"), edited.content.index("four") + 4, "4\n5")
    edited.replace(edited.content.index("two"), edited.content.index("two") + 3, "2")
    edited.save()
    assert file.read_bytes() == b"one\r\n2\nthr\xc3\xa9e\r\r4\r\n5\r\n"


class TestNames:
    """Names that a draft proposes, and that the reference data may have by the time of the review."""

    def test_they_are_moved_only_with_consent_into_their_place(self, repository: Path) -> None:
        plan = "a-plan:\n  sentence: The plan is right.\n  issues: [diplomacy]\n"
        sheet = draft(repository, row("one", proposition="a-plan"), propositions=f"# new\n{plan}z: {{sentence: Z.}}\n")
        known = repository / "seeds/reference/propositions/a-plan.yaml"
        run(sheet, "a\nn\nq\n")
        assert not known.exists()
        run(sheet, "a\ny\n")
        schema = "# yaml-language-server: $schema=../../../schema/propositions.json\n"
        assert known.read_text("utf-8") == schema + plan
        assert (known.parent / schema.partition("=")[2].strip()).is_file()
        assert (sheet.parent / "reference.proposed/propositions.yaml").read_text(
            "utf-8"
        ) == "# new\nz: {sentence: Z.}\n"

    def test_what_a_new_name_uses_and_the_publisher_go_with_it(self, repository: Path) -> None:
        plan = "a-plan:\n  sentence: The plan is right.\n  issues: [diplomacy]\n  concerns: [a-rebel]\n"
        persons = "a-rebel: {label: A rebel}\nnobody: {label: a-plan}\n"
        paper = "bbc: {label: BBC, type: news-organisation}\n"
        sheet = draft(
            repository, row("one", proposition="a-plan"), propositions=plan, persons=persons, organisations=paper
        )
        sheet.write_text(sheet.read_text("utf-8").replace("example-herald", "bbc"), "utf-8")
        assert "new names: bbc, a-rebel, a-plan" in run(sheet, "a\ny\nq\n")
        assert "a-rebel: {label: A rebel}\n" in (repository / "seeds/reference/persons/a-rebel.yaml").read_text("utf-8")
        assert "nobody" in (sheet.parent / "reference.proposed/persons.yaml").read_text("utf-8")
        assert violations(repository) == []

    def test_the_same_thing_in_two_drafts_is_linked(self, repository: Path) -> None:
        westland = "westland: {label: Westland, description: A state that the text names.}\n"
        for source in ("2024-06-01-a", "2024-06-02-b", "2024-06-03-c"):
            sheet = draft(repository, row("one", speaker="westland"), source, states=westland)
            assert "1 accepted" in run(sheet, "a\ny\n" if source.endswith("a") else "a\n")
            assert not (sheet.parent / "reference.proposed").exists(), "nothing is left to propose"
        taken = (repository / "seeds/reference/states/westland.yaml").read_text("utf-8")
        assert "westland: {label: Westland}" in taken, "its description said only that it was proposed"
        assert violations(repository) == []

    @pytest.mark.parametrize(("answer", "left"), [("y", []), ("n", ["persons.yaml"]), ("", ["persons.yaml"])])
    def test_names_that_no_row_uses_go_at_the_end_if_the_reviewer_agrees(
        self, repository: Path, answer: str, left: list[str]
    ) -> None:
        persons = "ada-east: {label: Ada East, description: A person whom the text names.}\n"
        paper = "bbc: {label: BBC, type: news-organisation, description: Publisher of a text that was drafted.}\n"
        rows = row("one", speaker="ada-east") + row("two", FOR)
        sheet = draft(repository, rows, persons=persons, organisations=paper)
        sheet.write_text(sheet.read_text("utf-8").replace("example-herald", "bbc"), "utf-8")
        folder = sheet.parent / "reference.proposed"
        assert "next: kg build" not in run(sheet, "r\n"), "a row is left, which may still use the name"
        output = run(sheet, f"a\ny\n{answer}\n")
        assert "remove the proposed names that no row uses (ada-east)? y/n" in output
        assert output.endswith("next: kg build\n")
        assert ([path.name for path in folder.iterdir()] if folder.exists() else []) == left
        assert violations(repository) == []

    def test_a_group_keeps_the_description_that_it_has_to_have(self, repository: Path) -> None:
        groups = "rebels: {label: Rebels, description: A group that the text names.}\n"
        sheet = draft(repository, row("one", speaker="rebels"), groups=groups)
        assert "1 accepted" in run(sheet, "a\ny\n")
        assert violations(repository) == []

    def test_the_publisher_of_a_source_without_rows_stays_proposed(self, repository: Path) -> None:
        paper = "bbc: {label: BBC, type: news-organisation}\n"
        sheet = draft(repository, row("one"), organisations=paper)
        sheet.write_text(sheet.read_text("utf-8").replace("example-herald", "bbc"), "utf-8")
        run(sheet, "r\ny\n")
        assert "bbc" in (sheet.parent / "reference.proposed/organisations.yaml").read_text("utf-8")

    def test_descriptions_in_two_texts_are_two_actors(self, repository: Path) -> None:
        described = "Described by the words of the text, which names nobody."
        analysts = f"analysts: {{label: analysts, description: '{described}'}}\n"
        for source in ("2024-06-01-a", "2024-06-02-b"):
            sheet = draft(
                repository, row("one", speaker="analysts") + row("two", FOR, "analysts"), source, groups=analysts
            )
            assert "2 accepted" in run(sheet, "a\ny\na\n")
        groups = sorted(path.stem for path in (repository / "seeds/reference/groups").iterdir())
        assert groups == ["analysts", "analysts-2024-06-02-b"]
        assert sheet.read_text("utf-8").count("speaker: analysts-2024-06-02-b\n") == 2
        assert violations(repository) == []

    def test_names_shared_in_the_reference_data_are_reported_once(self, repository: Path) -> None:
        states = repository / "seeds/reference/states.yaml"
        states.write_text(
            states.read_text("utf-8") + "moorland: {label: Moorland}\nfenland: {label: Moorland}\n", "utf-8"
        )
        for source in ("2024-06-01-a", "2024-06-02-b"):
            draft(repository, row("one", speaker=f"x-{source}"), source, persons=f"x-{source}: {{label: Moorland}}\n")
        shared = [finding for finding in validate([repository / "seeds"]).findings if finding.rule == "shared-name"]
        places = sorted(finding.file.partition("/seeds/")[2] for finding in shared)
        proposed = [f"{source}/reference.proposed/persons.yaml" for source in ("2024-06-01-a", "2024-06-02-b")]
        assert places == [*proposed, *["reference/states.yaml"] * 2]

    @pytest.mark.parametrize(
        ("answer", "speaker"),
        [("l", "northland"), ("r\n", "northland-2024-06-01-talks"), ("r\nnorthland-radio", "northland-radio")],
    )
    def test_another_thing_of_that_name_is_asked_about(self, repository: Path, answer: str, speaker: str) -> None:
        paper = "northland: {label: Northland Radio, type: news-organisation}\n"
        sheet = draft(repository, row("one", speaker="northland"), organisations=paper)
        output = run(sheet, f"a\n{answer}\ny\n")
        assert "northland is taken by State “Northland”" in output
        assert f"speaker: {speaker}\n" in sheet.read_text("utf-8")
        assert violations(repository) == []

    def test_a_taken_name_can_be_skipped(self, repository: Path) -> None:
        paper = "northland: {label: Northland Radio, type: news-organisation}\n"
        sheet = draft(repository, row("one", speaker="northland"), organisations=paper)
        before = sheet.read_bytes()
        assert "0 accepted" in run(sheet, "a\ns\ns\n")
        assert sheet.read_bytes() == before


@pytest.mark.parametrize(("before", "answer"), [("a", "a"), ("a", "u"), ("a", "r"), ("", "r"), ("", "a")])
def test_what_is_written_in_an_editor_during_a_review_is_kept(
    repository: Path, monkeypatch: pytest.MonkeyPatch, before: str, answer: str
) -> None:
    sheet = draft(repository, row("one", FOR) + row("two", FOR) + row("three", FOR))
    answers = [*before, answer, "q"]
    edited = len(before)

    def ask(question: str, stop: str = "") -> str:
        if len(answers) == 2:
            sheet.write_text(sheet.read_text("utf-8") + "# mine\n", "utf-8")
        return answers.pop(0)

    monkeypatch.setattr("kg.cli.review.ask", ask)
    said = run(sheet, "")
    assert sheet.read_text("utf-8").endswith("# mine\n")
    assert f"{edited} accepted, 0 rejected, 0 skipped; {3 - edited} left" in said
    assert "changed by another program" in said


def test_an_edited_file_never_replaces_what_it_has_not_read(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    edited = EditedFile(file)
    file.write_text("b\n", "utf-8")
    edited.replace(0, 0, "a\n")
    with pytest.raises(InputError, match="changed by another program"):
        edited.save()
    assert file.read_text("utf-8") == "b\n"
    again = EditedFile(file)
    for text in ("c\n", "d\n"):
        again.replace(0, 0, text)
        again.save()
    assert file.read_text("utf-8") == "d\nc\nb\n"


def test_a_row_that_cannot_be_taken_out_leaves_the_review_going(repository: Path) -> None:
    """In a list in one line, a row shares its line with others."""
    sheet = draft(repository, row("one", FOR) + row("two", FOR))
    text = sheet.read_text("utf-8")
    head, rows = text.split("statements:\n")
    items = YAML(typ="safe").load(f"statements:\n{rows}")["statements"]
    flow = ", ".join(json.dumps(item, default=str) for item in items)
    sheet.write_text(f"{head}statements: [{flow}]\n", "utf-8")
    said = run(sheet, "r\na\nr\nq\n")
    assert "the row 'one' is on the same line as others" in said
    assert "1 accepted, 0 rejected, 0 skipped; 1 left" in said
