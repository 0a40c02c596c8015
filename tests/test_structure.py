"""Imports inside kg/ go one way, so that a reader can learn the package from left to right."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "data" not in path.relative_to(PACKAGE).parts)


def name_of(path: Path) -> str:
    """Return `kg.cli.query` for kg/cli/query.py."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


def imports_of(path: Path) -> set[str]:
    """Return the modules of kg that a module imports when it runs, wherever in it; not those for annotations alone."""
    names = set()
    tree = ast.parse(path.read_text("utf-8"))
    typing = [node for node in ast.walk(tree) if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"]
    annotations = {id(inner) for node in typing for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in annotations:
            continue
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= inside if inside <= KNOWN else inside | {node.module}  # a package, or names of a module
    return {name for name in names if name in KNOWN and name != name_of(path)}


KNOWN = {name_of(path) for path in MODULES}

#: What the package consists of, from left to right; `x.*` are all modules of a package. A module imports from its own
#: layer and those before it.
LAYERS = {
    "names": "kg errors namespaces paths layout findings fingerprints rules tables fieldtypes model",
    "sheets": "datatypes text turtletokens turtle rdf nameless quotation vocabulary rows scalars fields yamlfile "
    "reader schema rowmodel referencefile reference proposals lookups sheet",
    "assertion": "quads referencegraph sheetgraph rdfsource assertion",
    "store": "store replacement inventory derivation",
    "questions": "catalog parameters binding querying deadline render",
    "rules": "integrityrules shapeexamples rulebook integrity shapes sight engines engines.* termwords around causes "
    "wording grouping workers validation",
    "logic": "reasoning hermit axioms axiomwords explanation owl",
    "checking": "cache revision history listing records batches impact referencedata consistency update checking "
    "baseline",
    "build": "steps build",
    "triplestores": "profiles transport remote graphstore canonical content manifest loadlock loadplan replacing load",
    "versions": "versions diff diffview",
    "answers": "facts passage proof proofview network export reports reports.*",
    "drafts": "extract extract.* review wikidata repository",
    "command": "web web.* cli cli.* __main__",
}


def layer_of(module: str) -> int:
    """Return the number of a module's layer."""
    name = module.removeprefix("kg.")
    found = [number for number, names in enumerate(LAYERS.values()) if name in names.split()]
    found += [number for number, names in enumerate(LAYERS.values()) if f"{name.rpartition('.')[0]}.*" in names.split()]
    assert len(found) == 1, f"{module} is in {len(found)} layers"
    return found[0]


IMPORTS = sorted((name_of(path), imported) for path in MODULES for imported in imports_of(path))


@pytest.mark.parametrize("module", sorted(KNOWN))
def test_a_module_imports_from_the_left(module: str) -> None:
    wrong = [other for name, other in IMPORTS if name == module and layer_of(other) > layer_of(module)]
    assert wrong == []


def test_nothing_imports_itself_by_a_detour() -> None:
    graph = {module: {other for name, other in IMPORTS if name == module} - {"kg"} for module in KNOWN}
    assert set(graphlib.TopologicalSorter(graph).static_order()) >= KNOWN - {"kg"}


def test_every_layer_names_what_there_is() -> None:
    named = {f"kg.{name}" for names in LAYERS.values() for name in names.split() if not name.endswith("*")}
    assert named - {"kg.kg"} <= KNOWN
