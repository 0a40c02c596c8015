"""Creates a new source: a folder with an unchanged text, and a sheet that is complete except for its rows."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import InputError, UsageError
from kg.files import write_file
from kg.layout import REFERENCE
from kg.namespaces import slugify
from kg.reference.shared import load_reference
from kg.sources.customs import PUBLISHER, Customs, customs_of
from kg.sources.sheet import read_sheet
from kg.text import decode, is_web_page, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kg.reference.lookup import Reference

__all__ = ["NewSource", "make_source"]

_KEYS = ("title", "publisher", "published", "url", "licence")
_WORDS = 6


class NewSource(NamedTuple):
    """The sheet of a new source, and what was taken for it, or could be, from the other sources.

    `taken` says why the publisher is the one that it is, if nobody said it; `usual_licence` is that of the other texts
    of the publisher, if it is not said.
    """

    sheet: Path
    taken: str | None
    usual_licence: str | None


def make_source(text: Path, seeds: Path, said: Mapping[str, str | None]) -> NewSource:
    """Make a new source from `text`; `said` are the known keys of its head.

    The name of its folder is the day of publication and the first words of the title. Raises UsageError if the folder
    already exists, the publisher is unknown, or the head is invalid, and InputError for a text that cannot be read;
    then nothing is left behind.
    """
    data = read_bytes(text)
    lines = _lines(data, str(text))
    reference = load_reference(seeds / REFERENCE)
    title = said.get("title") or lines[0]
    missing = not (said.get("publisher") and said.get("licence"))
    customs = customs_of(seeds, reference) if missing else Customs([], {})
    publisher, taken = _publisher(said.get("publisher"), customs, reference)
    head = {**said, "title": title, "publisher": publisher}
    folder = seeds / f"{str(head['published'])[:10]}-{'-'.join(slugify(title).split('-')[:_WORDS])}"
    if folder.exists():
        raise UsageError(f"{folder} already exists", hint="use another --title, or edit the existing sheet")
    # A JSON string is also a YAML string, so no rules are needed for titles that have to be quoted.
    rows = [f"  {key}: {json.dumps(head[key], ensure_ascii=False)}" for key in _KEYS if head.get(key)]
    rows += ["  text: article.txt", f"  sha256: {hashlib.sha256(data).hexdigest()}"]
    sheet = folder / "sheet.yaml"
    with _nothing_left(folder):
        write_file(folder / "article.txt", data)
        write_file(sheet, "\n".join(["source:", *rows, "", "statements: []", ""]))
        # Checked in its final place, since the folder's name may be at fault.
        if findings := read_sheet(sheet, reference).findings:
            told = "; ".join(finding.message for finding in findings)
            raise UsageError(f"no source was made: {told}", hint="correct the options")
    slug = reference.resolve(publisher, PUBLISHER) or ""
    return NewSource(sheet, taken, None if said.get("licence") else customs.licences.get(slug))


def _lines(data: bytes, file: str) -> list[str]:
    """Return the lines of a text; InputError if it has none, or is a page whose tags would be taken for words."""
    if is_web_page(data):
        hint = "`kg extract PAGE -o SHEET` takes the text out of the page, and drafts a sheet"
        raise InputError("this is a web page, not a text", file=file, hint=hint)
    lines = [line.strip() for line in decode(data, file).splitlines() if line.strip()]
    if not lines:
        raise InputError("it contains no text", file=file)
    return lines


@contextmanager
def _nothing_left(folder: Path) -> Iterator[None]:
    """Make a folder, and remove it if the block fails or is interrupted, so that the next try finds its name free."""
    folder.mkdir(parents=True)
    try:
        yield
    except BaseException:
        for name in ("sheet.yaml", "article.txt"):  # file by file, so that no file of the user is deleted
            (folder / name).unlink(missing_ok=True)
        folder.rmdir()
        raise


def _publisher(name: str | None, customs: Customs, reference: Reference) -> tuple[str, str | None]:
    """Return the publisher, and in words by what it was chosen if nobody named it."""
    if name:
        if reference.resolve(name, PUBLISHER) is None:
            raise UsageError(f"--publisher: {reference.explain(name, PUBLISHER)}")
        return name, None
    known = reference.slugs(PUBLISHER.classes)
    # Without other sources, the only one can be the invented publisher of the example: the command says whom it took.
    usual, of_others = customs.publishers, f"the publisher of {customs.sources}"
    for names, reason in ((usual, of_others), (known, "the only news organisation in the reference data")):
        if len(names) == 1:
            return names[0], reason
    listed = list(dict.fromkeys((*usual, *known)))
    some = (
        f"known: {', '.join(listed[:8])}"
        if listed
        else "add one to reference/organisations.yaml, such as `bbc: {label: BBC, type: news-organisation}`"
    )
    raise UsageError("--publisher is missing", hint=some)
