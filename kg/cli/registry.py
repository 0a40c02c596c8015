"""Which commands there are: each is a module that exposes `command`, and is imported when it is asked for."""

from __future__ import annotations

__all__ = ["COMMANDS"]

#: Name -> module; the order is that of `kg --help`.
COMMANDS = {
    "demo": "kg.cli.demo",
    "build": "kg.cli.build",
    "query": "kg.cli.query",
    "queries": "kg.cli.queries",
    "validate": "kg.cli.validate",
    "rules": "kg.cli.rules",
    "schema": "kg.cli.schema",
    "extract": "kg.cli.extract",
    "review": "kg.cli.review",
    "reference": "kg.cli.reference",
    "init": "kg.cli.init",
    "why": "kg.cli.why",
    "serve": "kg.cli.serve",
    "export": "kg.cli.export",
    "load": "kg.cli.load",
    "trust": "kg.cli.trust",
    "diff": "kg.cli.diff",
}
