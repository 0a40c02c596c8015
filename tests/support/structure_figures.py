"""The measuring script of the benchmarks, for tests: benchmarks/ is no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

__all__ = ["structure"]

_FILE = Path(__file__).parents[2] / "benchmarks" / "structure.py"
_SPEC = importlib.util.spec_from_file_location("structure", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
structure = importlib.util.module_from_spec(_SPEC)
sys.modules["structure"] = structure
_SPEC.loader.exec_module(structure)
