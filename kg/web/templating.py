"""Renders the result of a view as HTML. Everything is escaped; no HTML is written in Python."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import jinja2
from markupsafe import Markup, escape

from kg.rdf.labels import addressing, enumeration, is_plural, verb, with_side
from kg.suggestions import counted
from kg.web.content.addresses import up
from kg.web.content.dates import day_in_words, span_in_words
from kg.web.content.parts import owner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from kg.web.content.edition import Edition
    from kg.web.content.statements import ReadStatement
    from kg.web.messages import Request

__all__ = ["Links", "Page", "environment", "render_page", "sign_class", "sign_word"]

#: The words for each sign, for people who cannot see it or do not know it.
_SIGN_WORDS = {
    "+": "for",
    "−": "against",
    "±": "both",
    "if": "conditionally",
    "○": "neutral",
    "?": "in doubt",
    "": "withdrawn or revised",
}
#: The class of each sign in the style sheet.
_SIGN_CLASSES = {"+": "plus", "−": "minus", "±": "both"}
#: The macros of `macros.html` that are rendered once for the same arguments.
_FRAGMENTS = (
    "thing", "actors", "sign", "proposition", "quote", "speakers", "chain", "said", "line", "meta", "summary",
    "because",
)  # fmt: skip  # one list
#: How many fragments of a kind are cached at one depth, and how many addresses.
_REMEMBERED = 10_000


@dataclass(slots=True)
class Page:
    """A page before rendering: its template, the values for it, and the available data formats."""

    template: str
    title: str
    context: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    #: The IRI of the page: its permanent address.
    iri: str | None = None
    #: The data formats of the page: pairs of a relative address and a media type.
    alternates: tuple[tuple[str, str], ...] = ()


class Fragments:
    """Renders recurring fragments of HTML, such as the line of a statement, once for each store and depth.

    The result of `macro` must depend only on its arguments.
    """

    def __init__(self, macro: Callable[..., str]) -> None:
        self._macro = macro
        self._made: dict[tuple[object, ...], str] = {}

    def __call__(self, *arguments: object, **named: object) -> str:
        """Return the result of the macro for these arguments."""
        key = (*(tuple(each) if isinstance(each, list) else each for each in arguments), *named.items())
        made = self._made.get(key)
        if made is None:
            # All at once, since they are quickly made again, whereas tracking the least recently used one would slow
            # down each call.
            if len(self._made) >= _REMEMBERED:
                self._made.clear()
            made = self._made[key] = self._macro(*arguments, **named)
        return made


class Links:
    """Relative addresses and labels of IRIs, for templates."""

    def __init__(self, edition: Edition, depth: int) -> None:
        self._edition, self.depth, self.root = edition, depth, up(depth)
        self._hrefs: dict[str, str | None] = {}
        #: The macros of `macros.html` that recur, by name.
        macros = environment().get_template("macros.html").make_module({"links": self})
        self.fragments = {name: Fragments(getattr(macros, name)) for name in _FRAGMENTS}

    @classmethod
    def of(cls, edition: Edition, depth: int) -> Links:
        """Return the links of a store from pages at a depth; they cache their results."""
        key = f"links at {depth}"
        if key not in edition.memory:
            edition.memory[key] = cls(edition, depth)
        found: Links = edition.memory[key]
        return found

    def href(self, iri: str) -> str | None:
        """Return the relative address of the page of an IRI or its owner; None if it cannot be a link."""
        if iri not in self._hrefs:
            if len(self._hrefs) >= _REMEMBERED:
                self._hrefs.clear()
            self._hrefs[iri] = self._href(iri)
        return self._hrefs[iri]

    def _href(self, iri: str) -> str | None:
        whole = owner(self._edition.reading, iri)
        if whole is not None:
            return f"{self._edition.addresses.link(whole[0], self.depth)}#{quote(whole[1])}"
        return self._edition.addresses.link(iri, self.depth)

    def page(self, folder: str, values: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> str:
        """Return the relative address of one of our pages, with parameters."""
        query = urlencode(list(values.items() if hasattr(values, "items") else values))
        return f"{self.root}{folder}{'?' if query else ''}{query}"

    def label(self, iri: str) -> str:
        """Return the label of an IRI."""
        return self._edition.reading.label(iri)

    def names(self, iris: Iterable[str]) -> str:
        """Return the labels of several IRIs as an enumeration."""
        return enumeration([self.label(iri) for iri in iris])

    def addressing(self, statement: ReadStatement) -> str:
        """Return the words between the act of a statement and its addressees: ` ` or `, speaking to `."""
        return addressing(self.slug(statement.act))

    def act(self, statement: ReadStatement) -> str:
        """Return the act of a statement as a verb after its holders: `Arab states call for`."""
        return verb(self.label(statement.act), plural=self._is_plural(statement))

    def done(self, statement: ReadStatement, act: str = "") -> str:
        """Return what the holders do, with the side where the act does not tell it: `oppose (call for)`.

        `act` is markup of the act with those to whom it is done; without it, the act as `act` returns it.
        """
        act = act or self.act(statement)
        side = verb(statement.side, plural=self._is_plural(statement))
        return act if statement.act_tells_side else escape(with_side("{}", side)).format(act)

    def _is_plural(self, statement: ReadStatement) -> bool:
        reading, holders = self._edition.reading, statement.holders
        several = any(reading.is_a(holder, "Group") and is_plural(self.label(holder)) for holder in holders)
        return len(holders) > 1 or several

    def slug(self, iri: str) -> str:
        """Return the slug of an IRI within its kind."""
        return self._edition.addresses.slug(iri)

    def short(self, iri: str) -> str:
        """Return a foreign IRI in readable form: its host and last part."""
        host, _, rest = iri.partition("://")[2].partition("/")
        return f"{host.removeprefix('www.')} {rest.rstrip('/').rpartition('/')[2].rpartition('#')[2]}".strip()

    def kind_page(self, iri: str) -> str:
        """Return the relative address of the list of everything of the same kind as an IRI."""
        folder = self._edition.addresses.folder(iri) or ""
        return self.root + "/".join(folder.split("/")[: folder.count("/") - 1]) + "/"

    def labels(self, iris: Iterable[str]) -> list[tuple[str, str]]:
        """Return pairs of IRI and label, by label."""
        return self._edition.reading.labelled(iris)


def render_page(page: Page, edition: Edition, request: Request) -> bytes:
    """Return a page as HTML in UTF-8."""
    depth = request.path.strip("/").count("/") + 1 if request.path.strip("/") else 0
    everywhere = request.path == "/404.html"  # shown at any address of a static site, so its links cannot be relative
    links = Links.of(edition, depth)
    names = {
        "page": page,
        "edition": edition,
        "request": request,
        "links": links,
        **links.fragments,
        "root": request.root if everywhere else up(depth),
        **page.context,
    }
    return environment().get_template(page.template).render(names).encode("utf-8", "replace")


@cache
def environment() -> jinja2.Environment:
    """Return the template environment, with the filters that templates use."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        # A name that is in a template but not in its view is an error, not a gap on a page.
        undefined=jinja2.StrictUndefined,
        auto_reload=False,
    )
    made.filters |= {
        "day": day_in_words,
        "exactly": _exactly,
        "plural": counted,
        "sentence": _sentence,
        "slug_of": lambda iri, links: links.slug(iri),
        "sign_class": sign_class,
        "sign_word": sign_word,
    }
    made.globals |= {"span": span_in_words}
    return made


def _exactly(text: str) -> Markup:
    """Escape a text so that an HTML parser returns every character of it, although it reads CR and CRLF as LF."""
    return Markup(str(escape(text)).replace("\r", "&#13;"))  # noqa: S704  # escaped in this line


def sign_word(sign: str) -> str:
    """Return a sign in words; one in brackets is not certain."""
    word = _SIGN_WORDS.get(sign.strip("()"), sign)
    return f"{word}, not certain" if sign.startswith("(") else word


def sign_class(sign: str) -> str:
    """Return the classes of a sign in the style sheet."""
    kind = _SIGN_CLASSES.get(sign.strip("()"), "other")
    return f"{kind} unsure" if sign.startswith("(") else kind


def _sentence(text: str) -> str:
    """Return a text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
