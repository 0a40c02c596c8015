"""Finds what the latest sources of a repository have in common, as defaults for a new one: publisher and licence."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import InputError
from kg.forms.types import Name
from kg.forms.yaml_nodes import parse_yaml
from kg.layout import source_folders
from kg.text import read_inside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.reference.lookup import Reference

__all__ = ["PUBLISHER", "Customs", "customs_of"]

PUBLISHER = Name(("NewsOrganisation",), labels=True)
_MOST = 300  # how many sources are read, the latest by name: reading all of a large repository takes minutes


class Customs(NamedTuple):
    """The publishers of the latest sources, most frequent first, and for each the licence that all its texts share.

    `sources` says in words of which sources this is.
    """

    publishers: list[str]
    licences: dict[str, str]
    sources: str = ""


def customs_of(seeds: Path, reference: Reference) -> Customs:
    """Return what the latest sources in a folder of seeds have in common; unreadable sheets are skipped."""
    counts, licences, folders = Counter[str](), dict[str, set[str]](), source_folders(seeds)
    for publisher, licence in _heads(folders):
        if slug := reference.resolve(publisher, PUBLISHER):
            counts[slug] += 1
            licences.setdefault(slug, set()).add(licence)
    same = {slug: next(iter(found)) for slug, found in licences.items() if len(found) == 1}
    usual = {slug: found for slug, found in same.items() if found}
    return Customs([slug for slug, _ in counts.most_common()], usual, _in_words(counts.total(), len(folders)))


def _in_words(read: int, there: int) -> str:
    if read == there:
        return f"all {there} other sources" if there > 1 else "the other source"
    return f"the {read} other {'source that was' if read == 1 else 'sources that were'} looked at"


def _heads(folders: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the publisher and the licence of each sheet, "" if it has none."""
    for name in sorted(folders, reverse=True)[:_MOST]:
        sheet = Path(folders[name], "sheet.yaml")
        try:
            root = parse_yaml(read_inside(sheet), str(sheet)).root if sheet.is_file() else None
        except InputError:
            continue  # `kg validate` reports it
        head = root.child("source") if root else None
        if head is not None and head.kind == "mapping":
            publisher, licence = head.child("publisher"), head.child("licence")
            yield publisher.text if publisher else "", licence.text if licence else ""
