"""The reference data for a check: read once, when first needed; also its own findings."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.rdf.quads import in_ntriples
from kg.reference.packages import packages_of
from kg.sources.assertion import assert_reference
from kg.text import read_bytes
from kg.validate.cache_database import digest_of
from kg.validate.impact import ReferenceState
from kg.validate.integrity import check_reference_data
from kg.validate.records import finding_to, relative_to
from kg.validate.shacl.check import check_shapes
from kg.validate.shacl.visibility import ReferenceIndex, nodes_of, sight_of, traits_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from kg.findings import Finding
    from kg.rdf.quads import Assertion
    from kg.reference.lookup import Reference
    from kg.validate.cache import Cache
    from kg.validate.owl.summary import Summariser
    from kg.validate.shacl.engines import Engine

__all__ = ["ReferenceData"]


class ReferenceData:
    """The reference data in one folder."""

    def __init__(self, folder: Path, progress: Callable[[str], None]) -> None:
        """Store the arguments; nothing is read yet."""
        self.folder, self.progress = folder, progress
        self._read: tuple[Reference, Assertion, ReferenceIndex] | None = None

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the data that was read, for processes that cannot see its folder."""
        return _restored, (self.folder, *self.read()[:2])

    def read(self) -> tuple[Reference, Assertion, ReferenceIndex]:
        """Return the names, the graph and the index of what shapes can see; raises InputError if it cannot be read."""
        if self._read is None:
            self.progress("reading the reference data")
            self.take(*assert_reference(self.folder))
        assert self._read is not None  # noqa: S101  # set by `take`
        return self._read

    def take(self, reference: Reference, context: Assertion) -> None:
        """Use data that was read earlier; the index is rebuilt, since it is larger than its input."""
        self._read = reference, context, ReferenceIndex(context.quads)

    @cached_property
    def state(self) -> ReferenceState:
        """The part of it that findings can depend on; InputError if it cannot be read."""
        reference, context, _ = self.read()
        return ReferenceState.of(reference, context.quads)

    @cached_property
    def summariser(self) -> Summariser:
        """Reduces sources to kinds for the reasoner; InputError if the reference data cannot be read."""
        from kg.validate.owl.premises import logical, ontology_triples  # only if the reasoner is used
        from kg.validate.owl.summary import Summariser

        _, context, _ = self.read()
        return Summariser(logical(ontology_triples()), (quad.triple for quad in context.quads))

    @cached_property
    def digest(self) -> str:
        """One hash over its files and packages; InputError if the folder is missing or a file cannot be read."""
        if not self.folder.is_dir():
            raise InputError("no such folder of reference data", file=str(self.folder))
        files = sorted(file for file in self.folder.rglob("*") if file.is_file())  # what is not read is a finding
        names = [file.relative_to(self.folder).as_posix() for file in files]
        hashes = [hashlib.sha256(read_bytes(file)).hexdigest() for file in files]
        packages = [(package.name, package.digest()) for package in packages_of(self.folder.parent)]
        return digest_of(list(zip(names, hashes, strict=True)), packages)

    def findings(self, cache: Cache, engine: Engine) -> list[Any]:
        """Return the findings in the reference data, in the form of `finding_to`, and store them in the cache."""
        key = digest_of("reference", str(self.folder), self.digest)
        rows = cache.result(key)
        if rows is None:
            _, context, _ = self.read()
            own = replace(context, quads=[quad for quad in context.quads if quad not in context.shared])
            found = [
                *context.findings,
                *check_shapes([own], self.around(own.quads), engine),
                *_placed(check_reference_data(context)),
            ]
            rows = [finding_to(finding, relative_to(self.folder / "sheet", self.folder.name)) for finding in found]
            cache.set_result(key, rows)
        return list(rows)

    def around(self, own: Sequence[ox.Quad]) -> Assertion:
        """Return the part that shapes can see from the repository's own; packages are a hundred times larger."""
        _, context, index = self.read()
        if not context.shared:
            return context
        triples = in_ntriples(own)
        seen, _ = index.seen_from(nodes_of(triples), sight_of(traits_of(triples)))
        return replace(context, quads=sorted(seen, key=str))


def _restored(folder: Path, reference: Reference, context: Assertion) -> ReferenceData:
    data = ReferenceData(folder, lambda _: None)
    data.take(reference, context)
    return data


def _placed(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that have a place; the others are about entries of packages, which cannot be fixed here."""
    return [finding for finding in findings if finding.file]
