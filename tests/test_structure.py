"""The package is a house of rooms: imports go one way, so that a reader can learn it from the bottom up."""

from __future__ import annotations

import ast
import graphlib
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "kg"
#: The folders of kg/, from the answer to the ground: a module imports from its own room and from those further down.
ROOMS = (
    *("cli", "web", "compare", "networks", "endpoints", "store", "validate", "extract", "bulk", "sources"),
    *("reference", "proof", "forms", "export", "rdf", "query", "running", "machine"),
)
#: What one folder may hold, and one module.
MOST_FILES, MOST_LINES = 20, 320


def name_of(path: Path) -> str:
    """Return `kg.cli.query` for kg/cli/query.py."""
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__")


MODULES = {
    name_of(path): path
    for path in PACKAGE.rglob("*.py")
    if not {"data", "template"} & set(path.relative_to(PACKAGE).parts)
}


def imports_of(path: Path) -> set[str]:
    """Return the modules of kg that a module imports, wherever in it, for annotations as well."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inside = {alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            names |= {full if full in MODULES else node.module for full in inside.values()}
    return {name for name in names if name in MODULES and name != name_of(path)}


def height(module: str) -> int:
    """Return how far down a module's room is: the files at the top of kg/ are the ground, `__main__` is the door."""
    first = module.split(".")[1] if "." in module else ""
    if first == "__main__":
        return 0
    return ROOMS.index(first) if (PACKAGE / first).is_dir() and first else len(ROOMS)


IMPORTS = {module: imports_of(path) for module, path in MODULES.items()}


def test_every_folder_is_a_known_room() -> None:
    folders = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    assert folders - set(ROOMS) - {"data"} == set()


def test_between_rooms_imports_go_down() -> None:
    climbing = [
        f"{module} -> {other}" for module, names in IMPORTS.items() for other in names if height(other) < height(module)
    ]
    assert sorted(climbing) == []


def test_nothing_imports_itself_by_a_detour() -> None:
    graph = {module: names - {"kg"} for module, names in IMPORTS.items() if module != "kg"}
    assert set(graphlib.TopologicalSorter(graph).static_order()) >= MODULES.keys() - {"kg"}


def test_no_folder_is_a_hall_and_no_module_a_book() -> None:
    folders = {path.parent for path in MODULES.values()} - {PACKAGE / "cli"}  # one file a command
    crowded = [str(folder) for folder in folders if len(list(folder.glob("*.py"))) > MOST_FILES]
    long = [name for name, path in MODULES.items() if len(path.read_text("utf-8").splitlines()) > MOST_LINES]
    assert (crowded, long) == ([], [])


def test_every_room_says_what_it_is() -> None:
    silent = [
        name
        for name, path in MODULES.items()
        if path.name == "__init__.py" and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert silent == []
