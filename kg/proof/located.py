"""Makes proofs with the positions of their words, rows and reference data entries in a folder of seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.layout import REFERENCE
from kg.namespaces import slug_of
from kg.proof.origins import find_entries
from kg.proof.parts import Derived
from kg.proof.passage import find_passage, find_row, find_text
from kg.proof.prove import prove

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    import pyoxigraph as ox

    from kg.proof.parts import Proof

__all__ = ["locate", "prove_in"]


def prove_in(store: ox.Store, seeds: Path, *names: str, folders: Iterable[Path] = ()) -> Proof | Derived:
    """Return the proof of `names` with all positions in the folder `seeds`. Raises the same errors as `prove`.

    `folders` have the entries of the reference data, by default those of `seeds` alone.
    """
    proved = prove(store, *names)
    if isinstance(proved, Derived):
        find_entries(proved, seeds, tuple(folders) or (seeds / REFERENCE,))
    # After the entries: each basis is looked up in the folder of its source, which may be gone.
    for proof in proved.proofs if isinstance(proved, Derived) else [proved]:
        locate(proof, seeds)
    return proved


def locate(proof: Proof, seeds: Path) -> None:
    """Find the words of a proof in their paragraph, and the row that codes them, in the folder `seeds`.

    Anything that is missing or has changed is added to the problems of the passage and never raises an error.
    """
    folder = seeds / slug_of(proof.source)
    if not folder.is_dir():
        proof.passage.problems.append(f"the text cannot be shown in full: there is no folder {folder}")
        return
    if proof.rows:
        from kg.proof.table_rows import find_rows

        find_rows(proof, folder)
        return
    find_passage(proof.passage, find_text(folder, proof.sha256), proof.sha256)
    proof.passage.sheet_at = find_row(folder, proof.iri, proof.id)
    if proof.passage.sheet_at is None:
        proof.passage.problems.append(f"{folder} no longer has a row `{proof.id}`: rebuild the store")
