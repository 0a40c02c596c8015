"""YAML with the position of every key and value: what a person wrote, before it is interpreted.

Scalars follow the core schema of YAML 1.2: `no` and `2012-03-11` are text. Nothing is constructed,
so no tag can do anything, and an alias is refused because a row must be readable by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from kg.errors import InputError
from kg.findings import Finding, Severity, Span
from kg.limits import DEEPEST, LONGEST_LITERAL
from kg.text import decode, line_starts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ruamel.yaml.events import Event

try:
    from _ruamel_yaml import CParser  # of ruamel.yaml.clib, which need not be there
except ImportError:
    CParser = None

__all__ = ["Document", "YamlNode", "parse_yaml"]

_CORE = (
    ("null", re.compile(r"|~|null|Null|NULL")),
    ("boolean", re.compile(r"true|True|TRUE|false|False|FALSE")),
    ("integer", re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")),
    ("number", re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")),
)
#: The first or last line of a conflict, as git marks it.
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)
#: How a scalar begins that is not certain to be text; most are words.
_NOT_TEXT = re.compile(r"[-+.~0-9nNtTfF]|\Z")
#: Tabs, and what ended a line in YAML 1.1 and no longer does: the two parsers do not agree on these.
_UNSURE = re.compile("[\t\x85\u2028\u2029]")
#: Surrogates, which an escape can write and no file can hold.
_HALF = re.compile("[\ud800-\udfff]")
#: What the events of the parser do to the depth.
_DEEPER = {MappingStartEvent: 1, SequenceStartEvent: 1, MappingEndEvent: -1, SequenceEndEvent: -1}
_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")


@dataclass(slots=True)
class YamlNode:
    """A value in a YAML file: its kind, its content, and its start and end (code points).

    `kind` is `mapping`, `list`, `text`, `integer`, `number`, `boolean`, `null` or `alias`; `text` is what a scalar says
    as written; `items` are the values of a list; `entries` are the keys and values of a mapping.
    """

    kind: str
    start: int
    end: int
    text: str = ""
    items: list[YamlNode] = field(default_factory=list)
    entries: list[tuple[YamlNode, YamlNode]] = field(default_factory=list)

    def child(self, step: str | int) -> YamlNode | None:
        """Return the value of a key of a mapping, or an item of a list; item 0 of a single value is itself."""
        if isinstance(step, str):
            for key, value in self.entries:  # not `next`, which takes twice as long
                if key.text == step:
                    return value
            return None
        if self.kind != "list":
            return self if step == 0 else None
        return self.items[step] if step < len(self.items) else None


@dataclass
class Document:
    """One YAML file: its root value (None if the file is empty) and its faults.

    `focus` is the IRI of what is being read, where it has a name: the findings that are added are about it.
    """

    file: str
    content: str
    root: YamlNode | None = None
    findings: list[Finding] = field(default_factory=list)
    focus: str | None = None
    _lines: list[int] = field(default_factory=list)

    def span(self, node: YamlNode) -> Span:
        """Return the position of a node."""
        return self.place(node.start, node.end)

    def place(self, start: int, end: int) -> Span:
        """Return the position of a range of code points."""
        self._lines = self._lines or line_starts(self.content)
        first, last = bisect_right(self._lines, start), bisect_right(self._lines, end)
        return Span(self.file, first, start - self._lines[first - 1] + 1, last, end - self._lines[last - 1] + 1)

    def report(
        self,
        node: YamlNode,
        rule: str,
        message: str,
        *,
        severity: Severity = Severity.VIOLATION,
        value: str | None = None,
        related: tuple[Span, ...] = (),
    ) -> None:
        """Add a finding at a node; its value is by default the text of the node."""
        about = Finding.at(self.span(node), rule, message, severity=severity, focus=self.focus, related=related)
        self.findings.append(replace(about, value=value or node.text or None))


def parse_yaml(data: bytes, file: str) -> Document:
    """Return the YAML in `data`; raises InputError, with the position, if it is not text or not YAML."""
    content = decode(data, file)
    document = Document(file, content)
    try:
        _compose(document)
    except MarkedYAMLError as error:
        raise _not_yaml(error, document) from None
    except (YAMLError, ValueError, IndexError, AssertionError) as error:  # the parser's own slips on odd input
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        raise InputError(f"not YAML: {reason}", file=file) from None
    return document


def _not_yaml(error: MarkedYAMLError, document: Document) -> InputError:
    if conflict := _CONFLICT.search(document.content):
        span = document.place(conflict.start(), conflict.end())
        hint = "keep one version, or both, and remove the lines that begin with `<<<<<<<`, `=======` and `>>>>>>>`"
        return InputError("a merge conflict is not resolved", file=document.file, line=span.line, column=1, hint=hint)
    mark = error.problem_mark or error.context_mark
    problem = " ".join(part for part in (error.context, error.problem) if part)
    if mark is None:
        return InputError(f"not YAML: {problem}", file=document.file)
    index = min(mark.index, len(document.content))
    span = document.place(index, index)
    hint = "put text that holds `: ` or ` #`, or starts with a special character, in quotes"
    return InputError(f"not YAML: {problem}", file=document.file, line=span.line, column=span.column, hint=hint)


class _Composer:
    """Builds nodes from parser events with its own stack, so that deep nesting cannot exhaust Python's."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.open: list[tuple[YamlNode, list[YamlNode]]] = []
        self.documents = 0

    def take(self, event: Event) -> None:
        if isinstance(event, ScalarEvent):
            self.add(self.scalar(event))
        elif isinstance(event, (MappingStartEvent, SequenceStartEvent)):
            kind = "mapping" if isinstance(event, MappingStartEvent) else "list"
            node = YamlNode(kind, event.start_mark.index, event.end_mark.index)
            if len(self.open) >= DEEPEST:
                raise self.excess(node, f"nested more than {DEEPEST} levels deep")
            if event.tag is not None:
                self.tagged(node, event.tag)
            self.open.append((node, []))
        elif isinstance(event, (MappingEndEvent, SequenceEndEvent)):
            self.close(event)
        elif isinstance(event, AliasEvent):
            self.add(YamlNode("alias", event.start_mark.index, event.end_mark.index, event.anchor or ""))
        elif isinstance(event, DocumentStartEvent):
            self.begin(event)

    def scalar(self, event: ScalarEvent) -> YamlNode:
        node = YamlNode("text", event.start_mark.index, event.end_mark.index, event.value)
        if len(event.value) > LONGEST_LITERAL:
            raise self.excess(node, f"a value of more than {LONGEST_LITERAL:,} characters")
        # A scalar in quotes is text, whatever it looks like: `"2012"` is how a sheet says that it means the words.
        if event.tag is None and not event.style and _NOT_TEXT.match(event.value):
            node.kind = next((kind for kind, pattern in _CORE if pattern.fullmatch(event.value)), "text")
        if event.tag is not None:
            self.tagged(node, event.tag)
        if not node.text.isascii() and _HALF.search(node.text):
            node.text = _HALF.sub("\ufffd", node.text)
            self.document.report(node, "bad-value", "an escape names half of a character: write the character itself")
        return node

    def excess(self, node: YamlNode, what: str) -> InputError:
        span = self.document.span(node)
        return InputError(f"{what}, which is not read", file=span.file, line=span.line, column=span.column)

    def tagged(self, node: YamlNode, tag: object) -> None:
        if not (str(tag) in _TEXT_TAGS and node.kind == "text"):
            self.document.report(node, "yaml-tag", f"the tag {tag} means nothing here: leave it out")

    @staticmethod
    def nothing(node: YamlNode, parent: YamlNode, siblings: list[YamlNode]) -> None:
        """Give a value that is not written the position of the key or item before it."""
        # A value that is not there has no place of its own, and a finding about it has to be shown somewhere.
        before = siblings[-1] if siblings else YamlNode("null", parent.start, parent.start)
        node.start, node.end = before.start, before.end

    def begin(self, event: DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents == 2:
            node = YamlNode("null", event.start_mark.index, event.end_mark.index)
            self.document.report(node, "yaml-documents", "a second YAML document starts here: keep one per file")

    def close(self, event: Event) -> None:
        node, children = self.open.pop()
        # The end event of a block stands where the next thing begins, lines further down; that of a flow is its
        # bracket.
        flow = self.document.content[event.start_mark.index : event.end_mark.index] in ("]", "}")
        node.end = event.end_mark.index if flow or not children else max(node.end, children[-1].end)
        if node.kind == "mapping":
            node.entries = list(zip(children[::2], children[1::2], strict=True))
        else:
            node.items = children
        self.add(node)

    def add(self, node: YamlNode) -> None:
        if self.open:
            if node.start == node.end and not (node.items or node.entries):
                self.nothing(node, *self.open[-1])
            self.open[-1][1].append(node)
        elif self.documents <= 1:
            self.document.root = node


def _compose(document: Document) -> None:
    composer = _Composer(document)
    for event in _events(document.content):
        composer.take(event)


def _events(content: str) -> Iterable[Event]:
    """Return the parser's events, from the parser in C if it is installed, which is 25 times as fast.

    What that one refuses goes to the parser in Python, which knows YAML 1.2 and tells the mistake better.
    """
    if CParser is not None and not _UNSURE.search(content):
        with suppress(YAMLError):
            return _drained(CParser(content))
    return YAML(typ="safe", pure=True).parse(content)  # type: ignore[no-any-return]  # the method is not annotated


def _drained(parser: CParser) -> list[Event]:
    """Return all events, or those before the nesting becomes too deep."""
    events, depth = [], 0
    while depth <= DEEPEST and (event := parser.get_event()) is not None:
        events.append(event)
        depth += _DEEPER.get(type(event), 0)
    return events
