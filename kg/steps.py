"""The steps of a build that other modules do, imported only when one of them is needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import pyoxigraph as ox

    from kg.assertion import Assertion
    from kg.findings import Finding
    from kg.reference import Reference

__all__ = ["assert_reference", "assert_source", "derive", "validate"]


def assert_reference(folder: Path) -> tuple[Reference, Assertion]:
    """Read the reference data: what sheets may name, and its graph."""
    from kg.assertion import assert_reference as work

    return work(folder)


def assert_source(path: Path, reference: Reference) -> Assertion:
    """Read one source's sheet or RDF file."""
    from kg.assertion import assert_source as work

    return work(path, reference)


def validate(assertions: Mapping[str, Assertion], reference: Assertion) -> list[Finding]:
    """Return all findings: those made while reading, and, where nothing was misread, those of the shapes."""
    findings = [finding for assertion in assertions.values() for finding in assertion.findings]
    if any(finding.severity is Severity.VIOLATION for finding in findings):
        return findings
    from kg.validation import check_assertions

    return findings + check_assertions(list(assertions.values()), reference)


def derive(store: ox.Store) -> None:
    """Put the plain edges that follow from the statements into a graph of their own."""
    from kg.derivation import derive as work

    work(store)
