"""A source that is distributed without its text builds from what was checked, and says what was not checked here."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.paths import shipped
from kg.reference.shared import load_reference
from kg.sources.assertion import assert_source
from kg.sources.kept import KEPT, kept_text
from kg.store.build import build
from kg.store.folder import StoreFolder

ROOT = Path(__file__).parents[2]
RESERVED = "2012-03-11-un-envoy-syria-talks"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The sample's source under no licence, without its text, with what was checked."""
    for name in ("reference", RESERVED):
        shutil.copytree(shipped("seeds") / name, tmp_path / "seeds" / name)
    folder = tmp_path / "seeds" / RESERVED
    assertion = assert_source(folder, load_reference(tmp_path / "seeds/reference"))
    (folder / KEPT).write_bytes(kept_text((folder / "sheet.yaml").read_bytes(), assertion.quads))
    (folder / "article.txt").unlink(missing_ok=True)
    return folder


def test_a_source_without_its_text_has_the_same_graph_and_a_warning_that_its_quotes_were_not_checked(
    source: Path,
) -> None:
    reference = load_reference(source.parent / "reference")
    without = assert_source(source, reference)
    [finding] = without.findings
    assert (finding.rule, finding.severity.name) == ("unchecked-quotes", "WARNING")
    assert "quotes not checked: the text is not distributed" in finding.message
    assert without.quads == assert_source(shipped("seeds") / RESERVED, reference).quads


def test_a_source_without_its_text_is_built_with_a_warning(source: Path, tmp_path: Path) -> None:
    outcome = build(source.parent, StoreFolder(tmp_path / "store"))
    assert [warning.rule for warning in outcome.warnings] == ["unchecked-quotes"]


def test_a_sheet_that_was_changed_needs_the_text(source: Path) -> None:
    sheet = source / "sheet.yaml"
    sheet.write_text(sheet.read_text("utf-8").replace("supports", "opposes") + "# changed\n", "utf-8")
    found = assert_source(source, load_reference(source.parent / "reference")).findings
    assert "missing-text" in {finding.rule for finding in found}


def test_a_damaged_file_is_one_error(source: Path) -> None:
    (source / KEPT).write_bytes((source / KEPT).read_bytes()[:500])
    with pytest.raises(InputError, match="damaged"):
        assert_source(source, load_reference(source.parent / "reference"))


def test_wheel_and_sdist_have_no_text_that_nobody_may_pass_on(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="pip install hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path)]
    environment = {**os.environ, "KG_PROJECT_URL": "https://forge.example.org/team/kg"}
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, timeout=300, env=environment)
    [wheel], [sdist] = tmp_path.glob("*.whl"), tmp_path.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    with zipfile.ZipFile(wheel) as package:
        names |= {name.removeprefix("kg/data/") for name in package.namelist()}
        metadata = next(name for name in package.namelist() if name.endswith("METADATA"))
        said = package.read(metadata)
        assert b"License-Expression: MIT AND CC-BY-4.0 AND CC-BY-2.5" in said
        for file in ("LICENSE", "LICENSE-data", "LICENSES/CC-BY-4.0.txt", "LICENSES/CC-BY-2.5.txt"):
            assert f"License-File: {file}\n".encode() in said
            assert any(name.endswith(f"licenses/{file}") for name in package.namelist())
        assert b"Project-URL: Source, https://forge.example.org/team/kg\n" in said
    with tarfile.open(sdist) as archive:  # a wheel that is built from it later has the same addresses
        archive.extractall(tmp_path, filter="data")
    [unpacked] = (path for path in tmp_path.iterdir() if path.is_dir())
    command = [sys.executable, "-m", "hatchling", "metadata", "urls"]
    urls = subprocess.run(command, cwd=unpacked, check=True, capture_output=True, text=True, timeout=60).stdout
    assert "https://forge.example.org/team/kg/blob/" in urls
    assert f"seeds/{RESERVED}/article.txt" not in names
    assert {f"seeds/{RESERVED}/{KEPT}", f"seeds/{RESERVED}/sheet.yaml"} <= names
    assert "seeds/2019-01-23-germany-bans-mahan-air/article.txt" in names
