"""A data repository that `kg init` makes, driven as its owner would drive it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace

import jsonschema
import pytest
from data_repository import SHEET, edit, git, new_repository, run, try_git
from in_process import kg_here
from ruamel.yaml import YAML

from kg.cli import installed
from kg.errors import UsageError
from kg.reference.fields import FILES


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `kg init` makes, committed."""
    return new_repository(tmp_path_factory.mktemp("made"))


@pytest.fixture
def repository(made: Path, tmp_path: Path) -> Path:
    """A copy of it, for one test."""
    return Path(shutil.copytree(made, tmp_path / made.name, symlinks=True))


@pytest.fixture(scope="module")
def made_small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same without the package of the world."""
    return new_repository(tmp_path_factory.mktemp("small"), world=False)


@pytest.fixture
def small(made_small: Path, tmp_path: Path) -> Path:
    """A copy of that, for one test."""
    return Path(shutil.copytree(made_small, tmp_path / made_small.name, symlinks=True))


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
        f"./schema/{name}.json": [
            f"seeds/reference/{name}.yaml",
            f"seeds/reference/{name}/*.yaml",
            f"seeds/*/reference.proposed/{name}.yaml",
        ]
        for name in FILES
    }
    assert settings == {"./schema/sheet.json": "seeds/*/sheet.yaml", **mapped}
    for name in ("sheet", *FILES):
        printed = kg_here(repository, "schema", name).stdout
        assert (repository / f"schema/{name}.json").read_text("utf-8") == printed


def test_a_bad_sheet_fails_on_its_line(small: Path) -> None:
    edit(small, "speaker: ada-north", "speaker: ada-nort")
    done = kg_here(small, "validate", "seeds")
    assert done.returncode == 1
    line = (small / SHEET).read_text("utf-8").split("\n").index("    speaker: ada-nort") + 1
    assert f"{SHEET}:{line}:14: violation:" in done.stdout
    assert "`ada-north`" in done.stdout


def test_a_pull_request_is_annotated(small: Path) -> None:
    edit(small, "speaker: ada-north", "speaker: ada-nort")
    done = kg_here(small, "validate", "seeds", GITHUB_ACTIONS="true")
    assert done.stdout.startswith(f"::error file={SHEET},line=")


def test_a_warning_fails_the_run_only_on_request(small: Path) -> None:
    edit(small, "said: 2024-05-02", "said: 2022-05-02")
    done = kg_here(small, "validate", "seeds")
    assert (done.returncode, "[post-held]" in done.stdout) == (0, True)
    assert kg_here(small, "validate", "seeds", "--fail-on", "warning").returncode == 1


def test_a_baseline_lets_known_findings_pass_and_new_ones_fail(small: Path) -> None:
    edit(small, "said: 2024-05-02", "said: 2022-05-02")
    strict = ("kg", "validate", "seeds", "--fail-on", "warning", "--baseline", "baseline.yaml")
    assert run(small, *strict).returncode == 2, "a baseline that is not there is an error"
    assert run(small, *strict, "--update-baseline").returncode == 0
    edit(small, "statements:", "\n# moved down\nstatements:")
    assert run(small, *strict).returncode == 0
    edit(small, "mode: indirect", "mode: narrated")
    assert run(small, *strict).returncode == 1


def test_only_what_changed_is_checked(small: Path) -> None:
    edit(small, "act: calls-for", "act: demands")
    done = kg_here(small, "validate", "seeds", "--changed-since", "HEAD", "-v", "--no-cache")
    assert done.returncode == 0, done.stderr
    assert f"{SHEET.parent}: " in done.stderr
    git(small, "commit", "-qam", "Demand")
    done = kg_here(small, "validate", "seeds", "--changed-since", "HEAD", "-v", "--no-cache")
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
def test_validating_a_new_repository_ends_with_the_documented_code(
    small: Path, arguments: list[str], code: int
) -> None:
    done = kg_here(small, "validate", *arguments)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("file", "code", "says"),
    [
        ("seeds/reference/states.yaml", 0, "1 source and the reference data checked: conforms"),
        (str(SHEET.parent / "article.txt"), 0, "1 source and the reference data checked: conforms"),
        ("README.md", 2, "README.md: not a sheet (.yaml) or RDF file"),
        (str(SHEET.parent / "notes.yaml"), 0, "/notes.yaml: not a sheet or RDF; checking the source in its folder"),
        (str(SHEET.parent / "meta.json"), 0, "1 source and the reference data checked: conforms"),
        (str(SHEET.parent / "talks.pdf"), 0, "1 source and the reference data checked: conforms"),
        (str(SHEET.parent / "draft.yaml"), 1, f"1 violation in {SHEET.parent / 'draft.yaml'}"),
        (str(SHEET.parent / "draft.json"), 1, "violation"),
    ],
)
def test_a_file_argument_checks_everything_that_it_affects(small: Path, file: str, code: int, says: str) -> None:
    texts = {"notes.yaml": "who: [me]\nnotes:\n  source: 1\n", "meta.json": '{"a": 1}', "talks.pdf": "%PDF"}
    drafts = {"draft.yaml": "# Mine\nstatements: []\n", "draft.json": '{"@id": "http://example.org/1", "a": 1}'}
    for name, text in {**texts, **drafts}.items():
        (small / SHEET.parent / name).write_text(text, "utf-8")
    done = kg_here(small, "validate", file)
    assert (done.returncode, says in done.stderr) == (code, True), done.stderr
    again = kg_here((small / file).parent, "validate", Path(file).name)
    assert (again.returncode, says.rpartition("/")[2] in again.stderr) == (code, True), again.stderr


def test_checking_reference_data_is_announced_and_its_errors_are_listed_with_the_findings(small: Path) -> None:
    done = kg_here(small, "validate", "seeds/reference")
    assert (done.returncode, done.stderr) == (
        0,
        "kg: reading seeds (repository positions)\nthe reference data checked: conforms\n",
    )
    (small / "seeds/reference/states.yaml").write_text("northland: {label: [", "utf-8")
    for folder in ("seeds", "seeds/reference", str(SHEET.parent)):
        done = kg_here(small, "validate", folder)
        assert done.returncode == 2
        assert done.stderr.startswith("kg: seeds/reference/states.yaml:1:"), done.stderr
    done = run(small / "seeds", "kg", "validate", "reference")
    assert done.stderr.startswith("kg: reference/states.yaml:1:"), done.stderr


def test_standard_input_is_refused_with_advice(repository: Path) -> None:
    done = kg_here(repository, "validate", "-")
    assert (done.returncode, "save it to a file in the folder of its source" in done.stderr) == (2, True)


def test_a_clone_gets_the_files_it_lacks_and_keeps_its_own(tmp_path: Path) -> None:
    """A repository made at GitHub has a README, a licence and a .gitignore."""
    mine = {"README.md": "# mine", "LICENSE": "MIT", ".gitignore": "*.pyc\n"}
    for name, text in mine.items():
        (tmp_path / name).write_text(text)
    done = run(tmp_path, "kg", "init")
    assert done.returncode == 0, done.stderr
    assert {name: (tmp_path / name).read_text() for name in mine} == mine
    assert ("kept: README.md" in done.stderr, "`.kg/`" in done.stderr) == (True, True)
    assert done.stderr.endswith("next: kg build   or   kg new TEXT, for a first article\n")
    assert run(tmp_path, "kg", "validate", "seeds").returncode == 0
    below = run(tmp_path, "kg", "init", "below")
    assert below.stderr == "next: cd below && kg build   or   kg new TEXT, for a first article\n"


def test_an_update_refreshes_files_that_nobody_changed(repository: Path) -> None:
    schema, workflow, hook = "schema/sheet.json", ".github/workflows/positions.yml", ".pre-commit-config.yaml"
    (repository / schema).unlink()
    edit(repository, "name: positions", "name: ours", workflow)
    address = "git+https://example.org/kg@0123abc"
    done = kg_here(repository, "init", "--update", "--from", address)
    assert f"kept: {workflow}" in done.stderr
    assert {schema, hook} <= set(done.stdout.split())
    assert "seeds/reference/states.yaml" not in done.stdout + done.stderr
    assert f"diplomatic-positions-kg[fast] @ {address}" in (repository / hook).read_text("utf-8")
    assert "name: ours" in (repository / workflow).read_text("utf-8")
    again = kg_here(repository, "init", "--update", "--from", address)
    assert (again.stdout, again.returncode) == ("", 0)


def test_a_repository_without_a_record_can_be_updated(repository: Path) -> None:
    """As the first versions of `kg init` left it, or a run that was cut short: files, of which nothing is recorded."""
    schema, hook = repository / "schema/sheet.json", repository / ".pre-commit-config.yaml"
    (repository / "schema/.written-by-kg-init.json").unlink()
    schema.write_text(schema.read_text("utf-8").replace('"title": "', '"title": "Once: '), "utf-8")
    hook.write_text(f"# Once.\n{hook.read_text('utf-8')}", "utf-8")
    (repository / ".gitattributes").unlink()
    old, address = hook.read_text("utf-8"), ("--from", "git+https://example.org/kg@0123abc")
    done = kg_here(repository, "init", "--update", *address)
    assert done.returncode == 0, done.stderr
    assert ".gitattributes" in done.stdout.split(), "git changed the ends of lines without it"
    assert f"kept: {hook.name}" in done.stderr, done.stderr
    assert "delete one to get it anew" in done.stderr
    assert "Once: " not in schema.read_text("utf-8"), "schemas are generated, and known by their `$id`"
    assert hook.read_text("utf-8") == old
    hook.unlink()
    assert hook.name in kg_here(repository, "init", "--update", *address).stdout.split()
    (repository / "schema/.written-by-kg-init.json").write_text("[]")
    broken = kg_here(repository, "init", "--update", *address)
    assert (broken.returncode, "not the record of `kg init`" in broken.stderr) == (2, True)
    elsewhere = kg_here(repository.parent, "init", "--update", *address)
    assert (elsewhere.returncode, "not a data repository" in elsewhere.stderr) == (2, True)


def test_the_address_is_pinned_and_needs_to_be_known(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    direct = {"url": "https://example.org/kg", "vcs_info": {"vcs": "git", "commit_id": "0123abc"}}
    monkeypatch.setattr(installed, "distribution", lambda _: SimpleNamespace(read_text=lambda _: json.dumps(direct)))
    assert installed.requirement(None) == "diplomatic-positions-kg[fast] @ git+https://example.org/kg@0123abc"
    monkeypatch.setattr(installed, "distribution", lambda _: SimpleNamespace(read_text=lambda _: None))
    with pytest.raises(UsageError, match="--from"):
        installed.requirement(None)
    for address in ("ours", "git+https://x/y' ; touch owned"):
        with pytest.raises(UsageError, match="cannot install from this address"):
            installed.requirement(address)
    for file in (".github/workflows/positions.yml", ".gitlab-ci.yml", ".pre-commit-config.yaml", "README.md"):
        assert "OWNER" not in (repository / file).read_text("utf-8")


def test_a_clone_with_windows_line_endings_conforms(small: Path) -> None:
    done = try_git(small.parent, "-c", "core.autocrlf=true", "clone", "-q", "positions", "windows")
    assert done.returncode == 0
    assert kg_here(small.parent / "windows", "validate", "seeds").returncode == 0


def test_a_repository_that_needs_another_kg_says_so(repository: Path) -> None:
    edit(repository, 'requires = ">=', 'requires = ">=99.', "kg.toml")
    for command in (("validate", "seeds"), ("build",)):
        done = kg_here(repository, *command)
        assert (done.returncode, "needs kg >=99." in done.stderr) == (2, True)
