"""Packages, the settings in `kg.toml` and the members of groups are among what may have changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from repositories import DataRepository, statement

from kg.validate.run import validate

if TYPE_CHECKING:
    from kg.validate.run import Report


@pytest.fixture
def repository(tmp_path: Path) -> DataRepository:
    """A repository that uses one package of its own, of which one of two sources names somebody."""
    repository = DataRepository(tmp_path / "clone")
    share(repository.folder / "shared", "eve", "Eve")
    settings(repository, "./shared")
    repository.reference["groups"] = {"both": {"label": "Both", "members": ["ann"], "description": "The two."}}
    repository.write_reference()
    repository.write("first", statement(speaker="eve", **{"for": None}))
    repository.write("second", statement(speaker="bob", **{"for": "bland"}))
    repository.commit()
    return repository


def share(folder: Path, slug: str, label: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "persons.yaml").write_text(json.dumps({slug: {"label": label}}), "utf-8")


def settings(repository: DataRepository, *packages: str, more: str = "") -> None:
    (repository.folder / "kg.toml").write_text(f"reference = {json.dumps(packages)}\n{more}", "utf-8")


def partial(repository: DataRepository) -> Report:
    report = validate([repository.seeds], changed_since="HEAD", cache=repository.folder / "cache")
    assert set(report.findings) == set(validate([repository.seeds]).findings)
    return report


def test_a_package_that_is_no_longer_used_is_a_change(repository: DataRepository) -> None:
    settings(repository)
    report = partial(repository)
    assert report.widened == "kg.toml has changed since HEAD"
    assert [finding.rule for finding in report.findings] == ["unknown-name"]


def test_a_source_that_is_gone_is_told_where_everything_is_checked(repository: DataRepository) -> None:
    """Whoever keeps findings by source has to know that those of this one are over."""
    settings(repository)
    shutil.rmtree(repository.seeds / "first")
    report = partial(repository)
    assert {Path(path).name: reason for path, reason in report.reasons.items()} == {
        "first": "removed since HEAD",
        "second": "everything is checked: kg.toml has changed since HEAD",
    }


@pytest.mark.parametrize("label", ["Eve", "Bob"])
def test_an_edited_package_is_a_change(repository: DataRepository, label: str) -> None:
    share(repository.folder / "shared", "eva", label)
    report = partial(repository)
    assert report.widened == "the package shared has changed since HEAD"
    assert {finding.rule for finding in report.findings} >= {"unknown-name"}


def test_a_new_file_of_a_package_is_a_change_before_git_knows_it(repository: DataRepository) -> None:
    (repository.folder / "shared/officials.yaml").write_text('{"bo": {"label": "Bob", "posts": []}}', "utf-8")
    assert partial(repository).widened


def test_a_package_outside_the_repository_may_have_changed(repository: DataRepository) -> None:
    share(repository.folder.parent / "beside", "eve", "Eve")
    settings(repository, "../beside")
    repository.commit()
    share(repository.folder.parent / "beside", "eva", "Eva")
    assert "outside the repository" in (partial(repository).widened or "")


def test_another_base_is_a_change_and_a_profile_is_none(repository: DataRepository) -> None:
    settings(repository, "./shared", more='[profiles.x]\nurl = "http://127.0.0.1:1"\n')
    report = partial(repository)
    assert (report.widened, report.sources) == (None, 0)
    settings(repository, "./shared", more='base = "https://data.example.org/"\n')
    assert partial(repository).widened == "kg.toml has changed since HEAD"


def test_settings_that_could_not_be_read_then_are_a_change(repository: DataRepository) -> None:
    (repository.folder / "kg.toml").write_text("reference = 1\n", "utf-8")
    repository.commit()
    settings(repository, "./shared")
    assert partial(repository).widened == "kg.toml has changed since HEAD"


def test_what_a_package_says_is_no_change_of_the_reference_data_beside_it(repository: DataRepository) -> None:
    repository.reference["states"]["bland"]["wikidata"] = "Q9"
    repository.reference["officials"]["bob"]["posts"] = []
    repository.write_reference()
    assert {Path(name).name for name in partial(repository).reasons} == {"second"}


@pytest.mark.parametrize(
    ("members", "demonyms", "named"), [(["ann"], [], True), (["ann", "bland"], [], False), (["bland"], ["Ann"], True)]
)
def test_rows_that_name_members_are_read_again_when_these_change(
    repository: DataRepository, members: list[str], demonyms: list[str], named: bool
) -> None:
    repository.write("first", statement(speaker="both", members_named=True, **{"for": None}))
    repository.commit()
    before = {finding.rule for finding in validate([repository.seeds], cache=repository.folder / "cache").findings}
    assert "members-not-named" not in before
    repository.reference["groups"]["both"]["members"] = members
    repository.reference["states"]["bland"]["demonyms"] = demonyms
    repository.write_reference()
    found = {finding.rule for finding in partial(repository).findings}
    known = validate([repository.seeds], cache=repository.folder / "cache")
    assert found == {finding.rule for finding in known.findings}
    assert ("members-not-named" not in found) is named
