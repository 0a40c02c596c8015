"""A small store that needs neither the ontology nor the seeds, for tests of what stands on a store."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.layout import source_folders
from kg.namespaces import GRAPHS, PREFIXES
from kg.sources.stamps import stamp_folder
from kg.store.folder import FORMAT, StoreFolder, rules_version
from kg.store.publish import building

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DATA = (
    "".join(f"@prefix {prefix}: <{name}> .\n" for prefix, name in PREFIXES.items())
    + f"""
<{GRAPHS["ontology"]}> {{
  dp:State rdfs:subClassOf dp:Actor . dp:Official rdfs:subClassOf dp:Person . dp:Person rdfs:subClassOf dp:Actor .
  dp:Organ rdfs:subClassOf dp:Organisation . dp:Organisation rdfs:subClassOf dp:Actor .
  act:calls-for a dp:Act ; rdfs:label "calls for"@en .
}}
graph:reference {{
  actor:russia a dp:State ; rdfs:label "Russia"@en ; skos:altLabel "Russian Federation"@en ; dp:iso3166 "RU" .
  actor:qatar a dp:State ; rdfs:label "Qatar"@en .
  actor:un-security-council a dp:Organ ;
    rdfs:label "United Nations Security Council"@en ; skos:altLabel "Security Council"@en .
  actor:sergei-lavrov a dp:Official ; rdfs:label "Sergei Lavrov"@en ; skos:altLabel "the minister"@en .
  actor:hamad a dp:Official ; rdfs:label "Hamad"@en ; skos:altLabel "the minister"@en .
  proposition:ceasefire a dp:Proposition ; rdfs:label "All sides cease fire."@en .
  proposition:aid-access a dp:Proposition ; rdfs:label "Aid is let in."@en .
}}
source:one {{
  statement:one.a a dp:Position ; rdfs:label "A | B \\\\ C"@en ; dcterms:identifier "a" ;
    dp:holder actor:russia ; dp:towards proposition:ceasefire .
  statement:one.b a dp:Position ; rdfs:label "“quoted”, 😀"@en ; dp:holder actor:qatar ;
    dp:towards proposition:ceasefire ; itsrdf:taConfidence 0.85 .
  statement:one.c a dp:Claim ; dp:holder actor:sergei-lavrov ; dp:towards proposition:aid-access ;
    dp:saidNotAfter "2012-03-11"^^xsd:date .
}}
"""
)
HELD = (
    "SELECT ?holder ?proposition WHERE { GRAPH ?g { ?s dp:holder ?holder ; dp:towards ?proposition } } ORDER BY ?holder"
)


def make_store(
    path: Path,
    seeds: Path | None = None,
    data: str = DATA,
    *,
    stamped: bool = False,
    validated: Mapping[str, bytes] | None = None,
) -> StoreFolder:
    """Put a store in force that holds `data` (TriG); with `stamped`, it knows the files of the seeds as they are.

    `validated` has the quads of sources by name, as validation leaves them.
    """
    folder = StoreFolder(path)
    with building(folder) as draft:
        place = draft.begin()
        for name, quads_of in (validated or {}).items():
            (place / "sources").mkdir(exist_ok=True)
            (place / "sources" / f"{name}.nq").write_bytes(quads_of)
        store = ox.Store(place / "oxigraph")
        store.load(data.encode(), ox.RdfFormat.TRIG)
        store.flush()
        quads = len(store)
        del store
        sources = source_folders(seeds) if stamped and seeds else {}
        manifest = {
            "format": FORMAT,
            "rules": rules_version(),
            "seeds": str(seeds or path / "none"),
            "sources": {name: {"files": stamp_folder(place)} for name, place in sources.items()},
            "reference": stamp_folder(seeds / "reference") if stamped and seeds else {},
            "quads": quads,
        }
        draft.publish(manifest)
    return folder


def kg(*arguments: str | Path, stdin: bytes = b"", **environment: str) -> SimpleNamespace:
    """Run the command as a user does; returns `code`, `out` and `err` (text) and `raw` (bytes)."""
    import os

    run = subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=240,
        env={**os.environ, **environment},
    )
    return SimpleNamespace(
        code=run.returncode, out=run.stdout.decode(errors="replace"), err=run.stderr.decode(), raw=run.stdout
    )
