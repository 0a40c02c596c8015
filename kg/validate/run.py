"""A complete check: selects the sources, uses cached results, runs the shapes and the rules across sources.

Cached results come from the same shapes, ontology, engine and version, from files with the same content, and from the
same view of the reference data. So the report is that of a full check, only faster.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, UsageError
from kg.layout import REFERENCE
from kg.namespaces import BASE, naming
from kg.paths import default_seeds
from kg.settings import repository_of
from kg.sources.changes import Changes
from kg.sources.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from kg.findings import Finding
    from kg.running.workers import Workers
    from kg.validate.cache import Cache
    from kg.validate.incremental import IncrementalCheck
    from kg.validate.reading import QuadSink
    from kg.validate.shacl.engines import Engine

__all__ = ["Report", "default_cache", "reference_folders", "validate"]


@dataclass(frozen=True, slots=True)
class Report:
    """The findings, sorted by file and line.

    `sources` is the number of sources that had to be checked, and `fresh` how many of them the shapes were run on; the
    others were cached. `reference` is true if the reference data was checked too. `reasons` says for each source, by
    path, why it was looked at; `widened` says why everything was although --changed-since asked for less. `unread` has
    the errors of unreadable sources, which are also among the findings. `whole` is true if all sources of the folders
    of seeds were looked at, so that a finding that is not listed does not exist. `refused` is true if a cache from
    elsewhere was ignored. `pruned` is the number of old results deleted because the cache had grown too large.
    """

    findings: tuple[Finding, ...]
    sources: int
    fresh: int = 0
    reasons: dict[str, str] = field(default_factory=dict)
    widened: str | None = None
    reference: bool = True
    unread: tuple[InputError, ...] = ()
    whole: bool = False
    refused: bool = False
    pruned: int = 0


def default_cache() -> Path:
    """Return the folder for cached findings: `$KG_CACHE`, or else `./.kg-cache`."""
    return Path(os.environ.get("KG_CACHE") or ".kg-cache")


def validate(
    paths: Sequence[Path],
    seeds: Path | None = None,
    *,
    changed_since: str | None = None,
    cache: Path | None = None,
    engine: Engine | None = None,
    owl: bool = False,
    quads: QuadSink | None = None,
    workers: Workers | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Check sheets, RDF files, folders of sources, folders of seeds and reference folders.

    Each path is checked against the nearest enclosing `reference/`, or that of `seeds` if given. With `changed_since`,
    a git revision, only sources whose findings can differ from those at the revision are checked. `cache` is a folder
    for cached findings (see `default_cache`); without one, everything is read and checked. With `owl`, HermiT also
    checks each source for consistency with the ontology. `quads` receives the graphs that it wants as they are read.
    `workers` read the sources; the default is processes of this machine.

    An unreadable source is a finding. Raises InputError for an unreadable path or reference data, EngineError when the
    engine or the reasoner fails, RemoteError when workers on other machines can no longer be reached, and UsageError
    when git does not know the revision.
    """
    listings = [
        (folder, Listing([path for path in members if path.resolve() != folder], folder.parent))
        for folder, members in _groups(paths, seeds).items()
    ]
    changes = [Changes(changed_since, listing) if changed_since else None for _, listing in listings]
    # Importing the rest takes about as long as git takes for many sources, so both happen at the same time.
    from kg.validate.incremental import IncrementalCheck
    from kg.validate.shacl.engines import engine_named

    engine = engine or engine_named()
    # Without a cache, or a build that may go on from here, nothing is kept that could outlive this program.
    frame, reports = _toolchain(engine) if cache or quads else "", []
    for (folder, listing), changed in zip(listings, changes, strict=True):
        update = partial(IncrementalCheck, listing, folder, engine=engine, owl=owl, quads=quads, workers=workers)
        base = repository_of(folder.parent).base
        with naming(base):
            place = _place(folder.parent, cache) + ("" if base == BASE else f" {base}")
            reports.append(_remembering(partial(update, progress=progress), changed, cache, place, frame))
    return _joined(reports)


def reference_folders(paths: Sequence[Path], seeds: Path | None = None) -> list[Path]:
    """Return the reference folders that paths are checked against; UsageError if there is none."""
    return list(_groups(paths, seeds))


def _groups(paths: Sequence[Path], seeds: Path | None) -> dict[Path, list[Path]]:
    """Group the paths by the reference folder that they are checked against."""
    groups: dict[Path, list[Path]] = {}
    for path in paths:
        groups.setdefault(_reference_for(path, seeds), []).append(path)
    return groups


def _remembering(
    update: Callable[[Cache], IncrementalCheck], changes: Changes | None, cache: Path | None, place: str, frame: str
) -> Report:
    """Check with the cache, and once more without it if it turns out to be damaged."""
    from kg.validate.cache import Cache
    from kg.validate.cache_database import DamagedError

    try:
        with Cache(cache, place, frame) as memory:
            report = _report(update(memory), changes)
            return replace(report, refused=memory.refused, pruned=memory.prune())
    except DamagedError:
        Cache(cache, place, frame).discard()
        with Cache(cache, place, frame) as memory:
            return _report(update(memory), changes)


def _report(update: IncrementalCheck, changes: Changes | None) -> Report:
    spell = update.listing.spell
    try:
        update.run(changes)
    except InputError as error:  # reference data is read by its absolute path, but its findings have a short one
        raise error.spelt(spell(error.file) if os.path.isabs(error.file) else error.file) from None
    reasons = {spell(name): reason for name, reason in update.reasons.items()}
    return Report(
        tuple(update.collect()),
        len(update.wanted),
        update.fresh,
        reasons,
        update.widened,
        update.reference,
        tuple(update.unread.values()),
        update.whole and not update.unread,
    )


def _joined(reports: Sequence[Report]) -> Report:
    if not reports:
        raise UsageError("nothing to check", hint="name a folder of sources, a sheet or an RDF file")
    findings = sorted((finding for report in reports for finding in report.findings), key=_order)
    reasons = {path: reason for report in reports for path, reason in report.reasons.items()}
    widened = next((report.widened for report in reports if report.widened), None)
    sources, fresh = (sum(getattr(report, name) for report in reports) for name in ("sources", "fresh"))
    reference, unread = any(report.reference for report in reports), [e for report in reports for e in report.unread]
    pruned = sum(report.pruned for report in reports)
    whole, refused = all(report.whole for report in reports), any(report.refused for report in reports)
    return Report(tuple(findings), sources, fresh, reasons, widened, reference, tuple(unread), whole, refused, pruned)


def _order(finding: Finding) -> tuple[str | int, ...]:
    """Return a sort key: the place, then all other fields, so that the order is the same in every run."""
    place = (finding.file or "", finding.line or 0, finding.column or 0)
    return (*place, finding.rule, finding.focus or "", finding.path or "", finding.value or "", finding.message)


def _reference_for(path: Path, seeds: Path | None) -> Path:
    """Return the resolved reference folder that a path is checked against."""
    if seeds is not None:
        return (seeds / REFERENCE).resolve()
    here = path.resolve()
    if here.is_dir() and here.name == REFERENCE:
        return here
    near = (folder / REFERENCE for folder in (here, *here.parents))
    found = next((folder for folder in near if folder.is_dir()), None)
    return found or (default_seeds() / REFERENCE).resolve()


def _place(base: Path, cache: Path | None) -> str:
    """Return the path of a folder of seeds relative to the cache, so that both may be moved together."""
    return os.path.relpath(base, cache.resolve().parent) if cache else ""


def _toolchain(engine: Engine) -> str:
    """Return one hash over everything that all findings depend on, besides the sources and the reference data."""
    from kg.toolchain import toolchain_hash
    from kg.validate.cache_database import digest_of

    return digest_of(toolchain_hash(), type(engine).__qualname__, engine.name, engine.version)
