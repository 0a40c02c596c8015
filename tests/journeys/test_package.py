"""What a package index shows, and whose the files are."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from kg.cli.versions import versions

ROOT = Path(__file__).parents[2]
ADDRESS = "https://forge.example.org/team/kg"


def metadata(field: str, **environment: str) -> str:
    pytest.importorskip("hatchling", reason="pip install hatchling")
    command = [sys.executable, "-m", "hatchling", "metadata", field]
    names = {**os.environ, **environment}
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, env=names, timeout=60).stdout


def targets(text: str) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", text)


def test_an_index_shows_the_readme_with_its_links_and_pictures() -> None:
    markdown = pytest.importorskip("readme_renderer.markdown", reason="pip install 'readme-renderer[md]'")
    readme = metadata("readme", KG_PROJECT_URL=f"{ADDRESS}/")
    page = markdown.render(readme)
    assert page is not None
    pictures, links = re.findall(r'<img[^>]* src="([^"]+)"', page), re.findall(r'<a[^>]* href="([^"]+)"', page)
    assert pictures
    assert links
    assert [name for name in (*pictures, *links) if not name.startswith(("https://", "#"))] == []
    assert all(name.startswith(f"{ADDRESS}/raw/") for name in pictures)
    for name in targets(readme):
        if name.startswith(ADDRESS):
            commit, _, file = name.removeprefix(f"{ADDRESS}/").partition("/")[2].partition("/")
            assert (ROOT / file.partition("#")[0]).exists(), name
            assert re.fullmatch(r"[0-9a-f]{40}|HEAD", commit)


def hook(name: str):
    sys.path.insert(0, str(ROOT))
    try:
        return getattr(__import__("hatch_build"), name)
    finally:
        sys.path.remove(str(ROOT))


def test_without_an_address_there_are_no_dead_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("hatchling", reason="pip install hatchling")
    monkeypatch.delenv("KG_PROJECT_URL", raising=False)
    assert hook("project_address")(str(tmp_path)) is None
    shown = hook("absolute")((ROOT / "README.md").read_text("utf-8"), None, "HEAD")
    assert [name for name in targets(shown) if "://" not in name] == []
    assert "![" not in shown
    assert "docs/coding.md" in shown


@pytest.mark.parametrize(
    ("origin", "address"),
    [
        ("https://forge.example.org/team/kg.git", ADDRESS),
        ("https://user:secret@forge.example.org/team/kg", ADDRESS),
        ("git@forge.example.org:team/kg.git", ADDRESS),
        ("ssh://git@forge.example.org:2222/team/kg.git/", ADDRESS),
        ("/srv/git/kg.git", None),
        ("file:///srv/git/kg", None),
        ("../kg", None),
    ],
)
def test_the_address_is_that_of_the_clone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, origin: str, address: str | None
) -> None:
    pytest.importorskip("hatchling", reason="pip install hatchling")
    monkeypatch.delenv("KG_PROJECT_URL", raising=False)
    for command in (["init", "-q"], ["remote", "add", "origin", origin]):
        subprocess.run(["git", *command], cwd=tmp_path, check=True)
    assert hook("project_address")(str(tmp_path)) == address


def test_no_address_is_invented() -> None:
    """`OWNER` and the like are no addresses; those of examples end in example.org, and HOST/PROJECT stands for one."""
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    texts = [ROOT / name for name in files.split("\0") if name.endswith((".md", ".toml", ".yaml", ".yml", ".cff"))]
    inventing = re.compile(r"OWNER/|(github|gitlab)\.com/[\w.-]+/diplomatic-positions")
    assert [path for path in texts if path.is_file() and inventing.search(path.read_text("utf-8", "replace"))] == []


def test_the_version_says_where_kg_came_from() -> None:
    assert "installed from " in versions(all_of_them=True)


def test_every_file_names_its_owner_and_every_text_has_the_licence_of_its_sheet() -> None:
    pytest.importorskip("reuse", reason="pip install reuse")
    done = subprocess.run(
        [sys.executable, "-m", "reuse", "lint", "--json"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    report = json.loads(done.stdout)
    assert (done.returncode, report["summary"]["compliant"]) == (0, True), report["non_compliant"]
    licences = {file["path"]: {item["value"] for item in file["spdx_expressions"]} for file in report["files"]}
    for sheet in sorted(ROOT.glob("seeds/*/sheet.yaml")):
        said = YAML(typ="safe").load(sheet.read_text("utf-8"))["source"]["licence"]
        wanted = "LicenseRef-All-Rights-Reserved" if said == "all-rights-reserved" else said
        assert licences[sheet.with_name("article.txt").relative_to(ROOT).as_posix()] == {wanted}
        assert licences[sheet.relative_to(ROOT).as_posix()] == {"CC-BY-4.0"}
