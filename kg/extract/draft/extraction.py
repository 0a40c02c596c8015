"""Turns a file into a draft on disk. The command, the folder mode and the benchmark all use this module."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from kg.errors import UsageError
from kg.extract.article.article import Article, day_in_name, read_article
from kg.extract.article.structure import find_blocks, find_date, title_of
from kg.extract.draft.drafting import Drafter
from kg.extract.draft.draftsheet import Head, sha256_of, sheet_text, write_draft
from kg.extract.names.actors import Proposed
from kg.extract.names.principals.outlets import outlet_of
from kg.files import write_file
from kg.namespaces import slugify
from kg.text import read_bytes, refuse_outside

if TYPE_CHECKING:
    from pathlib import Path

    from kg.extract.draft.drafts import Draft
    from kg.extract.draft.llm import Backend
    from kg.extract.names.gazetteer import Gazetteer

__all__ = ["Options", "Result", "extract", "save"]


@dataclass(frozen=True, slots=True)
class Options:
    """Facts about the source, which override those in the text, and whether to draft the narrator's claims.

    `taken` are ids that no new row may get, and `country` is the state whose offices the text names without it.
    """

    publisher: str | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None
    narrator: bool = False
    licence: str | None = None
    taken: frozenset[str] = frozenset()
    country: str | None = None


@dataclass(slots=True)
class Result:
    """A draft with the head of its sheet and the article; the text is stored too if it comes from a web page."""

    draft: Draft
    head: Head
    article: Article


def extract(path: Path, gazetteer: Gazetteer, options: Options | None = None, backend: Backend | None = None) -> Result:
    """Return the draft of the article in the file `path`.

    Raises InputError for a file that is not an article, UsageError for an invalid date or a missing extra,
    and whatever the back end raises.
    """
    options = options or Options()
    article = read_article(path)
    blocks = find_blocks(article.text)
    day, moment, notes = _published(path, article, options)
    outlet = outlet_of(gazetteer, options.country, options.publisher or article.publisher, options.url or article.url)
    drafter = Drafter(article.text, gazetteer, day, dated=not notes, narrator=options.narrator, outlet=outlet)
    drafter.ids.taken |= options.taken
    draft = drafter.draft() if backend is None else backend.draft(drafter)
    publisher = _publisher(options.publisher or article.publisher, gazetteer, draft, notes)
    # The digest of the file beside the sheet: a text file is kept byte by byte, with its own line ends.
    digest = sha256_of(article.text) if article.from_page else hashlib.sha256(read_bytes(path)).hexdigest()
    head = Head(
        options.title or article.title or title_of(article.text, blocks),
        publisher,
        moment,
        "article.txt" if article.from_page else path.name,
        digest,
        options.url or article.url,
        options.licence,
        notes=notes,
    )
    return Result(draft, head, article)


def _published(path: Path, article: Article, options: Options) -> tuple[date, str, list[str]]:
    """Return the publication day, its value for the sheet, and notes for the reviewer."""
    told = options.published or article.published
    if told:
        try:
            return date.fromisoformat(told[:10]), told, []
        except ValueError:
            raise UsageError(
                f"{told!r} is not a date: write it as 2012-03-11, or with a time as 2012-03-11T12:15:00Z"
            ) from None
    day = find_date(article.text, find_blocks(article.text)) or day_in_name(path)
    if day:
        return day, day.isoformat(), []
    today = datetime.now(UTC).date()
    note = "CHECK `published`: the text gives no date, so today was used (--published sets it)."
    return today, today.isoformat(), [note]


def _publisher(name: str | None, gazetteer: Gazetteer, draft: Draft, notes: list[str]) -> str:
    """Return the slug of the publisher; an unknown one is proposed as a news organisation."""
    if name:
        found = [name] if name in gazetteer.known else gazetteer.find(name)
        found = [slug for slug in found if gazetteer.known[slug].type == "news-organisation"]
        if len(found) == 1:
            return found[0]
    label = name or "Unknown publisher"
    slug = slugify(label)[:60] or "unknown-publisher"
    if slug in gazetteer.known:
        slug = f"{slug}-publisher"
    # The text may have named it, too, and was read before it was known to be the publisher.
    draft.entries = [entry for entry in draft.entries if entry.slug != slug]
    description = "Publisher of a text that was drafted." if name else "The text does not say who published it."
    draft.entries.append(Proposed(slug, "organisations.yaml", label, description, (("type", "news-organisation"),)))
    notes.append(f"CHECK `publisher`: {'it is not in reference/' if name else 'not told'} (--publisher sets it).")
    return slug


def save(result: Result, path: Path | None, source: Path) -> str | None:
    """Write the draft to `path` with its text beside it. If `path` is None, write nothing and return the sheet."""
    if path is None:
        return sheet_text(result.draft, result.head)
    beside = path.parent.resolve() / result.head.text
    text = result.article.text if result.article.from_page else None
    refuse_outside(path, named=True)
    if text is None and beside != source.resolve():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(beside, read_bytes(source))
    write_draft(result.draft, result.head, path, text)
    return None
