"""`kg demo`: builds a store from the sample in the package."""

from __future__ import annotations

import os

import click

from kg.cli.query_run import folder_of
from kg.errors import StoreError, UsageError

__all__ = ["command"]


@click.command()
@click.option("-s", "--store", metavar="DIR", help="Folder of the store.  [default: $KG_STORE, else ./.kg]")
def command(store: str | None) -> None:
    """Build a sample store from four articles on Syria and Iran.

    A store built from other seeds is never overwritten. Inside a data repository, give the sample a store of its own
    with --store.

    \b
    Example:
      kg demo && kg query positions
    """  # noqa: D301  # to click, a backspace means: do not fold these lines
    from kg.cli.build import build_and_report
    from kg.paths import shipped

    folder = folder_of({"store": store})
    _refuse_other_seeds(folder, named=store is not None)
    build_and_report(shipped("seeds"), folder)


def _refuse_other_seeds(folder: str, *, named: bool) -> None:
    """Raise UsageError if the sample would replace the user's own data."""
    from kg.paths import shipped_name
    from kg.store.folder import StoreFolder

    # In a checkout of kg itself, ./seeds is the sample, not the user's own data.
    sample, hint = os.path.realpath(shipped_name("seeds")), "use another folder with --store DIR"
    if not named and os.path.isdir("seeds") and os.path.realpath("seeds") != sample:
        raise UsageError("this folder has its own seeds, and its store belongs to them", hint=hint)
    try:
        built_from = StoreFolder(folder).manifest()["seeds"]
    except StoreError:
        return  # no store, or an unusable one
    if os.path.realpath(built_from) != sample:
        raise UsageError(f"{folder}: this store was built from {built_from}", hint=hint)
