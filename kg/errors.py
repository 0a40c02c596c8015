"""All errors that the package raises.

::

    KgError                     one clear message; the command prints it and exits 2
    |-- UsageError              the call is wrong: an unknown name, format, parameter or option
    |-- InputError              a file that cannot be read: missing, binary, not YAML, a syntax error
    |   `-- QueryError          a SPARQL query that does not parse or does not evaluate
    |-- StoreError              the embedded store: not a store, not built yet, locked, damaged
    |-- EngineError             a SHACL engine, a reasoner or a language pipeline failed
    |-- RemoteError             an endpoint refused, timed out, or answered with something else
    |-- NotFoundError           one thing was asked for, and there is no such thing; exits 1
    `-- FindingsError           the input is wrong: carries findings; exits 1, or 2 if some of it cannot be read

An error is one line with the file, the line if known, and what to do about it.
"""

from __future__ import annotations

from kg import exits
from kg.redact import redact

TYPE_CHECKING = False  # not from typing, whose import would double the start-up time of a query
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from kg.findings import Finding

__all__ = [
    "EngineError",
    "FindingsError",
    "InputError",
    "KgError",
    "NotFoundError",
    "QueryError",
    "RemoteError",
    "StoreError",
    "UsageError",
]


class KgError(Exception):
    """Base class of all errors that a caller of this package may want to catch."""

    exit_code = exits.FAILED

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        """Store the message and, separately, what the reader can do (`hint`), both without secrets."""
        # Every message passes through here, so that no caller has to remember it.
        message, hint = redact(message), hint and redact(hint)
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Return the message with its hint, on one line."""
        return f"{self.message} ({self.hint})" if self.hint else self.message


class UsageError(KgError):
    """The call names something that does not exist, or combines incompatible options."""


class InputError(KgError):
    """A file cannot be read or parsed; `reason` says why; `line` and `column` count from 1 if known."""

    def __init__(
        self,
        message: str,
        *,
        file: str,
        line: int | None = None,
        column: int | None = None,
        hint: str | None = None,
    ) -> None:
        """Prefix the message with `file:line:column:` as compilers do, so that editors can jump there."""
        place = ":".join(str(part) for part in (file, line, column) if part is not None)
        super().__init__(f"{place}: {message}", hint=hint)
        self.reason, self.file, self.line, self.column = message, file, line, column

    def __reduce__(self) -> tuple[Any, ...]:
        """Make the error picklable, so that it can be sent between processes."""
        from functools import partial

        # Pickle creates an exception from its `args`, which would add the place to the message a second time.
        made = partial(type(self), file=self.file, line=self.line, column=self.column, hint=self.hint)
        return made, (self.reason,)

    def spelt(self, file: str) -> InputError:
        """Return the same error with another spelling of the file's path."""
        return type(self)(self.reason, file=file, line=self.line, column=self.column, hint=self.hint)


class QueryError(InputError):
    """A SPARQL query that cannot be parsed, or fails during evaluation."""


class StoreError(KgError):
    """The embedded store cannot be opened, read or replaced."""


class EngineError(KgError):
    """A validation engine, a reasoner or a language pipeline failed; this never counts as conforming."""


class RemoteError(KgError):
    """A remote endpoint did not do what was asked, or its answer cannot be trusted."""


class NotFoundError(KgError):
    """A particular statement, event, relation or edge was requested, and the graph has none with that name."""

    exit_code = exits.FINDINGS


class FindingsError(KgError):
    """The input was read but has faults; nothing was stored."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        """Store the findings; the message has their number. The exit code also reflects unreadable files."""
        from kg.findings import UNREADABLE

        # Not by kg.suggestions, which stands on this module.
        super().__init__(f"{len(findings)} finding{'s' if len(findings) != 1 else ''}")
        self.findings = list(findings)
        unread = any(finding.rule == UNREADABLE for finding in findings)
        self.exit_code = exits.FAILED if unread else exits.FINDINGS
