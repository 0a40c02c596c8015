"""What a finding's rule is: its name, why it matters, and how to mend it. `kg.rulebook` gathers all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.findings import Severity

__all__ = ["Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a SHACL constraint, or a check that is made before or after there is a graph to hold against shapes.

    `shape` is the IRI of the SHACL shape, None for other checks; `wrong` and `right` are examples.
    """

    name: str
    title: str
    problem: str
    solution: str
    severity: Severity
    shape: str | None = None
    wrong: str = ""
    right: str = ""

    def page(self) -> str:
        """Return the rule's page in Markdown: Problem, Solution, and the two examples."""
        parts = [f"# {self.name}", f"{self.title} ({self.severity})"]
        parts += ["## Problem", self.problem, "## Solution", self.solution]
        for heading, example in (("Wrong", self.wrong), ("Right", self.right)):
            if example:
                parts += [f"## {heading}", f"```{'turtle' if self.shape else ''}\n{example.rstrip()}\n```"]
        return "\n\n".join(parts) + "\n"
