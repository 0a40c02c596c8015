"""Writes a static site: the public pages of `kg serve` as files.

Every page is a folder with an `index.html`, and its data beside it. The site is written to a folder next to its final
place, where unchanged files are links to the old ones, and then replaces the old site as a whole. A run without changes
writes nothing. `.kg-site.json` lists the files of the site; a folder with anything else is refused.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kg.errors import UsageError
from kg.store.folder import StoreFolder
from kg.web.content.data import described, ontology, serialised
from kg.web.content.parts import PARTS
from kg.web.content.search import index, search_form
from kg.web.messages import HTML, OpenStore, Request
from kg.web.pages import edition_of, respond
from kg.web.views.listing import words as words_of
from kg.web.views.positions import data as points
from kg.web.views.positions import lists
from kg.web.views.questions import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyoxigraph as ox


__all__ = ["Site", "SiteOutcome", "open_store", "write_site"]

_MARKER = ".kg-site.json"
_STATIC = Path(__file__).parent / "static"
_DATA = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples"}
_TABLES = {"csv": "text/csv", "json": "application/json", "tsv": "text/tab-separated-values"}
#: Files that only the server needs, for the editor.
_SERVER_ONLY = ("vendor", "editor.js", "editor.css")
_LONGEST_NAME = 255
_EXCHANGE, _AT_FDCWD = 2, -100


@dataclass(frozen=True, slots=True)
class SiteOutcome:
    """The outcome: all files, new or changed ones, removed ones, and names that cannot be files."""

    files: int
    changed: int
    removed: int
    skipped: tuple[str, ...]


class Site:
    """The files of a site, one after another: path below the root, and content."""

    def __init__(self, store: OpenStore, base: str | None = None, *, with_texts: bool = False) -> None:
        self._store, self._with_texts = store, with_texts
        self._edition = edition_of(store)
        self._root = base or self._edition.addresses.base
        #: IRIs that cannot be folders, such as one whose name is longer than a file's can be.
        self.skipped: list[str] = []

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield every file."""
        folders = sorted(self._folders())
        for folder in ("", "search/", "ontology/", *self._kinds(folders), *folders):
            yield f"{folder}index.html", self._body(f"/{folder}", HTML)
        for folder in ("ontology/", *folders):
            quads = self._quads(folder)  # read once for all three forms
            for ending, media_type in _DATA.items():
                yield f"{folder}index.{ending}", serialised(quads, media_type)
        yield from self._tables()
        for path in sorted(_STATIC.rglob("*")):
            name = path.relative_to(_STATIC)
            if path.is_file() and name.parts[0] not in _SERVER_ONLY and "__pycache__" not in name.parts:
                yield f"static/{name.as_posix()}", path.read_bytes()
        yield "sparql/index.html", self._body("/sparql/", HTML)
        yield "404.html", self._body("/404.html", HTML)
        yield "positions/points.json", points(self._edition, lists(self._edition))
        yield "search/index.json", self._names()
        yield "sitemap.xml", _sitemap(self._root, ["", "positions/", "questions/", *folders])

    def _quads(self, folder: str) -> list[ox.Quad]:
        reading, iri = self._edition.reading, self._edition.addresses.iri(folder) or ""
        return ontology(reading) if folder == "ontology/" else described(reading, iri)

    def _tables(self) -> Iterator[tuple[str, bytes]]:
        """Yield the table of positions, and the questions with their default and example, as pages and files."""
        names = [f"questions/{name}/" for name in catalogue().names()]
        yield "questions/index.html", self._body("/questions/", HTML)
        for folder in ("positions/", *names, *(f"{name}example/" for name in names)):
            page = self._body(f"/{folder}", HTML)
            yield f"{folder}index.html", page
            # A question that requires an actor has no files without one, since these would be about all pairs of
            # actors.
            for ending, media_type in _TABLES.items() if b"index.csv" in page else ():
                yield f"{folder}index.{ending}", self._body(f"/{folder}", media_type)

    def _folders(self) -> Iterator[str]:
        """Yield the folder of every name that is not a part of something."""
        addresses = self._edition.addresses
        for name in self._edition.column("everything", "thing"):
            folder = addresses.folder(name)
            if folder and folder != "ontology/" and addresses.kind(name) not in PARTS:
                if _is_writable(folder):
                    yield folder
                else:
                    self.skipped.append(name)

    def _kinds(self, folders: list[str]) -> list[str]:
        """Return the folders with lists of a kind."""
        starts = ((folder, 3 if folder.startswith("world/") else 2) for folder in folders)
        return sorted({"/".join(folder.split("/")[:depth]) + "/" for folder, depth in starts})

    def _body(self, path: str, media_type: str) -> bytes:
        request = Request(path, (), media_type, self._root, public=True, with_texts=self._with_texts)
        return respond(self._store, request).body

    def _names(self) -> bytes:
        """Return the data for the search in the browser: address, kind, label and one of the names, folded."""
        addresses = self._edition.addresses
        named = index(self._edition)
        rows = [[addresses.folder(iri), words_of(kind), label, search_form(name)] for iri, kind, label, name in named]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()


def open_store(folder: str) -> OpenStore:
    """Open the current store in a folder; raises StoreError if there is none."""
    found = StoreFolder(folder)
    return OpenStore(found.read(), folder, Path(found.current()).name, found.manifest())


def write_site(site: Site, target: Path) -> SiteOutcome:
    """Write a site to `target` as a whole, or leave it alone if nothing has changed.

    Raises UsageError for a folder with anything that is not part of a site.
    """
    known = _known(target)
    beside = target.with_name(f".{target.name}.partial")
    shutil.rmtree(beside, ignore_errors=True)
    try:
        hashes, changed = _write_beside(site, target, beside, known)
        removed = len(known.keys() - hashes.keys())
        if changed or removed or not target.exists():
            _marked(beside, hashes)
            _put_in_place(beside, target)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror or error}") from None
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return SiteOutcome(len(hashes), changed, removed, tuple(site.skipped))


def _write_beside(site: Site, target: Path, beside: Path, known: dict[str, str]) -> tuple[dict[str, str], int]:
    """Write all files beside the old site, with links to unchanged ones; return their hashes, and how many changed."""
    hashes: dict[str, str] = {}
    changed = 0
    beside.mkdir(parents=True)
    for name, content in site.files():
        hashes[name] = hashlib.sha256(content).hexdigest()
        path = beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # A link keeps the time of the old file, which tells web servers and `rsync` that it has not changed.
        if known.get(name) != hashes[name] or not _linked(target / name, path):
            path.write_bytes(content)
            changed += 1
    return hashes, changed


def _linked(old: Path, new: Path) -> bool:
    """Link to an unchanged file; return False if the file system cannot do this."""
    try:
        os.link(old, new)
    except OSError:
        return False
    return True


def _known(target: Path) -> dict[str, str]:
    """Return the hashes of the existing site; raises UsageError for a folder of something else."""
    if not target.exists():
        return {}
    if not target.is_dir() or target.is_symlink():
        raise UsageError(f"{target}: not a folder", hint="name a new folder, or one that contains a site")
    there = {
        path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir() or path.is_symlink()
    }
    try:
        hashes = json.loads((target / _MARKER).read_text("utf-8"))["files"] if there else {}
        strange = sorted(there - {*hashes, _MARKER})
    except (OSError, ValueError, KeyError, TypeError):
        raise UsageError(f"{target}: contains something other than a site", hint="name another folder") from None
    if strange:
        raise UsageError(f"{target}: contains {strange[0]}, which is not part of the site", hint="move it elsewhere")
    return {name: value for name, value in hashes.items() if name in there}


def _marked(folder: Path, hashes: dict[str, str]) -> None:
    (folder / _MARKER).write_text(json.dumps({"files": hashes}, indent=0, sort_keys=True), "utf-8")


def _put_in_place(new: Path, target: Path) -> None:
    """Exchange two folders, in one step if the kernel can do this, and remove the old site."""
    if not target.exists():
        new.rename(target)
        return
    names = (ctypes.c_char_p(os.fsencode(new)), ctypes.c_char_p(os.fsencode(target)))
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    # With two renames, there would be no site for a moment.
    if exchange is not None and exchange(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE) == 0:
        return
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _is_writable(folder: str) -> bool:
    """Return whether the path of an IRI can be a path of folders in the site."""
    names = folder.removesuffix("/").split("/")
    return all(
        name not in ("", ".", "..") and "\\" not in name and "\0" not in name and len(name.encode()) <= _LONGEST_NAME
        for name in names
    ) and not names[-1].startswith("index.")


def _sitemap(root: str, folders: list[str]) -> bytes:
    lines = [f"<url><loc>{escape(root + folder)}</loc></url>" for folder in folders]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    return "\n".join([head, *lines, "</urlset>\n"]).encode()
