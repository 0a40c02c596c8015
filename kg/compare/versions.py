"""The versions of the graph that can be compared: files, folders, git revisions, the embedded store, triplestores."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.compare.statements import Version
from kg.endpoints.profiles import find_profile, profile_names
from kg.errors import KgError, UsageError
from kg.findings import Severity
from kg.layout import REFERENCE, holds_source, seeds_of
from kg.namespaces import GRAPHS, PREFIXES, slug_of, use_base
from kg.paths import default_seeds, default_store
from kg.settings import FILE, repository_here, repository_of
from kg.store.folder import StoreFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.rdf.quads import Assertion

__all__ = ["find_version"]

_IS_A, _TABLE = ox.NamedNode(PREFIXES["rdf"] + "type"), ox.NamedNode(PREFIXES["dp"] + "Table")


def find_version(name: str, *, seeds: Path | None = None, tell: Callable[[str], None] = lambda _: None) -> Version:
    """Return the version with this name: a path, `store`, a profile or endpoint, or a git revision.

    A revision may be followed by a path (`main:seeds`), by default that of `seeds`. A single sheet is read with the
    reference data beside its folder. Raises UsageError for an unknown name.
    """
    path = Path(name)
    # Paths take precedence; for a branch with the same name, write `NAME:seeds`.
    if path.exists():
        return Version(name, _of_path(path, seeds, tell))
    if name == "store":
        return Version(name, _of_store(StoreFolder(default_store())))
    if "://" in name or name in profile_names():
        return Version(name, _of_profile(name))
    return Version(name, _of_revision(name, seeds or _seeds_here(name), tell))


def _seeds_here(name: str) -> Path:
    """Return the seeds of which a git revision is read. Raises UsageError, about the name, when there are none."""
    try:
        return default_seeds()
    except UsageError:
        hint = (
            "name a file, a folder, `store` or a profile; a git revision is read inside its repository, or with --seeds"
        )
        raise UsageError(f"{name}: no such file or folder", hint=hint) from None


def _of_path(path: Path, seeds: Path | None, tell: Callable[[str], None]) -> list[ox.Quad]:
    if path.is_dir() and (path / "current").is_file():
        return _of_store(StoreFolder(path))
    path = seeds_of(path)
    if path.is_dir() and not holds_source(path):
        return _of_seeds(path, _reference_for(path, seeds), tell)
    folder = path if path.is_dir() else path.parent
    return _of_source(path, _reference_for(folder.resolve().parent, seeds), tell)


def _reference_for(folder: Path, seeds: Path | None) -> Path:
    """Return the reference data in a folder of seeds, or else that of `seeds`."""
    inside = folder / REFERENCE
    return inside if inside.is_dir() else (seeds or default_seeds()) / REFERENCE


def _of_seeds(folder: Path, reference: Path, tell: Callable[[str], None]) -> list[ox.Quad]:
    from kg.sources.assertion import assert_reference, assert_source, find_sources

    use_base(repository_of(folder).base)
    known, context = assert_reference(reference)
    parts = [context, *(assert_source(source, known) for source in find_sources(folder))]
    return [quad for part in parts for quad in _sound(part, tell)]


def _of_source(path: Path, reference: Path, tell: Callable[[str], None]) -> list[ox.Quad]:
    """Return one source with the reference data, so that a comparison of two sources is only about these."""
    from kg.sources.assertion import assert_reference, assert_source

    use_base(repository_of(path).base)
    known, context = assert_reference(reference)
    return [*_sound(context, tell), *_sound(assert_source(path, known), tell)]


def _sound(assertion: Assertion, tell: Callable[[str], None]) -> list[ox.Quad]:
    """Return the quads that could be read, and report faults to `tell`."""
    wrong = [finding for finding in assertion.findings if finding.severity is Severity.VIOLATION]
    if wrong:
        first = wrong[0]
        tell(f"{first.file}:{first.line}: {first.message} ({len(wrong)} such; what could not be read is left out)")
    if any(quad.object == _TABLE for quad in assertion.quads):
        tell(f"{slug_of(assertion.source)}: a table, which is not compared (`git diff` shows its rows)")
        return []
    return list(assertion.quads)


def _of_store(folder: StoreFolder) -> list[ox.Quad]:
    store = folder.read()
    compared = (graph for graph in store.named_graphs() if _is_compared(graph.value) and not _is_table(store, graph))
    return [quad for graph in compared for quad in _quads(store, graph)]


def _is_table(store: ox.Store, graph: ox.NamedNode | ox.BlankNode) -> bool:
    """Return whether a graph belongs to a table: nobody reads a comparison of a million ballots."""
    return next(iter(store.quads_for_pattern(graph, _IS_A, _TABLE, graph)), None) is not None


def _quads(store: ox.Store, graph: ox.NamedNode | ox.BlankNode) -> list[ox.Quad]:
    return list(store.quads_for_pattern(None, None, None, graph))


def _is_compared(graph: str) -> bool:
    """Return whether a graph was written by people, and is not the ontology, derived, or the loader's own."""
    return graph.startswith(PREFIXES["source"]) or graph == GRAPHS["reference"]


def _of_profile(name: str) -> list[ox.Quad]:
    from kg.endpoints.manifest import Manifest
    from kg.endpoints.plan import read_graph
    from kg.endpoints.sparql import Endpoint

    use_base(repository_here().base)
    profile = find_profile(name)
    endpoint = Endpoint(profile)
    graphs = [graph for graph in Manifest(endpoint).read() if _is_compared(graph)]
    if not graphs:
        raise UsageError(f"{name}: nothing was loaded there by kg", hint=f"kg load --to {name}")
    quads = []
    for graph in sorted(graphs):
        triples = list(read_graph(profile, graph, endpoint))
        if not any(triple.object == _TABLE for triple in triples):
            quads += [ox.Quad(each.subject, each.predicate, each.object, ox.NamedNode(graph)) for each in triples]
    return quads


def _of_revision(name: str, seeds: Path, tell: Callable[[str], None]) -> list[ox.Quad]:
    """Read the files of a revision, exported to a temporary folder."""
    from kg.sources.git import GitRepository

    revision, _, inside = name.partition(":")
    place = Path(inside).absolute() if inside else seeds.absolute()
    repository = GitRepository.around(place if place.is_dir() else Path.cwd())
    if repository is None:
        hint = "name a file, a folder, `store`, a profile, or a git revision"
        raise UsageError(f"{name}: no such version", hint=hint)
    commit = repository.commit(revision)
    top = seeds.resolve() if seeds.resolve().is_relative_to(repository.top) else repository.top
    if not repository.files(commit, place.resolve()):
        raise UsageError(f"{name}: there is no {place} in this revision")
    with tempfile.TemporaryDirectory() as folder, _spelled(f"{folder}/", f"{revision}:", tell) as told:
        settings = repository_of(place).folder / FILE
        # Seeds at the top of a clone have theirs above it if they have none, which git refuses to look for.
        versioned = settings.is_relative_to(repository.top) and repository.files(commit, settings)
        kept = [settings] if versioned else []
        # Export only the files needed, instead of a worktree, which would change the user's .git.
        repository.export(commit, [place.resolve(), top / REFERENCE, *kept], Path(folder))
        there = Path(folder) / place.resolve().relative_to(repository.top)
        packages = [(settings.parent / name).resolve() for name in repository_of(there).reference if kept]
        repository.export(commit, [each for each in packages if each.is_relative_to(repository.top)], Path(folder))
        return _of_path(there, seeds, told)


@contextmanager
def _spelled(folder: str, name: str, tell: Callable[[str], None]) -> Iterator[Callable[[str], None]]:
    """In messages about files in `folder`, replace it with `name`, the user's own spelling."""
    try:
        yield lambda message: tell(message.replace(folder, name))
    except KgError as error:
        error.message = error.message.replace(folder, name)
        raise
