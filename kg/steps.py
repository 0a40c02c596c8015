"""The steps of a build that other modules do, imported only when one of them is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pyoxigraph as ox

    from kg.assertion import Assertion
    from kg.findings import Finding
    from kg.reference import Reference

__all__ = ["assert_reference", "assert_source", "contradictions", "derive", "validate"]


def assert_reference(folder: Path) -> tuple[Reference, Assertion]:
    """Read the reference data: what sheets may name, and its graph."""
    from kg.assertion import assert_reference as work

    return work(folder)


def assert_source(path: Path, reference: Reference) -> Assertion:
    """Read one source's sheet or RDF file."""
    from kg.assertion import assert_source as work

    return work(path, reference)


def validate(seeds: Path, memory: Path) -> list[Finding]:
    """Return all findings in a folder of seeds; those of sources that have not changed are remembered in `memory`."""
    from kg.checking import validate as work

    return list(work([seeds], seeds, cache=memory).findings)


def contradictions(assertions: Sequence[Assertion], reference: Assertion) -> list[Finding]:
    """Return what cannot be true of the sources, given the ontology, by HermiT; raises EngineError when it fails."""
    from kg.owl import check_assertions as work

    return [finding for found in work(assertions, reference).values() for finding in found]


def derive(store: ox.Store) -> None:
    """Put the plain edges that follow from the statements into a graph of their own."""
    from kg.derivation import derive as work

    work(store)
