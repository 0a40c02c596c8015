"""Whether sources agree with the ontology: HermiT is asked about those of which that is not remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.layout import source_file
from kg.sources.assertion import assert_source
from kg.validate.cache import digest_of
from kg.validate.records import finding_to, relative_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.sources.listing import Listing
    from kg.validate.cache import Cache
    from kg.validate.reference_data import ReferenceData

__all__ = ["Consistency"]

#: How many sources are reasoned over together; a contradiction is looked for in that many.
_BATCH = 200


class Consistency:
    """What HermiT finds in sources, each by itself, over the reference data."""

    def __init__(self, cache: Cache, listing: Listing, data: ReferenceData) -> None:
        """Remember in `cache`, which must know the sources."""
        self.cache, self.listing, self.data = cache, listing, data

    def unknown(self, names: Sequence[str]) -> list[str]:
        """Return those of the sources, and "" for the reference data, of which nothing is remembered."""
        keys = {name: self._key(name) for name in ("", *names)}
        return [name for name, key in keys.items() if key and self.cache.result(key) is None]

    def check(self, names: Sequence[str]) -> None:
        """Ask HermiT about what `unknown` has returned; raises EngineError when it fails."""
        sources = [name for name in names if name]
        for at in range(0, len(sources) or 1, _BATCH):
            self._ask(sources[at : at + _BATCH])

    def rows(self, names: Sequence[str], *, reference: bool) -> Iterator[list[Any]]:
        """Yield the findings of sources, and of the reference data where these are wanted, as they are remembered."""
        for name in (*(("",) if reference else ()), *names):
            key = self._key(name)
            yield from (self.cache.result(key) or ()) if key else ()

    def _ask(self, names: Sequence[str]) -> None:
        from kg.validate.owl.check import (
            check_assertions,  # it needs rdflib, which takes longer to load than a small check
        )

        reference, context, _ = self.data.read()
        paths = {name: path for name in names if (path := self.listing.path(name)) is not None}
        assertions = {name: assert_source(path, reference) for name, path in paths.items()}
        found = check_assertions(list(assertions.values()), context)
        places = {name: relative_to(source_file(path), name) for name, path in paths.items()}
        places[""] = relative_to(self.data.folder / "sheet", self.data.folder.name)
        for name, assertion in {"": context, **assertions}.items():
            rows = [finding_to(finding, places[name]) for finding in found.get(assertion.source, ())]
            self.cache.set_result(self._key(name) or "", rows)

    def _key(self, name: str) -> str | None:
        """Return the hash of all that can matter, None for a source that could not be read."""
        known = self.cache.data(name) if name else {"key": str(self.data.folder)}
        return digest_of("owl", known["key"], self.data.digest) if known else None
