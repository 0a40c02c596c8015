"""SHACL engines behind one interface.

`pyshacl` is the reference. `shacl`, in `kg.validate.shacl.engines.shacl_rust`, is faster and gives the same results;
docs/engines.md describes the comparison.
"""

from __future__ import annotations

from importlib.util import find_spec

from kg.errors import UsageError
from kg.suggestions import unknown
from kg.validate.shacl.engines.interface import Checker, Engine, ShapeResult, in_order, share_out
from kg.validate.shacl.engines.reference import PySHACL

__all__ = ["ENGINES", "Checker", "Engine", "PySHACL", "ShapeResult", "engine_named", "in_order", "share_out"]

#: The names of the available engines; the reference comes first.
ENGINES = ("pyshacl", "shacl")


def engine_named(name: str | None = None) -> Engine:
    """Return the engine called `name`; by default, the fastest one installed.

    Raises UsageError when there is no such engine, or when it is not installed.
    """
    if name == "pyshacl" or (name is None and not find_spec("shacl")):
        return PySHACL()
    if name is not None and name != "shacl":
        raise unknown("engine", name, ENGINES)
    if not find_spec("shacl"):
        raise UsageError("the engine `shacl` is not installed", hint="pip install 'diplomatic-positions-kg[fast]'")
    # Imported only when needed: the package is optional.
    from kg.validate.shacl.engines.shacl_rust import ScreenedSHACL

    return ScreenedSHACL()
