"""A data repository that `kg init` makes, driven as its owner would drive it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import pytest
from data_repository import SHEET, edit, git, new_repository, run
from ruamel.yaml import YAML

from kg.reference.fields import FILES


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    return new_repository(tmp_path)


def test_a_new_repository_conforms_builds_and_answers(repository: Path) -> None:
    assert run(repository, "kg", "validate", "seeds").returncode == 0
    assert run(repository, "kg", "build").returncode == 0
    assert "Ada North called on Thursday for a ceasefire" in run(repository, "kg", "query", "positions").stdout


def read_as_editors_do(file: Path) -> object:
    loader = YAML(typ="safe", pure=True)
    loader.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
    return loader.load(file.read_text("utf-8"))


def test_editors_find_the_schema_of_every_file(repository: Path) -> None:
    shutil.copytree(repository / "seeds/reference", repository / SHEET.parent / "reference.proposed")
    settings = json.loads((repository / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    checked = {}
    for schema, places in settings.items():
        known = jsonschema.Draft202012Validator(json.loads((repository / schema).read_text("utf-8")))
        for place in [places] if isinstance(places, str) else places:
            for file in repository.glob(place):
                known.validate(read_as_editors_do(file))
                checked[file] = (repository / schema).resolve()
    assert checked.keys() == {*repository.glob("seeds/**/*.yaml")}
    for file in (repository / SHEET, *repository.glob("seeds/reference/*.yaml")):  # as editors without settings do
        first = file.read_text("utf-8").partition("\n")[0]
        assert (file.parent / first.partition("$schema=")[2]).resolve() == checked[file]


def test_the_schemas_are_those_that_the_command_prints_and_are_all_mapped(repository: Path) -> None:
    settings = json.loads((repository / ".vscode/settings.json").read_text("utf-8"))["yaml.schemas"]
    mapped = {
        f"./schema/{name}.json": [f"seeds/reference/{name}.yaml", f"seeds/*/reference.proposed/{name}.yaml"]
        for name in FILES
    }
    assert settings == {"./schema/sheet.json": "seeds/*/sheet.yaml", **mapped}
    for name in ("sheet", *FILES):
        printed = run(repository, "kg", "schema", name).stdout
        assert (repository / f"schema/{name}.json").read_text("utf-8") == printed


def test_a_bad_sheet_fails_on_its_line(repository: Path) -> None:
    edit(repository, "speaker: ada-north", "speaker: ada-nort")
    done = run(repository, "kg", "validate", "seeds")
    assert done.returncode == 1
    line = (repository / SHEET).read_text("utf-8").split("\n").index("    speaker: ada-nort") + 1
    assert f"{SHEET}:{line}:14: violation:" in done.stdout
    assert "`ada-north`" in done.stdout


def test_a_pull_request_is_annotated(repository: Path) -> None:
    edit(repository, "speaker: ada-north", "speaker: ada-nort")
    done = run(repository, "kg", "validate", "seeds", GITHUB_ACTIONS="true")
    assert done.stdout.startswith(f"::error file={SHEET},line=")


def test_a_warning_fails_only_where_it_is_asked_to(repository: Path) -> None:
    edit(repository, "said: 2024-05-02", "said: 2022-05-02")
    done = run(repository, "kg", "validate", "seeds")
    assert (done.returncode, "[post-held]" in done.stdout) == (0, True)
    assert run(repository, "kg", "validate", "seeds", "--fail-on", "warning").returncode == 1


def test_a_baseline_lets_known_findings_pass_and_new_ones_fail(repository: Path) -> None:
    edit(repository, "said: 2024-05-02", "said: 2022-05-02")
    strict = ("kg", "validate", "seeds", "--fail-on", "warning", "--baseline", "baseline.yaml")
    assert run(repository, *strict).returncode == 2, "a baseline that is not there is an error"
    assert run(repository, *strict, "--update-baseline").returncode == 0
    edit(repository, "statements:", "\n# moved down\nstatements:")
    assert run(repository, *strict).returncode == 0
    edit(repository, "mode: indirect", "mode: narrated")
    assert run(repository, *strict).returncode == 1


def test_only_what_changed_is_checked(repository: Path) -> None:
    edit(repository, "act: calls-for", "act: demands")
    done = run(repository, "kg", "validate", "seeds", "--changed-since", "HEAD", "-v", "--no-cache")
    assert done.returncode == 0, done.stderr
    assert f"{SHEET.parent}: " in done.stderr
    git(repository, "commit", "-qam", "Demand")
    done = run(repository, "kg", "validate", "seeds", "--changed-since", "HEAD", "-v", "--no-cache")
    assert f"{SHEET.parent}: " not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["seeds"], 0),
        (["seeds", "-f", "sarf"], 2),
        (["nowhere"], 2),
        ([".github"], 2),
        (["seeds", "--changed-since", "no-such-revision"], 2),
        (["seeds", "--engine", "none-such"], 2),
    ],
)
def test_exit_codes(repository: Path, arguments: list[str], code: int) -> None:
    done = run(repository, "kg", "validate", *arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("file", "code", "says"),
    [
        ("seeds/reference/states.yaml", 0, "1 source and the reference data checked: conforms"),
        (str(SHEET.parent / "article.txt"), 0, "1 source and the reference data checked: conforms"),
        ("README.md", 2, "README.md: neither a sheet (.yaml) nor RDF"),
        (str(SHEET.parent / "notes.yaml"), 0, "/notes.yaml: neither a sheet nor RDF, so the source in its folder is"),
        (str(SHEET.parent / "meta.json"), 0, "1 source and the reference data checked: conforms"),
        (str(SHEET.parent / "talks.pdf"), 0, "1 source and the reference data checked: conforms"),
        (str(SHEET.parent / "draft.yaml"), 1, f"1 violation in {SHEET.parent / 'draft.yaml'}"),
        (str(SHEET.parent / "draft.json"), 1, "violation"),
    ],
)
def test_a_file_stands_for_what_has_to_be_checked_for_it(repository: Path, file: str, code: int, says: str) -> None:
    texts = {"notes.yaml": "who: [me]\nnotes:\n  source: 1\n", "meta.json": '{"a": 1}', "talks.pdf": "%PDF"}
    drafts = {"draft.yaml": "# Mine\nstatements: []\n", "draft.json": '{"@id": "http://example.org/1", "a": 1}'}
    for name, text in {**texts, **drafts}.items():
        (repository / SHEET.parent / name).write_text(text, "utf-8")
    done = run(repository, "kg", "validate", file)
    assert (done.returncode, says in done.stderr) == (code, True), done.stderr
    again = run((repository / file).parent, "kg", "validate", Path(file).name)
    assert (again.returncode, says.rpartition("/")[2] in again.stderr) == (code, True), again.stderr


def test_reference_data_is_told_to_be_checked_and_errors_in_it_stand_where_findings_would(repository: Path) -> None:
    done = run(repository, "kg", "validate", "seeds/reference")
    assert (done.returncode, done.stderr) == (0, "kg: seeds seeds of positions\nthe reference data checked: conforms\n")
    (repository / "seeds/reference/states.yaml").write_text("northland: {label: [", "utf-8")
    for folder in ("seeds", "seeds/reference", str(SHEET.parent)):
        done = run(repository, "kg", "validate", folder)
        assert done.returncode == 2
        assert done.stderr.startswith("kg: seeds/reference/states.yaml:1:"), done.stderr
    done = run(repository / "seeds", "kg", "validate", "reference")
    assert done.stderr.startswith("kg: reference/states.yaml:1:"), done.stderr


def test_standard_input_is_refused_with_what_to_do(repository: Path) -> None:
    done = run(repository, "kg", "validate", "-")
    assert (done.returncode, "write it to a file in the folder of its source" in done.stderr) == (2, True)


def test_files_that_are_there_are_never_touched(repository: Path) -> None:
    (repository / "README.md").write_text("mine")
    done = run(repository.parent, "kg", "init", "positions")
    assert (done.returncode, "there already" in done.stderr) == (2, True)
    assert (repository / "README.md").read_text() == "mine"
