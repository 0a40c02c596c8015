"""From seeds to store: assert, validate, derive, and replace the whole store.

Only changed data is checked again. The validated quads of each source are kept beside the store, under a key made from
everything that its validation depended on: its own files, the reference data, and the toolchain (this program, the
ontology, the shapes, the engines). The quads are kept as text, because the store rewrites some literals.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import kg
from kg.errors import FindingsError, InputError, StoreError
from kg.files import write_file
from kg.findings import Finding, Severity
from kg.layout import REFERENCE
from kg.namespaces import base_in_force, naming
from kg.paths import from_here, shipped
from kg.query.catalogue import Catalogue
from kg.reference.packages import packages_of
from kg.settings import FILE, Repository, repository_of
from kg.sources.stamps import digest, stamp_folder, stamp_sources
from kg.store.carry import carry_graphs, carry_texts
from kg.store.contents import file_hash, hashes_of, moved
from kg.store.fill import fill, fill_by_difference
from kg.store.folder import FORMAT, StoreFolder, rules_version
from kg.store.publish import NewStore, building, is_ours
from kg.store.unfinished import BuildSink, discard_unfinished
from kg.toolchain import toolchain_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from kg.reference.packages import Package
    from kg.running.workers import Workers
    from kg.sources.stamps import Stamp

__all__ = ["BuildOutcome", "build"]

#: The folder inside the store's folder where checks cache their findings.
_FINDINGS = "findings"
#: Only the difference is written to a store of at least so many quads if at most one source in so many has changed.
LARGE, FEW = 20_000, 10


@dataclass(frozen=True, slots=True)
class BuildOutcome:
    """The outcome of a build: the sources checked again, warnings, the number of quads, and the time it took.

    `recalled` is the number of sources that an earlier, unfinished build had checked.
    """

    changed: bool
    sources: int
    quads: int
    checked: tuple[str, ...] = ()
    warnings: tuple[Finding, ...] = ()
    seconds: float = 0.0
    recalled: int = 0


@dataclass(slots=True)
class _Plan:
    """Everything that goes into the store, by name and stamp, before any of it is read."""

    seeds: Path
    sources: dict[str, dict[str, Any]]  # see `stamp_sources`
    reference: dict[str, Stamp]
    program: str
    repository: Repository
    packages: tuple[Package, ...] = ()
    previous: dict[str, Any] = field(default_factory=dict)
    recalled: set[str] = field(default_factory=set)
    _known: dict[str, str] = field(default_factory=dict)
    _around: str = ""

    def __post_init__(self) -> None:
        """Hash what the validation of every source depends on, once for all of them."""
        self._around = digest({"program": [self.program]}, self.reference)

    def key(self, name: str) -> str:
        """Return a hash of everything that the validation of one source depends on."""
        if name not in self._known:
            stamps = self.reference if name == REFERENCE else self.sources[name]["files"]
            self._known[name] = digest({"around": [self._around], "name": [name]}, stamps)
        return self._known[name]

    def keys(self) -> dict[str, str]:
        return {name: self.key(name) for name in (REFERENCE, *self.sources)}

    def is_built(self) -> bool:
        """Return whether the current store was built from exactly this."""
        # Two clones can have the same contents but be two repositories: answers name the seeds that they come from.
        same = self.previous.get("seeds") == str(self.seeds) and self.previous.get("repository") == self.owner()
        return same and bool(self.previous.get("keys") == self.keys())

    def owner(self) -> dict[str, str]:
        """Return the owner of the data, as recorded in the store."""
        return {"id": self.repository.id, "name": self.repository.name}

    def settings(self) -> dict[str, Any]:
        """Return which packages the repository reads, and the file that says so with its stamp."""
        file = self.repository.folder / FILE
        return {"file": str(file), "stamps": stamp_folder(file), "reference": list(self.repository.reference)}

    def is_fresh(self, name: str) -> bool:
        """Return whether the current store has this source, validated under the same conditions."""
        return bool(self.previous.get("keys", {}).get(name) == self.key(name))

    def is_small(self, changed: Collection[str]) -> bool:
        """Return whether only a few sources differ from a previous store that is large."""
        large = self.previous.get("quads", 0) >= LARGE and len(changed) * FEW <= len(self.sources)
        return large and self.is_fresh(REFERENCE)

    def changed(self) -> list[str]:
        """Return the names of the sources that the current store does not have in this state, or has no longer."""
        gone = self.previous.get("sources", {}).keys() - self.sources.keys()
        return sorted({*gone, *(name for name in self.sources if not self.is_fresh(name))})


class _Running(NamedTuple):
    """Where a build reports its progress, and who reads the sources."""

    progress: Callable[[str], None]
    workers: Workers | None


def build(
    seeds: Path,
    folder: StoreFolder,
    *,
    wait: float = 0,
    progress: Callable[[str], None] = lambda _: None,
    workers: Workers | None = None,
) -> BuildOutcome:
    """Build the store of `seeds` in `folder`, or leave it alone if nothing has changed.

    If another build is running there, wait up to `wait` seconds for it. `workers` read the sources (None: local
    processes). Raises FindingsError when anything is wrong with the seeds; the previous store then stays current.
    """
    with naming(repository_of(seeds).base):
        return _build(seeds, folder, wait, _Running(progress, workers))


def _build(seeds: Path, folder: StoreFolder, wait: float, running: _Running) -> BuildOutcome:
    began = time.monotonic()
    plan = _plan(seeds, _hashed(folder, seeds))
    with building(folder, wait=wait) as draft:
        _refresh_catalogue(folder)
        plan.previous = _previous(folder)
        # Checked only under the lock: another build may have just done all of this.
        if plan.is_built():
            discard_unfinished(Path(folder.path) / _FINDINGS)
            return BuildOutcome(changed=False, sources=len(plan.sources), quads=plan.previous["quads"])
        # Reading everything would cost more than a small change. A load, and `kg query --verify`, read it.
        if not plan.is_small(plan.changed()) and _is_altered(folder, plan.previous):
            plan.previous = {}
        path = draft.begin()
        findings = _collect(plan, path / "sources", Path(folder.path), running)
        kept = Path(folder.path) / plan.previous.get("name", "") / "texts"
        carry_texts(kept if plan.previous else None, path / "texts", plan.seeds, plan.sources)
        running.progress("deriving")
        quads = _fill(plan, path, Path(folder.path))
        _publish(draft, plan, quads)
        discard_unfinished(Path(folder.path) / _FINDINGS)
    stale = [name for name in plan.sources if not plan.is_fresh(name)]
    checked = tuple(name for name in stale if name not in plan.recalled)
    seconds = time.monotonic() - began
    return BuildOutcome(True, len(plan.sources), quads, checked, tuple(findings), seconds, len(stale) - len(checked))


def _hashed(folder: StoreFolder, seeds: Path) -> dict[str, dict[str, Any]]:
    """Return what the last build has hashed of the sources; nothing if it was another user's, or of other seeds."""
    with suppress(StoreError):
        manifest = folder.manifest() if folder.pointer() else {}
        if is_ours(manifest) and manifest["seeds"] == str(seeds.resolve()):
            return dict(manifest["sources"])
    return {}


def _plan(seeds: Path, hashed: Mapping[str, dict[str, Any]]) -> _Plan:
    """Stamp the files, and hash those that are not `hashed`; raises InputError if there are no sources."""
    sources = stamp_sources(seeds, hashed)
    if not sources:
        raise InputError("holds no source", file=str(seeds), hint="a source is a folder with a sheet.yaml")
    packages = tuple(packages_of(seeds))
    hashes = {package.name: [package.digest()] for package in packages}
    program = digest({"toolchain": [toolchain_hash()], "format": [FORMAT], "base": [base_in_force()]}, hashes)
    return _Plan(seeds.resolve(), sources, stamp_folder(seeds / REFERENCE), program, repository_of(seeds), packages)


def _previous(folder: StoreFolder) -> dict[str, Any]:
    """Return the manifest of the current store, or nothing if it is unusable or from elsewhere.

    In that case everything is built again.
    """
    try:
        folder.open()
        path, manifest = folder.current(), folder.manifest()
        return manifest if is_ours(manifest) and not moved(path, manifest) else {}
    except StoreError:
        return {}


def _is_altered(folder: StoreFolder, manifest: dict[str, Any]) -> bool:
    """Return whether the validated quads in a store, which would be reused, differ from those that were validated."""
    path = Path(folder.path) / manifest.get("name", "")
    hashes = hashes_of(path, manifest)
    quads = {name: value for name, value in hashes.items() if name.startswith("sources/")}
    missing = bool(manifest) and not hashes
    return missing or any(not (path / name).is_file() or file_hash(str(path / name)) != quads[name] for name in quads)


def _collect(plan: _Plan, target: Path, folder: Path, running: _Running) -> list[Finding]:
    """Write the validated quads of the reference data and of all sources to `target`; return the warnings."""
    target.mkdir()
    stale = [name for name in plan.sources if not plan.is_fresh(name)]
    known = not stale and plan.is_fresh(REFERENCE)
    findings = [] if known else _check(plan, stale, target, folder / _FINDINGS, running)
    carry_graphs(folder / plan.previous.get("name", "") / "sources", target, (REFERENCE, *plan.sources))
    return findings


def _fill(plan: _Plan, path: Path, folder: Path) -> int:
    """Fill the store with what its sources say and what follows; return the number of quads."""
    changed = plan.changed()
    if plan.is_small(changed):
        grown = fill_by_difference(path, folder / plan.previous["name"], changed)
        if grown is not None:
            return int(plan.previous["quads"]) + grown
    return fill(path)


def _check(plan: _Plan, stale: list[str], target: Path, memory: Path, running: _Running) -> list[Finding]:
    """Read and validate each source that is not fresh, once; raises FindingsError unless all conform."""
    from kg.validate.run import validate  # here, since a build without changes does not need it

    seeds = from_here(plan.seeds)
    files = BuildSink({REFERENCE, *stale}, target, memory)
    plan.recalled = files.recalled
    running.progress(f"validating {len(stale)} of {len(plan.sources)} source{'s' * (len(plan.sources) > 1)}")
    findings = list(validate([seeds], seeds, cache=memory, owl=True, quads=files, **running._asdict()).findings)
    if any(finding.severity is Severity.VIOLATION for finding in findings):
        raise FindingsError(findings)
    # Files are read one after another, and an editor or git can change them meanwhile: the store would then show a
    # state that never existed.
    again = _plan(plan.seeds, plan.sources)
    if again.keys() != plan.keys():
        raise InputError("changed while it was being built", file=str(plan.seeds), hint="run `kg build` again")
    plan.sources = again.sources  # what was written shortly before the build can be told from what it may become by now
    return findings


def _publish(draft: NewStore, plan: _Plan, quads: int) -> None:
    manifest = {
        "base": base_in_force(),
        "built": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "format": FORMAT,
        "keys": plan.keys(),
        "name": draft.name,
        "packages": {str(each.folder): stamp_folder(each.folder) for each in plan.packages if not each.is_shipped},
        "quads": quads,
        "reference": plan.reference,
        "repository": plan.owner(),
        "rules": rules_version(),
        "seeds": str(plan.seeds),
        "settings": plan.settings(),
        "sources": plan.sources,
        "version": kg.__version__,
    }
    draft.publish(manifest)


def _refresh_catalogue(folder: StoreFolder) -> None:
    """Store the queries' metadata, so that a query need not read YAML."""
    memory = os.path.join(folder.path, "catalogue.json")
    catalogue = Catalogue(shipped("queries"), memory)
    if not catalogue.is_remembered():
        write_file(memory, catalogue.headers())
