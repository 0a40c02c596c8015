"""Carries over to a new store what the previous one has already: the graphs of unchanged sources, and texts.

A file gets a second name, by a hard link if possible. Plain paths and few calls, since a store can have very many
sources.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.files import link_or_copy
from kg.paths import from_here
from kg.rdf.packed import PACKED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = ["carry_graphs", "carry_texts"]


def carry_graphs(kept: Path, target: Path, names: Iterable[str]) -> None:
    """Give the graphs of those sources that are not in `target` a name there; `kept` are those of the previous store.

    Raises OSError when one cannot be written.
    """
    there, before = set(os.listdir(target)), set(os.listdir(kept)) if kept.is_dir() else set()
    for name in names:
        if f"{name}.nq" not in there:
            for file in (f"{name}.nq", f"{name}{PACKED}") if f"{name}{PACKED}" in before else (f"{name}.nq",):
                link_or_copy(os.path.join(kept, file), os.path.join(target, file))


def carry_texts(kept: Path | None, target: Path, seeds: Path, sources: Mapping[str, dict[str, Any]]) -> None:
    """Copy the texts of sources, each named by its hash, so that pages can show them wherever the store is moved.

    `sources` are stamped (see `kg.sources.stamps`). Raises InputError when a text cannot be read.
    """
    target.mkdir()
    before = set(os.listdir(kept)) if kept and kept.is_dir() else set()
    texts = {
        f"{stamp[0]}.txt": (name, file)
        for name, stamped in sources.items()
        for file, stamp in stamped["files"].items()
        if file.endswith(".txt")
    }
    for copy, (name, file) in texts.items():
        if copy in before:
            link_or_copy(os.path.join(str(kept), copy), os.path.join(target, copy))
        else:
            _copy(seeds / name / file, target / copy)


def _copy(file: Path, target: Path) -> None:
    try:
        shutil.copyfile(file, target)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", file=str(from_here(file))) from None
