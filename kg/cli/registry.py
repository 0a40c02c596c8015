"""Which commands there are: each is a module that exposes `command`, and is imported when it is asked for."""

from __future__ import annotations

__all__ = ["COMMANDS", "SUMMARIES", "WITHOUT_CLICK"]

#: Name -> module; the order is that of `kg --help`.
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

#: The first sentence of each command's help, so that `kg --help` need not import them all; a test compares.
SUMMARIES = {
    "demo": "Build the sample, four articles on Syria and Iran, into a store to try questions on.",
    "build": "Validate SEEDS and put them into the store.",
    "query": "Ask the store a question.",
    "queries": "List the questions that can be asked.",
    "stats": "Count what a store or a repository holds.",
    "validate": "Check sheets and RDF, and report what is wrong and where.",
    "rules": "List the rules that `kg validate` checks.",
    "schema": "Print the JSON Schema that editors check YAML with.",
    "extract": "Draft a sheet from ARTICLE: plain text or a saved web page; - is standard input.",
    "review": "Review the proposed rows of SHEET one by one: accept, edit, reject or skip each of them.",
    "migrate": "Bring the sheets in SEEDS to this version of the ontology.",
    "reference": "Work on the reference data.",
    "import": "Make sources of published data sets.",
    "new": "Make the folder of a new source from the file TEXT: the text, and the head of its sheet.",
    "init": "Make a data repository of your own in FOLDER (default: here).",
    "why": "Print the proof of a statement, or of something that follows from statements.",
    "serve": "Serve pages for people and a SPARQL endpoint.",
    "export": "Write the graph of the store to a file.",
    "load": "Load the validated graphs into a triplestore, one named graph per source.",
    "trust": "Allow the kg.toml in this folder to name secrets: environment variables, commands, AWS credentials.",
    "diff": "Show what changed from A to B: statements added, removed or changed.",
    "merge": "Bring the sources and reference data of the repository OTHER into this one.",
}

#: The commands whose plain calls are answered without click, which takes longer to load than they take: the module that
#: has OPTIONS and `answer`, and whether there has to be an argument, or must be none; None leaves that open.
WITHOUT_CLICK: dict[str, tuple[str, bool | None]] = {
    "query": ("kg.cli.query_run", None),
    "rules": ("kg.cli.rules", None),
    "why": ("kg.cli.why", True),
    "export": ("kg.cli.export", False),
}
