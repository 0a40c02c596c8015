"""The rules that findings name: what each is about, why it is a problem, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.findings import Severity

__all__ = ["Rule"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a SHACL constraint, or a check that is made before there is any RDF.

    `shape` and `component` are the IRIs of the SHACL shape and constraint component, None for other
    checks; `wrong` and `right` are examples, empty where the rule has none.
    """

    name: str
    title: str
    problem: str
    solution: str
    severity: Severity
    shape: str | None = None
    component: str | None = None
    wrong: str = ""
    right: str = ""

    def page(self) -> str:
        """Return the rule's page in Markdown: Problem, Solution, and the examples that it has."""
        parts = [
            f"# {self.name}",
            f"{self.title} ({self.severity})",
            "## Problem",
            self.problem,
            "## Solution",
            self.solution,
        ]
        for heading, example in (("Wrong", self.wrong), ("Right", self.right)):
            if example:
                parts += [f"## {heading}", f"```\n{example.rstrip()}\n```"]
        return "\n\n".join(parts) + "\n"
