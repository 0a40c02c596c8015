"""Turns the licence of a source's text into RDF: a licence, or the statement that all rights are reserved."""

from __future__ import annotations

from kg.forms.scalars import RESERVED

__all__ = ["IN_COPYRIGHT", "licence_term", "may_be_passed_on"]

_SPDX = "https://spdx.org/licenses/"
#: RightsStatements.org: the work is in copyright, and no licence is given.
IN_COPYRIGHT = "http://rightsstatements.org/vocab/InC/1.0/"


def licence_term(licence: str) -> tuple[str, str]:
    """Return the property and the IRI for the value of a sheet's `licence:`."""
    if licence == RESERVED:
        return "dcterms:rights", IN_COPYRIGHT
    return "dcterms:license", licence if "://" in licence else _SPDX + licence


def may_be_passed_on(licence: str | None) -> bool:
    """Return whether a text may be passed on; a sheet without a licence gives no permission."""
    return licence is not None and licence != RESERVED
