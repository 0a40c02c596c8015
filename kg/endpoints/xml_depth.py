"""A SAX handler that only checks the depth of XML."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.handler import ContentHandler

from kg.errors import InputError
from kg.limits import DEEPEST

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

__all__ = ["DepthHandler"]


class DepthHandler(ContentHandler):
    """Raises InputError for XML that is nested more than DEEPEST levels deep."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802, ARG002  # the interface's
        """Go one level down."""
        self._depth += 1
        if self._depth > DEEPEST:
            raise InputError(f"nested more than {DEEPEST} levels deep", file="answer")

    def endElement(self, name: str) -> None:  # noqa: N802, ARG002  # the interface's
        """Go one level up."""
        self._depth -= 1
