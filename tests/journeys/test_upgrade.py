"""A repository that the first versions made is brought to this one as the README says, and nothing in it is lost.

`tests/fixtures/first-repository` is what `kg init` wrote when the ontology was at 1.0.0, with a second source; of its
schema only the head is left.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from data_repository import git, run
from small_store import make_store

from kg.endpoints.manifest import Manifest, manifest_graph
from kg.endpoints.sparql import Endpoint
from kg.errors import StoreError
from kg.namespaces import VOCABULARIES
from kg.store.folder import StoreFolder

if TYPE_CHECKING:
    from servers import Server

ROOT = Path(__file__).parents[2]
OURS = Path("seeds/2024-05-06-example-answer/sheet.yaml")
ADDRESS = "git+https://forge.example.org/team/kg@0123abc"


def steps() -> str:
    """Return the commands by which the README brings a repository to a newer version."""
    text = (ROOT / "README.md").read_text("utf-8")
    (block,) = re.findall(r"^```sh\n(kg migrate .*?)^```$", text, re.MULTILINE | re.DOTALL)
    # Only what was installed from git knows its address; this checkout was not.
    return re.sub(r"kg init --update", f"kg init --update --from {ADDRESS}", block)


@pytest.fixture
def repository(tmp_path: Path, oxigraph_server: Server) -> Path:
    """The old repository in git, with a profile for a triplestore."""
    folder = Path(shutil.copytree(ROOT / "tests/fixtures/first-repository", tmp_path / "positions"))
    profile = f'[profiles.archive]\npreset = "oxigraph"\nurl = "{oxigraph_server.profile.url}"\n'
    (folder / "kg.toml").write_text(f"# the team's store\n{profile}", "utf-8")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", "As it was")
    return folder


def test_the_steps_of_the_readme_bring_an_old_repository_to_this_version(repository: Path) -> None:
    before = (repository / OURS).read_text("utf-8")
    assert "`kg migrate` does it" in run(repository, "kg", "validate").stdout
    done = run(repository, "bash", "-eo", "pipefail", "-c", steps())
    assert done.returncode == 0, done.stderr
    # Of what a person wrote, the one key has changed, and kg.toml has an id.
    assert (repository / OURS).read_text("utf-8") == before.replace("addressee: southland  #", "target: southland  #")
    changed = git(repository, "diff", "--name-only").split()
    assert sorted(changed) == ["kg.toml", "schema/sheet.json", str(OURS)]
    added = [line[0] for line in git(repository, "diff", "-U0", "kg.toml").splitlines()[4:] if line[:1] in ("+", "-")]
    assert added == ["+"]
    assert json.loads((repository / "schema/sheet.json").read_text("utf-8"))["$defs"]
    kept = set(re.findall(r"kept: (\S+)", done.stderr))
    assert kept == {
        ".github/workflows/positions.yml",
        ".gitlab-ci.yml",
        ".pre-commit-config.yaml",
        ".vscode/settings.json",
    }
    assert (repository / ".gitattributes").is_file()
    # Everybody and everything is found, here and in the triplestore, by the words of this version.
    for at in ((), ("--at", "archive")):
        answer = run(repository, "kg", "query", "said-of", "-p", "target=southland", "-f", "csv", *at)
        assert "north-accuses" in answer.stdout, answer.stderr
        assert "version of kg" not in answer.stderr
    again = run(repository, "bash", "-eo", "pipefail", "-c", steps())
    assert (again.returncode, "0 graphs sent" in again.stdout) == (0, True), again.stderr


def test_graphs_without_an_owner_are_taken_over_only_on_request(repository: Path, oxigraph_server: Server) -> None:
    """The first versions recorded no repository in a triplestore."""
    run(repository, "kg", "load", "--to", "archive")
    _forget(oxigraph_server, "dcterms", "identifier")
    refused = run(repository, "kg", "load", "--to", "archive")
    assert (refused.returncode, "--adopt" in refused.stderr) == (2, True)
    assert run(repository, "kg", "load", "--to", "archive", "--adopt").returncode == 0


@pytest.mark.parametrize("value", ["0.1.0-00000000", None], ids=["another", "unknown"])
def test_a_query_says_that_another_version_has_loaded_the_store(
    repository: Path, oxigraph_server: Server, value: str | None
) -> None:
    """Its questions are about what other rules derive: they gave no row, exit 0, and no word."""
    calls = (("query", "positions", "--at", "archive"), ("query", "positions", "--at", oxigraph_server.profile.query))
    assert run(repository, "kg", "load", "--to", "archive").returncode == 0
    for call in calls:
        assert "loaded by" not in run(repository, "kg", *call).stderr
    _forget(oxigraph_server, "schema", "softwareVersion", value)
    for call in calls:
        done = run(repository, "kg", *call)
        named = "kg 0.1.0-00000000" if value else "an older version of kg"
        assert (done.returncode, f"loaded by {named}" in done.stderr) == (0, True), done.stderr
    loaded = run(repository, "kg", "load", "--to", "archive")
    assert "0 graphs sent" in loaded.stdout, "what has not changed is not sent again, and of this version from now on"
    for call in calls:
        assert "loaded by" not in run(repository, "kg", *call).stderr


def _forget(server: Server, vocabulary: str, name: str, value: str | None = None) -> None:
    """Let the manifest say something else of itself, or nothing."""
    graph, named = f"<{manifest_graph()}>", f"<{VOCABULARIES[vocabulary]}{name}>"
    instead = f'{graph} {named} "{value}"' if value else ""
    row = f"GRAPH {graph} {{ {graph} {named}"
    Endpoint(server.profile).update(
        f"DELETE {{ {row} ?o }} }} INSERT {{ GRAPH {graph} {{ {instead} }} }} WHERE {{ {row} ?o }} }}"
    )


def test_a_store_that_has_no_manifest_has_no_version(oxigraph_server: Server) -> None:
    endpoint = Endpoint(oxigraph_server.profile)
    assert Manifest(endpoint).version() in (None, "")
    endpoint.update(f"DROP SILENT GRAPH <{manifest_graph()}>")
    assert Manifest(endpoint).version() is None


@pytest.mark.parametrize("rules", ["00000000", 7, None])
def test_a_store_of_other_rules_is_refused_by_everything_that_reads_it(tmp_path: Path, rules: object) -> None:
    """As of a version of the day before yesterday, with the same terms: `stances -p as-of=...` found nothing there."""
    folder = make_store(tmp_path / ".kg")
    file = Path(folder.current(), "manifest.json")
    manifest = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**manifest, "rules": rules}), "utf-8")
    with pytest.raises(StoreError, match="another version"):
        StoreFolder(tmp_path / ".kg").read()
    for command in (("query", "positions"), ("why", "a"), ("export", "-f", "csv"), ("stats",)):
        done = run(tmp_path, "kg", *command)
        assert (done.returncode, done.stdout) == (2, ""), command
        assert "written by another version of kg (run `kg build`)" in done.stderr
