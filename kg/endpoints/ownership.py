"""Makes sure that a load only writes graphs of its own repository."""

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
    """Return the owner of the manifest in the store, or None if it names none.

    Raises UsageError if that owner is not `owner`, or if a graph of the plan belongs to another repository.
    """
    store, manifest = endpoint.profile.name, Manifest(endpoint)
    there = manifest.owner()
    if there is not None and (owner is None or there.id != owner.id):
        hint = (
            "load into another store; if this is a copy of that repository, write that id into its kg.toml; if not, "
            "give it a base of its own there"
        )
        raise UsageError(f"{store}: its graphs belong to {there}, and these to {owner or 'no repository'}", hint=hint)
    # Checked even if the manifest is ours: several repositories can share a store if each has its own base, and a
    # copied base shows up in the graphs.
    elsewhere = manifest.owners_elsewhere(step.iri for step in plan.steps)
    if elsewhere:
        graph, other = next(iter(sorted(elsewhere.items())))
        more = f" and {len(elsewhere) - 1} more belong" if len(elsewhere) > 1 else " belongs"
        message = f"{store}: <{graph}>{more} to {other}, and this load is of {owner or 'no repository'}"
        raise UsageError(message, hint="set a different base in this repository's kg.toml")
    return there


def unowned(plan: Plan) -> list[LoadStep]:
    """Return the steps whose graphs are not empty; call this if the store does not name their owner."""
    return [step for step in plan.steps if step.stored]
