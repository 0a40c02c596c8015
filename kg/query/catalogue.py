"""The catalogue: query files with their metadata in `#+` comment lines.

::

    #+ summary: Who stands against a proposition
    #+ tags: [positions]
    #+ parameters:
    #+   proposition: {type: proposition, example: proposition:x, description: The proposition asked about}

The file remains valid SPARQL for any tool. Reading YAML takes longer than answering a query, so parsed headers are
cached in the store's `catalogue.json`, under the text of the header. A wheel has them in `headers.json`.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache

from kg.errors import InputError
from kg.suggestions import suggest, unknown

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from typing import Any

__all__ = ["HEADERS", "Catalogue", "Parameter", "Question", "read_text"]

#: The file with the parsed headers of a catalogue, which a wheel is built with.
HEADERS = "headers.json"

_KEYS = {"summary", "question", "description", "tags", "formerly", "needs", "parts", "doubtful", "parameters"}
_PARAMETER_KEYS = {"type", "default", "example", "description"}


class Parameter:
    """A variable that the user may bind: its type (see `kg.query.parameters`), default, example and description."""

    __slots__ = ("default", "description", "example", "name", "type")

    def __init__(self, name: str, fields: dict[str, Any]) -> None:
        self.name = name
        self.type: str = fields.get("type") or "string"
        self.default: str | None = _text(fields.get("default"))
        self.example: str | None = _text(fields.get("example"))
        self.description: str = fields.get("description") or ""


class Question:
    """One query: its text, its file, and the fields of its header; `formerly` are names that it replaces.

    `needs` lists parameters of which a page requires one: without any, the answer covers all pairs, or all ballots.
    With `parts`, some servers are asked for one alternative of its UNIONs at a time (see `kg.query.parts`). `doubtful`
    lists, by preset of a server, parameters with which that server has been seen to lose or change rows.
    """

    __slots__ = (
        "description",
        "doubtful",
        "file",
        "formerly",
        "name",
        "needs",
        "parameters",
        "parts",
        "question",
        "summary",
        "tags",
        "text",
    )

    def __init__(self, name: str, file: str, text: str, fields: dict[str, Any]) -> None:
        self.name, self.file, self.text = name, file, text
        self.summary: str = fields.get("summary") or ""
        self.question: str = fields.get("question") or self.summary
        self.description: str = fields.get("description") or ""
        self.tags: list[str] = fields.get("tags") or []
        self.formerly: list[str] = fields.get("formerly") or []
        self.needs: list[str] = fields.get("needs") or []
        self.parts: bool = fields.get("parts") is True
        self.doubtful: dict[str, list[list[str]]] = fields.get("doubtful") or {}
        self.parameters = {key: Parameter(key, value or {}) for key, value in (fields.get("parameters") or {}).items()}

    def has_defaults(self) -> bool:
        """Return whether a parameter has a value that nobody gives."""
        return any(parameter.default is not None for parameter in self.parameters.values())


class Catalogue:
    """The questions in a folder; `memory` is the path of the cache file for their headers."""

    def __init__(self, folder: str | os.PathLike[str], memory: str | None = None) -> None:
        self.folder, self._memory_file = os.fspath(folder), memory
        self._memory: dict[str, Any] | None = None

    def names(self) -> list[str]:
        """Return the names of all questions, sorted."""
        try:
            return sorted(name[:-3] for name in os.listdir(self.folder) if name.endswith(".rq"))
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", file=self.folder) from None

    def find(self, name: str, *, header: bool = True) -> Question:
        """Return the question with this name, or its replacement; raises UsageError with the nearest names.

        Without its `header` it has no metadata, and no YAML is read.
        """
        file = os.path.join(self.folder, f"{name}.rq")
        # The name may come from the web: with a slash in it, it would be a path.
        if os.path.basename(file) != f"{name}.rq" or not os.path.isfile(file):
            for question in self.questions():
                if name in question.formerly:
                    return question
            raise unknown("query", name, self.names(), "`kg queries` lists them")
        return self.read(file) if header else Question(name, file, read_text(file), {})

    def read(self, file: str) -> Question:
        """Return the question in a file; raises InputError when the file or its metadata cannot be read."""
        return self.parse(read_text(file), file)

    def parse(self, text: str, file: str) -> Question:
        """Return the question in a text; `file` is its name in messages."""
        name = os.path.basename(file).removesuffix(".rq")
        header = _header(text)
        if not header:
            return Question(name, file, text, {})
        fields = self._remembered().get(header)
        return Question(name, file, text, _parse_header(text, file) if fields is None else fields)

    def questions(self) -> list[Question]:
        """Return all questions, sorted by name."""
        return [self.find(name) for name in self.names()]

    def headers(self) -> str:
        """Return the content of the cache file for headers."""
        read = {}
        for name in self.names():
            file = os.path.join(self.folder, f"{name}.rq")
            text = read_text(file)
            read[_header(text)] = _parse_header(text, file)
        return json.dumps(read, ensure_ascii=False)

    def is_remembered(self) -> bool:
        """Return whether every header is cached in its present form."""
        texts = (read_text(os.path.join(self.folder, f"{name}.rq")) for name in self.names())
        return all(_header(text) in self._remembered() for text in texts)

    def _remembered(self) -> dict[str, Any]:
        if self._memory is None:
            # Each is found by its whole text, so an old file does no harm.
            self._memory = _headers_in(os.path.join(self.folder, HEADERS)) | _headers_in(self._memory_file or "")
        return self._memory


def _headers_in(path: str) -> dict[str, Any]:
    """Return the parsed headers in a file; none where it is missing or damaged: they are read again then."""
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
    except (OSError, ValueError):
        return {}
    is_right = isinstance(found, dict) and all(isinstance(fields, dict) for fields in found.values())
    return found if is_right else {}


def read_text(file: str) -> str:
    """Return the text of a query file, without a byte order mark; raises InputError."""
    try:
        with open(file, encoding="utf-8-sig") as content:
            return content.read()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=file) from None
    except UnicodeDecodeError:
        raise InputError("is not UTF-8 text", file=file) from None


def _header(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.startswith("#+"))


def _text(value: object) -> str | None:
    return None if value is None else str(value)


@lru_cache(maxsize=256)  # a server, and who writes all pages, come back to each question
def _parse_header(text: str, file: str) -> dict[str, Any]:
    """Read the `#+` lines as YAML, and check them for unknown keys."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.startswith("#+")]
    yaml = YAML(typ="safe", pure=True)
    # In YAML 1.1, `no` and `12:30` would not be read as text.
    yaml.version = "1.2"
    try:
        fields = yaml.load("\n".join(line[2:].removeprefix(" ") for _, line in lines))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        line = lines[min(mark.line, len(lines) - 1)][0] if mark else lines[0][0]
        raise InputError(f"metadata is not YAML: {error.problem}", file=file, line=line) from None
    except YAMLError as error:
        raise InputError(f"metadata is not YAML: {' '.join(str(error).split())}", file=file) from None
    problem = _problem(fields)
    if problem:
        raise InputError(f"metadata: {problem}", file=file, line=lines[0][0])
    plain: dict[str, Any] = json.loads(json.dumps(fields, default=str))  # dates become text
    return plain


def _problem(fields: object) -> str | None:
    """Return what is wrong with a header, or None."""
    if not isinstance(fields, dict):
        return "must be a mapping with summary, tags and parameters"
    parameters = fields.get("parameters") or {}
    if not isinstance(parameters, dict):
        return "parameters must map each variable's name to its type"
    for known, mapping in ((_KEYS, fields), *((_PARAMETER_KEYS, value or {}) for value in parameters.values())):
        if not isinstance(mapping, dict):
            return "a parameter must have a type"
        for key in mapping:
            if key not in known:
                return f"unknown key {key!r} ({suggest(str(key), known)})"
    strange = [name for name in fields.get("needs") or [] if name not in parameters]
    return f"`needs` names {strange[0]!r}, which is not a parameter" if strange else None
