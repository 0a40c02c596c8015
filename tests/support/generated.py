"""The generator of the benchmarks, for tests: benchmarks/ is no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_FILE = Path(__file__).parents[2] / "benchmarks" / "generate.py"
_SPEC = importlib.util.spec_from_file_location("generate", _FILE)
assert _SPEC is not None
assert _SPEC.loader is not None
generate = importlib.util.module_from_spec(_SPEC)
sys.modules["generate"] = generate
_SPEC.loader.exec_module(generate)
