"""Reads the reference files: YAML that people edit, and Turtle."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import InputError
from kg.findings import Finding, Spans
from kg.forms.reader import Reader
from kg.forms.row import Row
from kg.forms.types import NARRATOR
from kg.forms.yaml_nodes import Document, YamlNode, parse_yaml
from kg.layout import RDF_SUFFIXES
from kg.namespaces import DP, SLUG, VOCABULARIES, kind_of, slug_of
from kg.rdf.foreign import foreign_names
from kg.rdf.literals import flaw
from kg.rdf.parse import parse_rdf
from kg.rdf.places import places
from kg.rdf.unnamed import findings_about, is_named
from kg.reference.fields import CLASSES, DESCRIBED, FILES, file_kind
from kg.reference.lookup import Entry, Reference
from kg.reference.shared_names import shared_names, shared_sentences
from kg.suggestions import suggest
from kg.text import decode, read_inside

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kg.forms.types import RecordType

__all__ = ["ReferenceReading", "read_reference"]

#: Suffixes of files that can only be meant as reference data.
_MEANT = (".yaml", ".yml", *RDF_SUFFIXES, ".rdf", ".owl", ".n3")
_TYPE, _LABEL = VOCABULARIES["rdf"] + "type", VOCABULARIES["rdfs"] + "label"
_ALIAS = VOCABULARIES["skos"] + "altLabel"
_MEMBER = VOCABULARIES["foaf"] + "member"


@dataclass
class ReferenceReading:
    """The contents of a folder: the lookup, the rows of YAML files (also faulty ones), and the triples of others.

    `spans` are the places of these triples, and `labels` those that a package gives to its own entries.
    """

    reference: Reference
    rows: list[tuple[Entry, Row, Document]] = field(default_factory=list)
    triples: list[ox.Quad] = field(default_factory=list)
    spans: Spans = field(default_factory=Spans)
    findings: list[Finding] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    base: str = ""
    labels: dict[str, str] = field(default_factory=dict)


def read_reference(
    folder: Path, reference: Reference, files: Mapping[str, RecordType] = FILES, *, base: str = ""
) -> ReferenceReading:
    """Read the `*.yaml` and `*.ttl` files of `folder` into `reference`; return their contents and findings.

    `files` are the records of the entries by file; those of proposals may be less complete. The names of a package are
    below its `base`. Raises InputError when the folder, or a file in it, cannot be read.
    """
    if not folder.is_dir():
        raise InputError("no such folder of reference data", file=str(folder))
    reading = ReferenceReading(reference, base=base)
    pending: list[tuple[Entry, YamlNode, Document]] = []
    order = list(FILES)  # the first one keeps a slug that two files claim
    for path in sorted(_inside(folder), key=lambda path: (_rank(path, order), path)):
        if path.suffix == ".ttl":
            _turtle(reading, path)
        elif path.suffix in (".yaml", ".yml"):
            pending += _entries(reading, path)
        else:
            reading.findings += _unread(path)
    # Only when all names are known: a state may refer to a capital, or an organisation, in a later file.
    for entry, node, document in pending:
        record = files[file_kind(document.file)]
        document.focus = reference.iri(entry.kind, entry.slug)
        row = Reader(document, reference.vocabulary, reference).record(node, record)
        reading.rows.append((entry, row or Row(node, good=False), document))
    # By identity, and each document once: a file has many entries, and their findings are in the same document.
    for document in {id(document): document for _, _, document in pending}.values():
        reading.findings += document.findings
    if not base:
        reading.findings += shared_names(reference.named.values())
        reading.findings += shared_sentences(reference.propositions.values())
    return reading


def _inside(folder: Path) -> list[Path]:
    """Return the files in a folder of reference data, and those in its subfolders with one entry per file."""
    found: list[Path] = []
    for path in folder.iterdir():
        found += path.iterdir() if path.is_dir() and path.name in FILES else [path]
    return found


def _rank(path: Path, order: list[str]) -> int:
    kind = file_kind(path)
    return order.index(kind) if kind in order else len(order)


def _unread(path: Path) -> list[Finding]:
    """Return a finding for each reference file, at or below `path`, that is not read."""
    files = sorted(path.rglob("*")) if path.is_dir() else [path]
    meant = [file for file in files if file.is_file() and (file.suffix in _MEANT or file.name.split(".")[0] in FILES)]
    known = f"expected: *.ttl, {', '.join(f'{name}.yaml' for name in FILES)}, and files in folders of these names"
    message = f"this file in reference/ is ignored: {known}"
    return [Finding("unread-file", message, file=str(file), line=1, column=1) for file in meant if file.name[0] != "."]


def _hashed(reading: ReferenceReading, path: Path) -> bytes:
    data = read_inside(path)
    reading.inputs[str(path)] = hashlib.sha256(data).hexdigest()
    return data


def _entries(reading: ReferenceReading, path: Path) -> list[tuple[Entry, YamlNode, Document]]:
    document = parse_yaml(_hashed(reading, path), str(path))
    reader = Reader(document, reading.reference.vocabulary)
    root = document.root
    found = []
    if file_kind(path) not in FILES:
        message = f"unknown reference file `{path.name}`: {suggest(path.stem, FILES)}"
        reading.findings.append(Finding(rule="unknown-file", message=message, file=str(path), line=1, column=1))
    elif root is not None and root.kind == "mapping":
        found = [pair for pair in reader.entries(root) if _is_slug(reader, pair[0])]
    elif root is not None and root.kind != "null":
        reader.expected(root, f"a mapping from slugs to {file_kind(path)}")
    entries = [(_entry(reading, document, key, node), node, document) for key, node in found]
    kept = [item for item in entries if _added(reading.reference, reader, item[0], found)]
    if not kept:
        reading.findings += document.findings
    return kept


def _is_slug(reader: Reader, key: YamlNode) -> bool:
    if key.kind == "text" and SLUG.fullmatch(key.text) and key.text != NARRATOR:
        return True
    reserved = key.text == NARRATOR
    advice = "the name is reserved" if reserved else "write lower-case letters, digits and single hyphens"
    reader.report(key, "bad-value", f"`{key.text[:60]}` is not a slug: {advice}")
    return False


def _added(reference: Reference, reader: Reader, entry: Entry, found: list[tuple[YamlNode, YamlNode]]) -> bool:
    taken = reference.add(entry)
    # If a package has an entry with the same slug, the repository's entry replaces it, because it says more about the
    # same thing. The name of the package's entry is kept. Once only: a second entry of the repository is one too many.
    if taken and taken.base and not taken.own and not entry.base and reference.replace(taken, entry):
        return True
    if taken:
        key = next(key for key, _ in found if key.text == entry.slug)
        place = f"{taken.file}, line {taken.line}" if taken.line else taken.file
        reader.report(key, "duplicate-slug", f"`{entry.slug}` is already taken ({place}): choose a different slug")
    return taken is None


def _entry(reading: ReferenceReading, document: Document, key: YamlNode, node: YamlNode) -> Entry:
    stem = file_kind(document.file)
    kind, local = CLASSES[stem]
    label = node.child("sentence" if kind == "proposition" else "label")
    named = node.child("type") if stem == "organisations" else None
    vocabulary = reading.reference.vocabulary
    if named and named.text in vocabulary.lists.get("organisation-type", ()):
        local = vocabulary.classes[named.text]
    if (unnamed := node.child("unnamed")) and stem == "persons" and unnamed.text.lower() == "true":
        local = "UnnamedSource"
    names, people, members = (_texts(node.child(name)) for name in ("aliases", "demonyms", "members"))
    line = document.span(key).line
    text = label.text.strip() if label else ""
    about = node.child("description")
    described = kind == "actor" and about is not None and about.text.startswith(DESCRIBED)
    entry = Entry(key.text, kind, local, text, names, people, document.file, line, reading.base, described=described)
    return replace(entry, members=members)


def _texts(node: YamlNode | None) -> tuple[str, ...]:
    """Return the texts of a key that takes one or several."""
    return tuple(item.text for item in node.items or [node] if item.text) if node else ()


def _turtle(reading: ReferenceReading, path: Path) -> None:
    data = _hashed(reading, path)
    parsed, (spans, nameless) = parse_rdf(data, path), places(decode(data, str(path)), str(path))
    reading.findings += findings_about(parsed, nameless, str(path))
    quads = [quad for quad in parsed if is_named(quad) and _is_sound(reading, quad, spans)]
    reading.triples += quads
    for message, terms in foreign_names(quads, {*reading.reference.bases, reading.base}):
        span = spans.find(*map(str, terms))
        reading.findings.append(Finding.at(span, "foreign-base", message, focus=getattr(terms[0], "value", None)))
    reading.spans.update(spans)
    # In Turtle, the triples of a node may be spread over the file, so names are collected after all of it has been
    # read.
    told: dict[str, dict[str, list[str]]] = {}
    for quad in quads:
        if isinstance(quad.subject, ox.NamedNode) and not isinstance(quad.object, ox.Triple):
            told.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value, []).append(quad.object.value)
    for subject, properties in sorted(told.items()):
        types = [name.removeprefix(DP) for name in properties.get(_TYPE, ()) if name.startswith(DP)]
        if kind_of(subject) in ("actor", "place", "proposition") and types:
            label, aliases = properties.get(_LABEL, [""])[0], tuple(properties.get(_ALIAS, ()))
            entry = Entry(slug_of(subject), str(kind_of(subject)), types[0], label, aliases, file=str(path))
            members = tuple(map(slug_of, properties.get(_MEMBER, ())))
            reading.reference.add(replace(entry, members=members))


def _is_sound(reading: ReferenceReading, quad: ox.Quad, spans: Spans) -> bool:
    """Return whether the value of a triple is well-formed; add a finding if it is not."""
    wrong = flaw(quad.object)
    if wrong:
        terms = [str(term) for term in (quad.subject, quad.predicate, quad.object)]
        focus = getattr(quad.subject, "value", None)
        reading.findings.append(Finding.at(spans.find(*terms), "bad-value", wrong, focus=focus))
    return wrong is None
