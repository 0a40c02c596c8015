"""What checks a data repository by itself: the action, the workflows of `kg init`, and the hooks, run as they would be.

GitHub's and GitLab's own steps (checkout, caches) cannot run here: of those, it is shown that they are called with
what belongs together. All that is a script runs, with nothing but the expressions filled in.
"""

from __future__ import annotations

import re
import shutil
import sysconfig
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from data_repository import BIN, ROOT, SHEET, edit, git, new_repository, run, try_git
from ruamel.yaml import YAML

from kg.cli.installed import requirement
from kg.namespaces import DP, iri
from kg.validate.run import default_cache

SECOND = Path("seeds/2024-05-03-second-talks/sheet.yaml")
#: What the files may ask GitHub for: these name the run, and the branch that a pull request wants to change.
GITHUB = {"base_ref": "", "run_id": "7", "run_attempt": "1", "action_path": "/home/runner/action"}
RESTORED = {"cache-primary-key", "cache-matched-key", "cache-hit"}
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
_NAME = re.compile(r"\b(inputs|github|steps|env|secrets|vars|matrix)\.([\w.-]+)")

Step = dict[str, Any]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Two sources, the second of them with a mistake that is on the main branch already."""
    folder = new_repository(tmp_path, world=False)
    shutil.copytree(folder / SHEET.parent, folder / SECOND.parent)
    text = folder / SECOND.parent / "article.txt"
    known, content = sha256(text.read_bytes()).hexdigest(), text.read_bytes() + b"\nThe talks go on.\n"
    text.write_bytes(content)
    edit(folder, known, sha256(content).hexdigest(), SECOND)
    edit(folder, "mode: indirect", "mode: narrated", SECOND)
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "Make a mistake")
    return folder


def read(file: Path) -> Any:
    return YAML(typ="safe").load(file.read_text("utf-8"))


def action() -> Any:
    return read(ROOT / "action.yml")


def workflow(repository: Path) -> list[Step]:
    found = read(repository / ".github/workflows/positions.yml")
    assert found["on"] == {"pull_request": None, "push": {"branches": ["main"]}}
    return found["jobs"]["validate"]["steps"]


def gitlab(repository: Path) -> Any:
    return read(repository / ".gitlab-ci.yml")["positions"]


def filled(text: object, **known: dict[str, str]) -> str:
    """Return a text with its expressions replaced; KeyError for one that names what there is not."""

    def value(match: re.Match[str]) -> str:
        context, _, name = match[1].strip().partition(".")
        return known[context][name]

    return _EXPRESSION.sub(value, str(text))


def stub(folder: Path, name: str) -> Path:
    """Return a folder with a program that does nothing but write down how it was called, into `<name>.log` there."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{folder / name}.log"\n', "utf-8")
    (folder / name).chmod(0o755)
    return folder


def play(repository: Path, steps: list[Step], inputs: dict[str, str], **github: str) -> tuple[int, str]:
    """Run the scripts among the steps as GitHub would, but for the installer; return the last one's code and words."""
    known = {"inputs": inputs, "github": {**GITHUB, **github}, "secrets": {"KG_CACHE_KEY": ""}}
    programs = stub(repository.parent / "installer", "pip")
    shutil.copy(stub(programs, "python") / "python", programs / "python3")
    code, told = 0, ""
    for step in steps:
        if "run" not in step or code:
            continue
        environment = {name: filled(value, **known) for name, value in step.get("env", {}).items()}
        if "pip install" in step["run"]:
            environment["PATH"] = f"{programs}:{BIN}:/usr/bin:/bin"
        script = filled(step["run"], **known)
        shell = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
        done = run(repository, *shell, GITHUB_ACTIONS="true", **environment)
        code, told = done.returncode, done.stdout + done.stderr
    return code, told


def act(repository: Path, inputs: dict[str, str] | None = None, **github: str) -> tuple[int, str]:
    offered = {name: str(told.get("default", "")) for name, told in action()["inputs"].items()}
    assert offered.keys() >= (inputs or {}).keys()
    return play(repository, action()["runs"]["steps"], {**offered, **(inputs or {})}, **github)


def pull_request(repository: Path, old: str, new: str) -> Path:
    """Return a clone as `actions/checkout` leaves it for a pull request: its last commit, and no other branch."""
    git(repository, "switch", "-qc", "feature")
    edit(repository, old, new)
    git(repository, "commit", "-qam", "Propose")
    clone = repository.parent / "clone"
    git(repository.parent, "clone", "-q", "--depth=1", "--branch=feature", f"file://{repository}", str(clone))
    git(repository, "switch", "-q", "main")
    assert try_git(clone, "rev-parse", "--verify", "origin/main").returncode
    return clone


def options(script: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", script))


def strings(value: object) -> list[str]:
    """Return all texts in a structure."""
    if isinstance(value, dict):
        return [text for key, item in value.items() for text in (*strings(key), *strings(item))]
    return [text for item in value for text in strings(item)] if isinstance(value, list) else [str(value)]


def names(steps: list[Step], inputs: set[str]) -> set[str]:
    """Return the inputs that steps use, after a look at whether every name in an expression is known by then."""
    used, before = set(), set()
    for step in steps:
        code = "".join(_EXPRESSION.findall("\n".join(strings(step))))
        assert "${{" not in step.get("run", ""), "a script gets values by its environment"
        for context, name in _NAME.findall(code):
            if context == "steps":
                assert name in {f"{known}.outputs.{output}" for known in before for output in RESTORED}
            else:
                known = {
                    "inputs": inputs,
                    "github": GITHUB,
                    "secrets": ["KG_CACHE_KEY"],
                }  # no other secret is asked for
                assert name in known.get(context, ()), f"{context}.{name} is not what a step may ask"
                used |= {name} if context == "inputs" else set()
        before |= {step["id"]} if "id" in step else set()
    return used


def test_expressions_use_existing_names_and_every_input_is_used(repository: Path) -> None:
    inputs = set(action()["inputs"])
    assert names(action()["runs"]["steps"], inputs) == inputs
    assert names(workflow(repository), set()) == set()


def test_scripts_use_existing_options(repository: Path) -> None:
    known = options(run(repository, "kg", "validate", "--help").stdout)
    for steps in (
        action()["runs"]["steps"],
        workflow(repository),
        [{"run": line} for line in gitlab(repository)["script"]],
    ):
        scripts = [step["run"] for step in steps if "kg validate" in step.get("run", "")]
        used = options("".join(script.partition("kg validate")[2] for script in scripts))
        assert "--changed-since" in used <= known


def test_the_index_is_fetched_and_kept_under_a_new_key_by_every_run(repository: Path) -> None:
    for steps in (action()["runs"]["steps"], workflow(repository)):
        fetch, keep = (
            next(step for step in steps if step.get("uses", "").startswith(f"actions/cache/{name}@"))
            for name in ("restore", "save")
        )
        places = [step["with"]["path"] for step in (fetch, keep)]
        assert places == [str(default_cache())] * 2
        assert "github.run_id" in fetch["with"]["key"]
        assert "github.run_attempt" in fetch["with"]["key"]
        assert fetch["with"]["key"].startswith(fetch["with"]["restore-keys"])
        assert keep["with"]["key"] == f"${{{{ steps.{fetch['id']}.outputs.cache-primary-key }}}}"
        assert "!cancelled()" in keep["if"], "a run that found something has learnt as much"
        checks = next(step for step in steps if "kg validate" in step.get("run", ""))
        assert steps.index(fetch) < steps.index(checks) < steps.index(keep)
    cache = gitlab(repository)["cache"]
    assert (cache["paths"], cache["when"]) == ([str(default_cache())], "always")


def test_the_faster_engine_is_installed_everywhere(repository: Path) -> None:
    act(repository)
    play(repository, workflow(repository), {})
    installer = repository.parent / "installer"
    assert (installer / "python.log").read_text().split()[-1] == f"{GITHUB['action_path']}[fast]"
    assert " ".join((installer / "pip.log").read_text().split()) == f"install {requirement(None)}"
    assert f"pip install '{requirement(None)}'" in gitlab(repository)["script"]
    (hook,), (offered,) = hooks(repository / ".pre-commit-config.yaml"), read(ROOT / ".pre-commit-hooks.yaml")
    assert hook["additional_dependencies"] == [requirement(None)]
    assert offered["additional_dependencies"] == [".[fast]"]


def test_the_action_checks_everything_except_in_a_pull_request(repository: Path) -> None:
    code, told = act(repository)
    assert (code, f"::error file={SECOND}" in told, "2 sources" in told) == (1, True, True)
    clone = pull_request(repository, "act: calls-for", "act: demands")
    code, told = act(clone, base_ref="main")
    assert (code, "1 source checked: conforms" in told) == (0, True), told
    assert act(clone, {"changed-since": "none"}, base_ref="main")[0] == 1
    edit(clone, "mode: indirect", "mode: narrated")
    git(clone, "commit", "-qam", "Make a mistake")
    code, told = act(clone, base_ref="main")
    assert (code, f"::error file={SHEET}" in told, str(SECOND) in told) == (1, True, False)


def test_each_of_them_finds_what_contradicts_the_ontology(repository: Path) -> None:
    """What is not found here would stop the build after the merge."""
    edit(repository, "mode: narrated", "mode: indirect", SECOND)
    git(repository, "commit", "-qam", "Mend")
    base = git(repository, "rev-parse", "HEAD")
    (repository / "seeds/reference/more.ttl").write_text(f"<{iri('actor', 'northland')}> a <{DP}Person> .\n", "utf-8")
    git(repository, "add", "-A")
    git(repository, "commit", "-qm", "Call a state a person")
    (hook,) = hooks(repository / ".pre-commit-config.yaml")
    done = run(repository, *hook["entry"].split())
    told = [(done.returncode, done.stdout), act(repository, {"changed-since": base})]
    assert [code for code, _ in told] == [1, 1], told
    assert all("owl-inconsistent" in words and "more.ttl" in words for _, words in told), told
    files = (
        ROOT / "action.yml",
        ROOT / ".pre-commit-hooks.yaml",
        *repository.rglob(".*.y*ml"),
        *repository.rglob("*.yml"),
    )
    assert [file for file in files if "no-owl" in file.read_text("utf-8")] == []


def test_the_action_never_compares_a_commit_with_itself(repository: Path) -> None:
    git(repository, "update-ref", "refs/remotes/origin/main", "main")
    code, told = act(repository, {"changed-since": "origin/main"})
    assert (code, "::notice::" in told, "2 sources" in told) == (1, True, True)
    code, told = act(repository, {"changed-since": "HEAD~1"})
    assert (code, "::notice::" in told, "1 source checked" in told) == (1, False, True)
    code, told = act(repository, {"changed-since": "no-such-revision"})
    assert (code, "no-such-revision" in told) == (2, True)


def test_the_action_passes_its_inputs_on(repository: Path) -> None:
    (repository / "with space.yaml").write_text("suppressions: []\nfindings: []\n", "utf-8")
    code, told = act(repository, {"paths": f"{SHEET.parent}\n{SHEET.parent}/article.txt\n"})
    assert (code, "1 source and" in told) == (0, True), told
    assert act(repository, {"fail-on": "none"})[0] == 0
    assert act(repository, {"baseline": "with space.yaml"})[0] == 1
    assert act(repository, {"baseline": "nowhere.yaml"})[0] == 2


@pytest.mark.parametrize(
    "evil", ["$(touch owned)", '"; touch owned; "', "`touch owned`", "x'; touch owned; '", "--output=owned"]
)
def test_no_input_of_the_action_is_executed(repository: Path, evil: str) -> None:
    for name in ("paths", "fail-on", "baseline", "changed-since"):
        assert act(repository, {name: evil})[0] == 2
    assert act(repository, base_ref=evil)[0] != 0
    assert not list(repository.rglob("*owned*"))


def test_the_workflow_checks_everything_except_in_a_pull_request(repository: Path) -> None:
    steps = workflow(repository)
    checkout = next(step for step in steps if step.get("uses", "").startswith("actions/checkout@"))
    assert checkout["with"]["fetch-depth"] == 0
    code, told = play(repository, steps, {})
    assert (code, f"::error file={SECOND}" in told) == (1, True)
    clone = pull_request(repository, "act: calls-for", "act: demands")
    git(clone, "fetch", "-q", "--unshallow", "origin", "+refs/heads/*:refs/remotes/origin/*")
    shutil.copytree(repository / ".kg-cache", clone / ".kg-cache")  # as the cache does
    code, told = play(clone, steps, {}, base_ref="main")
    assert (code, "1 source checked: conforms" in told) == (0, True), told
    assert play(clone, steps, {}, base_ref="$(touch owned)")[0] == 2
    assert not list(clone.glob("owned*"))


def test_clones_share_cached_results(repository: Path) -> None:
    assert play(repository, workflow(repository), {})[0] == 1
    clone = repository.parent / "clone"
    git(repository.parent, "clone", "-q", str(repository), str(clone))
    shutil.copytree(repository / ".kg-cache", clone / ".kg-cache")
    code, told = play(clone, workflow(repository), {})
    assert (code, "(2 known from before)" in told) == (1, True), told


def test_gitlab_checks_everything_except_in_a_merge_request(repository: Path) -> None:
    job = gitlab(repository)
    assert [rule["if"] for rule in job["rules"]] == [
        '$CI_PIPELINE_SOURCE == "merge_request_event"',
        "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH",
    ]
    assert job["variables"]["GIT_DEPTH"] == 0
    path = f"{stub(repository.parent / 'installer', 'pip')}:{BIN}:/usr/bin:/bin"
    script = "\n".join(job["script"])
    assert run(repository, "sh", "-ec", script, PATH=path).returncode == 1
    report = job["artifacts"]["reports"]["codequality"]
    assert str(SECOND) in (repository / report).read_text("utf-8")
    base = git(repository, "rev-parse", "HEAD")
    edit(repository, "act: calls-for", "act: demands")
    git(repository, "commit", "-qam", "Propose")
    done = run(repository, "sh", "-ec", script, PATH=path, CI_MERGE_REQUEST_DIFF_BASE_SHA=base)
    assert (done.returncode, "1 source checked: conforms" in done.stderr) == (0, True), done.stderr


def snippets() -> list[str]:
    text = (ROOT / "docs/validation.md").read_text("utf-8")
    return re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_documentation_shows_the_actual_files(repository: Path) -> None:
    written = (repository / ".gitlab-ci.yml").read_text("utf-8")
    shown = written.replace(requirement(None), "diplomatic-positions-kg[fast] @ git+https://HOST/PROJECT@COMMIT")
    assert shown in snippets()
    (text,) = (text for text in snippets() if "uses: PROJECT" in text)
    (step,) = (step for step in YAML(typ="safe").load(text)["jobs"]["positions"]["steps"] if "PROJECT" in step["uses"])
    assert step["with"].keys() <= action()["inputs"].keys()


def hooks(file: Path) -> list[Any]:
    return [hook for repo in read(file)["repos"] for hook in repo["hooks"]]


def installed(text: str) -> str:
    """Return hooks that run the `kg` that is installed here, where they would install one from a registry."""
    text, languages = re.subn(r"^( *)language: python$", r"\1language: system", text, flags=re.MULTILINE)
    text, dependencies = re.subn(r"^ *additional_dependencies: .*\n", "", text, flags=re.MULTILINE)
    assert (languages, dependencies) == (1, 1)
    return text


def use_own_hook(repository: Path) -> None:
    config = repository / ".pre-commit-config.yaml"
    config.write_text(installed(config.read_text("utf-8")), "utf-8")


def use_offered_hook(repository: Path) -> None:
    """Use the hook that this project offers as the documentation says, with another address of the project."""
    project = repository.parent / "project"
    project.mkdir()
    text = installed((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (project / ".pre-commit-hooks.yaml").write_text(text, "utf-8")
    git(project, "init", "-q")
    git(project, "add", "-A")
    git(project, "commit", "-qm", "Offer a hook")
    (shown,) = (text for text in snippets() if "id: kg-validate" in text)
    git(project, "tag", YAML(typ="safe").load(shown)["repos"][0]["rev"])
    address = "https://HOST/PROJECT"
    assert address in shown
    (repository / ".pre-commit-config.yaml").write_text(shown.replace(address, str(project)), "utf-8")


@pytest.fixture(params=[use_own_hook, use_offered_hook])
def hooked(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    folder = new_repository(tmp_path)
    request.param(folder)
    git(folder, "commit", "-qam", "Use the hook")
    assert run(folder, "pre-commit", "install").returncode == 0
    return folder


def commit(repository: Path) -> tuple[bool, str]:
    """Commit all there is, and tell whether the hook let it pass, and what it said."""
    git(repository, "add", "-A")
    before = git(repository, "rev-parse", "HEAD")
    done = try_git(repository, "commit", "-qm", "Change")
    passed = git(repository, "rev-parse", "HEAD") != before
    assert passed == (done.returncode == 0)
    assert "Skipped" not in done.stderr
    return passed, done.stdout + done.stderr


def test_a_bad_sheet_cannot_be_committed_and_a_corrected_one_can(hooked: Path) -> None:
    edit(hooked, "act: calls-for", "act: demnads")
    passed, told = commit(hooked)
    assert (passed, "`demands`" in told, f"{SHEET}:" in told) == (False, True, True), told
    edit(hooked, "act: demnads", "act: demands")
    passed, told = commit(hooked)
    assert passed, told
    edit(hooked, "on Thursday", "on Friday", SHEET.parent / "article.txt")
    passed, told = commit(hooked)
    assert (passed, "[wrong-hash]" in told) == (False, True), told


def test_names_that_a_sheet_uses_cannot_be_renamed_or_deleted(hooked: Path) -> None:
    officials = Path("seeds/reference/officials.yaml")
    edit(hooked, "ada-north:", "ada-nord:", officials)
    passed, told = commit(hooked)
    assert (passed, f"{SHEET}:" in told, "`ada-nord`" in told) == (False, True, True), told
    git(hooked, "checkout", "-q", "HEAD", str(officials))
    git(hooked, "rm", "-q", str(officials))
    passed, told = commit(hooked)
    assert (passed, "`ada-north`" in told) == (False, True), told


def test_the_hook_accepts_other_files_as_ci_does(hooked: Path) -> None:
    others = ("seeds/NOTES.txt", "seeds/README.md", f"{SHEET.parent}/notes.yaml", "seeds/tools/conf.yml")
    for name in (*others, f"{SHEET.parent}/meta.json"):
        (hooked / name).parent.mkdir(exist_ok=True)
        (hooked / name).write_text('{"a": 1}\n', "utf-8")
    assert run(hooked, "kg", "validate", "seeds").returncode == 0
    passed, told = commit(hooked)
    assert passed, told


def test_the_hooks_are_well_formed(repository: Path) -> None:
    assert run(ROOT, "pre-commit", "validate-manifest", ".pre-commit-hooks.yaml").returncode == 0
    assert run(repository, "pre-commit", "validate-config").returncode == 0


def test_the_hooks_install_themselves_from_a_git_repository_and_run(tmp_path: Path) -> None:
    """Both that there are, with nothing replaced: pre-commit clones, builds and installs the HEAD of this checkout.

    Only what kg depends on is taken from where these tests run, and not from an index.
    """
    if git(ROOT, "rev-parse", "--is-shallow-repository") == "true":
        pytest.skip("this is a shallow checkout, of which pip cannot make a clone; `git fetch --unshallow` mends it")
    others = tmp_path / "others"
    others.mkdir()
    for package in Path(sysconfig.get_path("purelib")).iterdir():
        if not package.name.startswith(("pip", "diplomatic_positions_kg", "__editable__", "_diplomatic")):
            (others / package.name).symlink_to(package)
    project = tmp_path / "project"
    # pip clones without the contents of files and fetches them later; where a server cannot, git fetches for ever.
    git(tmp_path, "clone", "-q", f"file://{ROOT}", str(project))
    git(project, "config", "uploadpack.allowFilter", "true")
    git(project, "config", "uploadpack.allowAnySHA1InWant", "true")
    commit_id = git(project, "rev-parse", "HEAD")
    installing = {
        "PYTHONPATH": str(others),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # which is how pip wants the option to be said
    }
    assert run(tmp_path, "kg", "init", "positions", "--from", f"git+file://{project}@{commit_id}").returncode == 0
    folder = tmp_path / "positions"
    (shown,) = (text for text in snippets() if "id: kg-validate" in text)
    offered = shown.replace("https://HOST/PROJECT", str(project))
    assert str(project) in offered
    (folder / "offered.yaml").write_text(re.sub("rev: .*", f"rev: {commit_id}", offered), "utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    for config in (".pre-commit-config.yaml", "offered.yaml"):
        good = run(folder, "pre-commit", "run", "--all-files", "--config", config, **installing)
        assert good.returncode == 0, good.stdout + good.stderr
    edit(folder, "act: calls-for", "act: demnads")
    for config in (".pre-commit-config.yaml", "offered.yaml"):
        bad = run(folder, "pre-commit", "run", "--all-files", "--config", config, **installing)
        assert (bad.returncode, "`demands`" in bad.stdout, f"{SHEET}:" in bad.stdout) == (1, True, True), bad.stdout
