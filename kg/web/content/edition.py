"""One store, opened for the pages: its origin, its texts, and a cache of what has been read from it."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.paths import shipped_name
from kg.query.binding import bind
from kg.query.run import body, run_query
from kg.web.content.addresses import SHARED_BASE, Addresses
from kg.web.content.dates import day_in_words
from kg.web.content.reading import Reading
from kg.web.content.statements import StatementReader
from kg.web.content.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Edition", "Row"]

#: A row of an answer: the values of its columns, or None where a column has none.
Row = dict[str, str | None]


class Edition:
    """A store with everything needed for pages. It never changes, so what was read is cached."""

    def __init__(self, store: ox.Store, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.store, self.manifest = store, manifest
        self.addresses = Addresses(str(manifest.get("base") or SHARED_BASE))
        self.reading = Reading(store, self.addresses)
        self.statements = StatementReader(self.reading)
        seeds = manifest.get("seeds")
        self.texts = Texts(folder, Path(seeds) if seeds else None)
        self._queries: dict[tuple[str, ...], str] = {}
        #: What pages have worked out once for all: by the name of what it is.
        self.memory: dict[str, Any] = {}

    @property
    def as_of(self) -> str:
        """The day of the build, in words."""
        return day_in_words(str(self.manifest.get("built", "")))

    @property
    def built(self) -> str:
        """The day of the build as a date."""
        return str(self.manifest.get("built", ""))[:10]

    @cached_property
    def hash(self) -> str:
        """A hash of everything from which the store was built, for citations: twelve hexadecimal digits."""
        keys = json.dumps(self.manifest.get("keys", {}), sort_keys=True)
        return hashlib.sha256(keys.encode()).hexdigest()[:12]

    @property
    def source_count(self) -> int:
        """The number of sources."""
        return len(self.manifest.get("sources", ()))

    def ask(self, name: str, **bindings: str) -> list[Row]:
        """Return the answer to `queries/pages/<name>.rq` with variables bound to IRIs."""
        query = self._query(name, *bindings)
        for variable, value in bindings.items():
            # `ox.NamedNode` refuses what is no IRI, so nothing but an IRI gets into the query's text.
            query = query.replace(str(_place(variable)), str(ox.NamedNode(value)))
        results = run_query(self.store, query, file=f"pages/{name}.rq")
        if not isinstance(results, ox.QuerySolutions):
            raise TypeError(f"pages/{name}.rq is no SELECT query")
        columns = [variable.value for variable in results.variables]
        return [{column: _value(row[column]) for column in columns} for row in results]

    def column(self, name: str, column: str, **bindings: str) -> list[str]:
        """Return one column of an answer, each value once, in the order of the answer."""
        return list(dict.fromkeys(value for row in self.ask(name, **bindings) if (value := row[column]) is not None))

    def _query(self, name: str, *variables: str) -> str:
        """Return the text of a query with a place for the IRI of each variable.

        Oxigraph plans a text with its terms in place; one whose terms are substituted after parsing takes up to six
        times as long.
        """
        key = (name, *variables)
        if key not in self._queries:
            if not re.fullmatch(r"[a-z-]+", name):
                raise ValueError(f"{name!r} is no name of a query")
            text = (Path(shipped_name("queries")) / "pages" / f"{name}.rq").read_text(encoding="utf-8")
            self._queries[key] = bind(body(text), {variable: _place(variable) for variable in variables})
        return self._queries[key]


def _place(variable: str) -> ox.NamedNode:
    """Return the placeholder for the IRI of a variable in the text of a query; no IRI in a store looks like it."""
    return ox.NamedNode(f"place-of:{variable}")


def _value(term: object) -> str | None:
    return getattr(term, "value", None)
