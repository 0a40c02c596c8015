"""Whose graphs a load may write: those of its own repository, and no other's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.endpoints.manifest import Manifest
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.endpoints.manifest import Owner
    from kg.endpoints.plan import LoadStep, Plan
    from kg.endpoints.sparql import Endpoint

__all__ = ["refuse_foreign", "unowned"]


def refuse_foreign(endpoint: Endpoint, plan: Plan, owner: Owner | None) -> Owner | None:
    """Return whose the manifest in the store is, None where it says nothing.

    Raises UsageError when that is another repository than `owner`, or a graph of the plan is another's.
    """
    store, manifest = endpoint.profile.name, Manifest(endpoint)
    there = manifest.owner()
    if there is not None and (owner is None or there.id != owner.id):
        hint = (
            "load into another store; if this is a copy of that repository, write that id into its kg.toml; if not, "
            "give it a base of its own there"
        )
        raise UsageError(f"{store}: its graphs belong to {there}, and these to {owner or 'no repository'}", hint=hint)
    # Also where the manifest is ours: several repositories can share a store, each below a base of its own, and a base
    # that was copied is noticed by the graphs.
    elsewhere = manifest.owners_elsewhere(step.iri for step in plan.steps)
    if elsewhere:
        graph, other = next(iter(sorted(elsewhere.items())))
        more = f" and {len(elsewhere) - 1} more belong" if len(elsewhere) > 1 else " belongs"
        message = f"{store}: <{graph}>{more} to {other}, and this load is of {owner or 'no repository'}"
        raise UsageError(message, hint="set a different base in this repository's kg.toml")
    return there


def unowned(plan: Plan) -> list[LoadStep]:
    """Return the steps whose graphs hold something already; to be asked where the store does not say whose it is."""
    return [step for step in plan.steps if step.stored]
