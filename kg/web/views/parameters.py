"""Reads the parameters of a view, in a fixed order; unknown ones are rejected by name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from kg.namespaces import ID
from kg.web.messages import HTML

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.web.content.edition import Edition
    from kg.web.messages import Request

__all__ = ["BadRequest", "Moved", "NotFound", "day_asked", "node_asked", "one_of", "read"]

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")


class BadRequest(Exception):  # noqa: N818  # named after the answer that it becomes
    """The address has an unknown parameter or value."""


class NotFound(Exception):  # noqa: N818  # as above
    """There is nothing at this address."""

    def __init__(self, nearest: Sequence[str] = ()) -> None:
        super().__init__("nothing is here")
        #: IRIs of the possible meanings.
        self.nearest = list(nearest)


class Moved(Exception):  # noqa: N818  # as above
    """The content has another address, relative to this one; 303 for a part of something, 308 for another spelling."""

    def __init__(self, location: str, status: int = 303) -> None:
        super().__init__(location)
        self.location, self.status = location, status


def read(request: Request, *known: str) -> dict[str, str]:
    """Return the parameters that have a value, in the order of `known`.

    Raises BadRequest for an unknown or repeated one, and Moved if they are empty or in another order.
    """
    for name, _ in request.query:
        if name not in known:
            takes = f"this page takes {', '.join(known)}" if known else "this page takes no parameters"
            raise BadRequest(f"unknown parameter “{name}”: {takes}")
        if len(request.values(name)) > 1:
            raise BadRequest(f"parameter “{name}” is given twice")
    values = {name: value for name in known if (value := request.value(name).strip())}
    if request.media_type == HTML and list(request.query) != list(values.items()):
        # A browser also sends the empty fields of a form, and in the order of the page.
        raise Moved(f"./?{urlencode(values)}" if values else "./", 308)  # so that each view has only one address
    return values


def one_of(name: str, value: str | None, choices: Sequence[str]) -> str | None:
    """Return a value that is one of the choices, or None if there is none; raises BadRequest."""
    if value is not None and value not in choices:
        raise BadRequest(f"{name}={value}: choose one of {', '.join(choices)}")
    return value


def day_asked(name: str, value: str | None) -> str | None:
    """Return a day; raises BadRequest for anything other than a date."""
    if value is not None and not _DAY.match(value):
        raise BadRequest(f"{name}={value}: write dates as 2012-03-11")
    return value


def node_asked(edition: Edition, name: str, kind: str, value: str | None) -> str | None:
    """Return the IRI for a slug or prefixed name of a kind; raises BadRequest if the store has none."""
    if value is None:
        return None
    slug = value.removeprefix(f"{kind}:")
    for iri in (f"{edition.addresses.base}id/{kind}/{slug}", f"{ID}{kind}/{slug}"):
        if edition.reading.exists(iri):
            return iri
    raise BadRequest(f"{name}={value}: unknown {kind}")
