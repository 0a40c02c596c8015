"""Asks for consent before a load takes over or removes existing graphs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from kg.cli.output import complain
from kg.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.endpoints.plan import LoadStep, Plan

__all__ = ["consent_to_adopt", "consent_to_prune"]

_SHOWN = 20


def consent_to_prune(plan: Plan, *, yes: bool) -> None:
    """List the graphs that would be removed, and ask; raises UsageError unless the user agrees.

    In a pipe, or if more than half of the graphs would be removed, only --yes counts as consent.
    """
    from kg.endpoints.plan import State

    gone = plan.of(State.GONE)
    if not gone:
        return
    kept = sum(step.state not in (State.GONE, State.NEW) for step in plan.steps)
    complain(f"--prune removes {len(gone)} of {len(gone) + kept} graphs:")
    _list(gone)
    if yes:
        return
    # So many are rarely removed on purpose: usually the folder of seeds is the wrong one, or the base has changed.
    if len(gone) > kept:
        raise UsageError("this would remove more than half of the graphs", hint="add --yes to confirm")
    _ask("Remove them?", "nothing was loaded or removed", "add --yes to remove them")


def consent_to_adopt(steps: Sequence[LoadStep], *, adopt: bool) -> None:
    """List the graphs without an owner, and ask whether they are this repository's; UsageError unless they are."""
    if adopt:
        return
    complain(f"the store holds {len(steps)} of these graphs, but does not record which repository owns them:")
    _list(steps)
    _ask(
        "Do they belong to this repository?",
        "nothing was loaded: the graphs may belong to another repository",
        "if they belong to this repository, load once with --adopt",
    )


def _list(steps: Sequence[LoadStep]) -> None:
    for step in steps[:_SHOWN]:
        complain(f"  <{step.iri}> ({step.stored} statements)")
    if len(steps) > _SHOWN:
        complain(f"  and {len(steps) - _SHOWN} more")


def _ask(question: str, refusal: str, hint: str) -> None:
    # A question that nobody sees would wait for ever, for instance in CI.
    if not sys.stdin.isatty():
        raise UsageError(refusal, hint=hint)
    if not click.confirm(question, default=False, err=True):
        raise UsageError(refusal)
