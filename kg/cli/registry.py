"""The list of commands: each is a module that exposes `command`, and is imported when needed."""

from __future__ import annotations

__all__ = ["COMMANDS", "SUMMARIES", "WITHOUT_CLICK"]

#: Module by name, in the order of `kg --help`.
COMMANDS = {
    "demo": "kg.cli.demo",
    "build": "kg.cli.build",
    "query": "kg.cli.query",
    "queries": "kg.cli.queries",
    "stats": "kg.cli.stats",
    "validate": "kg.cli.validate",
    "rules": "kg.cli.rules",
    "schema": "kg.cli.schema",
    "extract": "kg.cli.extract",
    "review": "kg.cli.review",
    "migrate": "kg.cli.migrate",
    "reference": "kg.cli.reference",
    "import": "kg.cli.import_",
    "init": "kg.cli.init",
    "new": "kg.cli.new",
    "why": "kg.cli.why",
    "serve": "kg.cli.serve",
    "export": "kg.cli.export",
    "load": "kg.cli.load",
    "trust": "kg.cli.trust",
    "diff": "kg.cli.diff",
    "merge": "kg.cli.merge",
}

#: The first sentence of each command's help, so that `kg --help` need not import them all; a test compares them.
SUMMARIES = {
    "demo": "Build a sample store from four articles on Syria and Iran.",
    "build": "Validate SEEDS and build the store from them.",
    "query": "Ask the store a question.",
    "queries": "List the questions in the catalogue.",
    "stats": "Count the contents of a store or repository.",
    "validate": "Check sheets and RDF, and report what is wrong and where.",
    "rules": "List the rules that `kg validate` checks.",
    "schema": "Print the JSON Schema that editors check YAML with.",
    "extract": "Draft a sheet from an article.",
    "review": "Review the proposed rows of SHEET one by one.",
    "migrate": "Update sheets and RDF in SEEDS to the current ontology version.",
    "reference": "Add to the reference data.",
    "import": "Turn published data sets into sources.",
    "new": "Create a source folder from the text file TEXT.",
    "init": "Create a data repository in FOLDER (default: here).",
    "why": "Show the evidence for a statement or for a derived fact.",
    "serve": "Serve web pages and a SPARQL endpoint.",
    "export": "Export the store to a file or a website.",
    "load": "Load the validated graphs into a triplestore.",
    "trust": "Allow the kg.toml in this folder to use secrets.",
    "diff": "Show what changed from A to B: statements added, removed or changed.",
    "merge": "Copy the data of the repository OTHER into this one.",
}

#: The commands whose plain calls are answered without click, because loading click takes longer than the command: the
#: module with OPTIONS and `answer`, and whether an argument is required (True), forbidden (False) or optional (None).
WITHOUT_CLICK: dict[str, tuple[str, bool | None]] = {
    "query": ("kg.cli.query_run", None),
    "queries": ("kg.cli.queries", None),
    "rules": ("kg.cli.rules", None),
    "why": ("kg.cli.why", True),
    "export": ("kg.cli.export", False),
}
