"""Pages without a server between: requests that `kg.web.pages` answers, and what a parser of HTML makes of them."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from kg.web.content.edition import Edition
from kg.web.messages import OpenStore, Request, Response
from kg.web.pages import respond

__all__ = ["Document", "Pages"]

_VOID = {"br", "hr", "img", "input", "link", "meta", "circle", "rect", "line"}
_ENDINGS = {"ttl": "text/turtle", "jsonld": "application/ld+json", "nt": "application/n-triples", "csv": "text/csv",
            "json": "application/json", "tsv": "text/tab-separated-values", "html": "text/html"}  # fmt: skip


class Pages:
    """Asks for pages of a store as the front process would."""

    def __init__(self, folder, *, public: bool = False) -> None:
        path = Path(folder.current())
        self.store = OpenStore(folder.read(), folder.path, path.name, folder.manifest())
        self.edition = Edition(self.store.quads, path, self.store.manifest)
        self._public = public

    def ask(self, address: str, **more) -> Response:
        """Answer an address below the root; the ending `index.ttl` is taken for its media type, as at the front."""
        parts = urlsplit(address)
        path, media_type = unquote(parts.path), "text/html"
        head, _, last = path.rpartition("/")
        if last.startswith("index."):
            path, media_type = f"{head}/", _ENDINGS[last.removeprefix("index.")]
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
        return respond(self.store, Request(path, query, media_type, public=self._public, **more))

    def document(self, address: str, **more) -> Document:
        """Return a page, parsed; it must be there."""
        response = self.ask(address, **more)
        assert response.status == 200, (address, response.status)
        return Document(response.body.decode())


class Document(HTMLParser):
    """A page as a tree of as much as the tests need: ids, links, the text, and the text inside certain elements."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.source, self.ids, self.hrefs, self.tags = source, list[str](), list[str](), list[str]()
        self.pieces: list[tuple[tuple[dict, ...], str]] = []
        self._open: list[dict] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        attributes = {"tag": tag, **dict(attrs)}
        self.tags.append(tag)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag in ("a", "link") and "href" in attributes:
            self.hrefs.append(attributes["href"])
        if tag not in _VOID:
            self._open.append(attributes)

    def handle_endtag(self, tag):
        if tag in _VOID:  # `<rect/>` is a beginning and an end
            return
        while self._open and self._open.pop()["tag"] != tag:
            pass

    def handle_data(self, data):
        self.pieces.append((tuple(self._open), data))

    def text(self, wanted=lambda element: True) -> str:
        """Return the text inside every element that is wanted."""
        return "".join(data for above, data in self.pieces if any(map(wanted, above)))

    def links(self, address: str) -> set[str]:
        """Return the addresses that the page links to on this site, without fragments."""
        joined = (urljoin(f"http://here{address}", href) for href in self.hrefs)
        return {urldefrag(link)[0].removeprefix("http://here") for link in joined if link.startswith("http://here/")}
