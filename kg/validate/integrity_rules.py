"""The integrity rules: SPARQL queries in shapes/integrity/, one per file, with their metadata in `#+` lines.

::

    #+ summary: Two sources have the same text
    #+ severity: warning
    #+ scope: sources          # which data the query looks at; or `one-source`, or `reference`
    #+ words: ["doubt"]        # lists in kg/sources/words/lists.toml: their words are the only values of `?word`
    #+ ties: [dp:sha256]       # properties whose values tie two sources together, besides their subjects
    #+ message: the text of ?focus is that of ?other too
    #+ problem: ...
    #+ solution: ...
    #+ wrong: ...              # an example
    #+ right: ...              # the same, corrected

A query selects `?graph` and `?focus` (the place and the subject of the finding), `?path` and `?value` where they apply,
`?there` and `?other` for a second place that explains it, and any other variable of the message. Its default graph is
the union of all graphs. What it compares across sources must be tied: in a partial check, two sources that share no
subject and no value of a tie are never compared. A query whose patterns are all inside one `GRAPH ?graph` should have
the scope `one-source`. Its properties are then checked together with the source and take no space in the index, which
stores those of the scope `sources` for every source.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.findings import Rule, Severity
from kg.forms.plain_header import plain_header
from kg.namespaces import PREFIXES
from kg.paths import shipped
from kg.sources.words.lists import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

__all__ = ["IntegrityRule", "integrity_rules", "predicates_read", "predicates_tying"]

_SCOPES = ("one-source", "sources", "reference")
_KEYS = {"summary", "severity", "scope", "ties", "words", "message", "problem", "solution", "wrong", "right"}
_PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_NAME = re.compile(r"(?<![\w?$<])([a-z][\w-]*):([A-Za-z][\w-]*)")


@dataclass(frozen=True, slots=True)
class IntegrityRule:
    """One rule: its page, its query, the data it looks at, and the message with `?variables`."""

    rule: Rule
    text: str
    scope: str
    ties: frozenset[str]
    message: str

    def predicates(self) -> frozenset[str]:
        """Return the IRIs in the query, which include those of all properties that it reads."""
        prefixes = dict(_PREFIX.findall(self.text))
        # Ignore comments, which may name properties of other rules, and IRIs in brackets, which define prefixes.
        body = re.sub(r"#[^\n]*|<[^>]*>", "", self.text.partition("SELECT")[2])
        return frozenset(prefixes[prefix] + local for prefix, local in _NAME.findall(body) if prefix in prefixes)


def integrity_rules(scope: str | None = None) -> list[IntegrityRule]:
    """Return all rules, or those of a scope (`one-source`, `sources` or `reference`), sorted by name.

    Raises InputError when the metadata of a rule is wrong.
    """
    return [rule for rule in _load(shipped("shapes") / "integrity") if scope in (None, rule.scope)]


@cache
def predicates_read(scope: str) -> frozenset[str]:
    """Return the properties read by at least one rule of a scope."""
    return frozenset().union(*(rule.predicates() for rule in integrity_rules(scope)))


@cache
def predicates_tying() -> frozenset[str]:
    """Return the properties whose values tie two sources together."""
    return frozenset().union(*(rule.ties for rule in integrity_rules("sources")))


@cache
def _load(folder: Path) -> tuple[IntegrityRule, ...]:
    return tuple(_read(file) for file in sorted(folder.glob("*.rq")))


def _read(file: Path) -> IntegrityRule:
    text = file.read_text(encoding="utf-8")
    fields = _metadata(text, file)
    missing = _KEYS - {"ties", "words"} - fields.keys()
    if missing or fields.keys() - _KEYS:
        names = ", ".join(sorted(missing or fields.keys() - _KEYS))
        raise InputError(f"metadata: {'lacks' if missing else 'has the unknown key'} {names}", file=str(file), line=1)
    told = {key: str(value).strip() for key, value in fields.items()}
    if told["scope"] not in _SCOPES:
        known = ", ".join(_SCOPES)
        raise InputError(f"metadata: scope {told['scope']} is not one of {known}", file=str(file), line=1)
    rule = Rule(
        name=file.stem,
        title=told["summary"],
        problem=told["problem"],
        solution=told["solution"],
        severity=Severity[told["severity"].upper()],
        wrong=told["wrong"],
        right=told["right"],
    )
    ties = frozenset(_expand(name) for name in fields.get("ties", ()))
    return IntegrityRule(rule, text + _values(fields.get("words", ())), told["scope"], ties, told["message"])


def _values(lists: Iterable[str]) -> str:
    """Return a VALUES block for the end of a query: the words of some lists as the only values of `?word`."""
    words = [json.dumps(word, ensure_ascii=False) for name in lists for word in words_of(name)]
    return f"VALUES ?word {{ {' '.join(words)} }}\n" if words else ""


def _metadata(text: str, file: Path) -> dict[str, Any]:
    lines = [line[2:].removeprefix(" ") for line in text.split("\n") if line.startswith("#+")]
    plain = plain_header(lines)
    if plain is not None:
        return plain
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        fields = YAML(typ="safe").load("\n".join(lines))
    except YAMLError as error:
        raise InputError(f"metadata is not YAML: {' '.join(str(error).split())}", file=str(file)) from None
    if not isinstance(fields, dict):
        raise InputError("metadata must be a mapping", file=str(file), line=1)
    return fields


def _expand(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
