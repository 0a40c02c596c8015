"""A data repository that `kg init` makes, driven as its owner, its CI and its hooks would drive it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
SHEET = Path("seeds/2024-05-02-example-border-talks/sheet.yaml")


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, with this environment's programs first on the path."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("KG_", "GITHUB_", "GIT_"))}
    path = f"{BIN}{os.pathsep}{kept['PATH']}"
    settings = {**kept, "PATH": path, "PRE_COMMIT_HOME": str(folder.parent / "pre-commit"), **environment}
    return subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, timeout=240, check=False)


def git(folder: Path, *arguments: str) -> None:
    author = ("-c", "user.name=Coder", "-c", "user.email=coder@example.org")
    done = run(folder, "git", *author, *arguments)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "positions"
    assert run(tmp_path, "kg", "init", "positions").returncode == 0
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Start")
    return folder


def edit(folder: Path, old: str, new: str, file: Path = SHEET) -> None:
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")


def test_a_new_repository_conforms_builds_and_answers(repository: Path) -> None:
    assert run(repository, "kg", "validate", "seeds").returncode == 0
    assert run(repository, "kg", "build").returncode == 0
    assert "Ada North called on Thursday for a ceasefire" in run(repository, "kg", "query", "positions").stdout


def test_the_schema_completes_the_example(repository: Path) -> None:
    schema = json.loads((repository / "schema/sheet.json").read_text("utf-8"))
    sheet = YAML(typ="safe", pure=True)
    sheet.constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)
    jsonschema.Draft202012Validator(schema).validate(sheet.load((repository / SHEET).read_text("utf-8")))
    settings = json.loads((repository / ".vscode/settings.json").read_text("utf-8"))
    assert all((repository / name).exists() for name in settings["yaml.schemas"])


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


def hook(repository: Path) -> None:
    """Use the hook that this project offers, with the `kg` that is installed here in place of one from a registry."""
    (offered,) = YAML(typ="safe").load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    hooks = [{**offered, "language": "system"}]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (repository / ".pre-commit-config.yaml").write_text(json.dumps(config), "utf-8")  # JSON is YAML
    git(repository, "commit", "-qam", "Use the hook")


def test_pre_commit_stops_a_bad_commit(repository: Path) -> None:
    hook(repository)
    edit(repository, "act: calls-for", "act: demands")
    git(repository, "add", "-A")
    assert run(repository, "pre-commit", "run", "kg-validate").returncode == 0
    edit(repository, "act: demands", "act: demnads")
    git(repository, "add", "-A")
    done = run(repository, "pre-commit", "run", "kg-validate")
    assert (done.returncode, "`demands`" in done.stdout) == (1, True)
    article = SHEET.parent / "article.txt"
    edit(repository, "act: demnads", "act: demands")
    edit(repository, "on Thursday", "on Friday", article)
    git(repository, "add", "-A")
    done = run(repository, "pre-commit", "run", "kg-validate", "--files", str(article))
    assert (done.returncode, "[wrong-hash]" in done.stdout) == (1, True)


def test_pre_commit_checks_what_uses_the_reference_data_that_a_commit_touches(repository: Path) -> None:
    hook(repository)
    names = Path("seeds/reference/officials.yaml")
    edit(repository, "ada-north:", "ada-nord:", names)
    (repository / "seeds/README.md").write_text("Where these texts come from: nowhere")
    git(repository, "add", "-A")
    done = run(repository, "pre-commit", "run", "kg-validate")
    assert (done.returncode, f"{SHEET}:" in done.stdout, "`ada-nord`" in done.stdout) == (1, True, True)
    edit(repository, "ada-nord:", "ada-north: # a person", names)
    git(repository, "add", "-A")
    done = run(repository, "pre-commit", "run", "kg-validate")
    assert done.returncode == 0, done.stdout


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
    assert (done.returncode, done.stderr) == (0, "the reference data checked: conforms\n")
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


def test_the_workflows_call_what_there_is(repository: Path) -> None:
    options = run(repository, "kg", "validate", "--help").stdout
    action = YAML(typ="safe").load((ROOT / "action.yml").read_text("utf-8"))
    gitlab = YAML(typ="safe").load((repository / ".gitlab-ci.yml").read_text("utf-8"))
    script = action["runs"]["steps"][-1]["run"] + " ".join(gitlab["positions"]["script"])
    used = {word.split("=")[0].lstrip("{$+") for word in script.replace("{", " ").split() if word.startswith("--")} - {
        "--"
    }
    assert used
    assert all(option in options for option in used)


def test_the_action_runs_as_github_would_run_it(repository: Path) -> None:
    steps = YAML(typ="safe").load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    values = {"PATHS": "seeds", "FAIL_ON": "violation", "BASELINE": "", "CHANGED_SINCE": "HEAD"}
    assert set(steps[-1]["env"]) == values.keys()
    done = run(repository, "bash", "-euo", "pipefail", "-c", steps[-1]["run"], **values)
    assert done.returncode == 0, done.stderr
    edit(repository, "mode: indirect", "mode: narrated")
    assert run(repository, "bash", "-euo", "pipefail", "-c", steps[-1]["run"], **values).returncode == 1
