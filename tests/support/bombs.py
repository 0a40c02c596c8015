"""Queries that are meant to harm: each with what makes it harmful."""

from __future__ import annotations

__all__ = ["BOMBS", "REFUSED", "SERVICES"]

_MANY = " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(8))


def _doubled(times: int) -> str:
    steps = " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(times))
    return f'SELECT (STRLEN(?v{times}) AS ?n) {{ BIND("aaaaaaaa" AS ?v0) {steps} }}'


#: Name -> query. None may take a worker away for good; those that a test of limits does not call harmless are refused.
BOMBS = {
    "braces": "ASK " + "{" * 3000 + "}" * 3000,
    "open braces": "ASK " + "{" * 3000,
    "parentheses": "ASK { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
    "square brackets": "ASK { ?s ?p " + "[ ?p " * 5000 + "1" + "]" * 5000 + " }",
    "collections": "ASK { ?s ?p " + "(" * 5000 + ")" * 5000 + " }",
    "or": "ASK { FILTER(" + "||".join(["true"] * 10_000) + ") }",
    "and": "ASK { FILTER(" + "&&".join(["true"] * 10_000) + ") }",
    "plus": "ASK { FILTER(" + "+".join(["1"] * 10_000) + " > 0) }",
    "not": "ASK { FILTER(" + "!" * 20_000 + "true) }",
    "minus signs": "ASK { FILTER(" + "- " * 20_000 + "1 > 0) }",
    "path steps": "ASK { ?s " + "/".join(["<p:p>"] * 10_000) + " ?o }",
    "path choices": "ASK { ?s " + "|".join(["<p:p>"] * 10_000) + " ?o }",
    "path inverses": "ASK { ?s " + "^" * 20_000 + "<p:p> ?o }",
    "path brackets": "ASK { ?s " + "(" * 5000 + "<p:p>" + ")*" * 5000 + " ?o }",
    "unions": "ASK { " + " UNION ".join(["{ ?s ?p ?o }"] * 10_000) + " }",
    "optionals": "ASK { " + "OPTIONAL { ?s ?p ?o " * 3000 + "}" * 3000 + " }",
    "subqueries": "ASK { " + "{ SELECT * { " * 3000 + "} }" * 3000 + " }",
    "exists": "ASK { " + "FILTER EXISTS { " * 3000 + "}" * 3000 + " }",
    "functions": "ASK { FILTER(" + "STR(" * 5000 + "1" + ")" * 5000 + " = 1) }",
    "quoted triples": "ASK { ?s ?p " + "<<( ?s ?p " * 3000 + "?o" + " )>>" * 3000 + " }",
    "planning": "ASK { ?s " + "/".join(["?p" if n < 0 else "<p:p>" for n in range(1000)]) + "?o }",
    "planning joins": "SELECT * { " + " ".join(f"?a{n} <p:p> ?a{n + 1} ." for n in range(3000)) + " }",
    "product counted": f"SELECT (COUNT(*) AS ?n) {{ {_MANY} }}",
    "product ordered": f"SELECT * {{ {_MANY} }} ORDER BY ?o7 ?s0 LIMIT 1",
    "product distinct": f"SELECT DISTINCT * {{ {_MANY} }}",
    "product joined": f'SELECT (GROUP_CONCAT(?s0; separator=",") AS ?all) {{ {_MANY} }}',
    "product constructed": f"CONSTRUCT {{ ?s0 ?p1 ?o2 }} WHERE {{ {_MANY} }}",
    "product described": f"DESCRIBE ?s0 {{ {_MANY} FILTER(?s0 = ?o7) }}",
    "product unmatched": f"ASK {{ {_MANY} FILTER(?s0 = <x:none>) }}",
    "doubling": _doubled(40),
    "regular expression": 'ASK { FILTER(REGEX(REPLACE("' + "a" * 30_000 + '", "a", "' + "b" * 30_000 + '"), "x")) }',
    "closures": "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} (!<x:x>|^(!<x:x>))* ?b{n} ." for n in range(6)) + " }",
}

#: What is refused because of its form: status and request.
REFUSED = {
    "load": "LOAD <file:///etc/passwd>",
    "load into": "LOAD <http://127.0.0.1:1/> INTO GRAPH <g:g>",
    "insert": "INSERT DATA { <a:a> <b:b> <c:c> }",
    "delete": "DELETE WHERE { ?s ?p ?o }",
    "drop": "DROP ALL",
    "nothing": "",
    "null": "\0",
    "words": "please tell me",
}

#: SERVICE in every disguise that was found to work or to look like working; `%` stands for the address.
SERVICES = [
    "SELECT * { SERVICE <%> { ?s ?p ?o } }",
    "SELECT * { service <%> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE <%> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <%> { ?s ?p ?o } }",
    "SELECT * { SERVICESILENT<%> { ?s ?p ?o } }",
    "SELECT * { SERVICE<%>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1.SERVICE<%>{ ?s ?p ?o } }",
    "SELECT * { ?s ?p 1SERVICE<%>{ ?s ?p ?o } }",
    "SELECT * { BIND(1 AS ?x) FILTER(?x = 1)SERVICE<%>{ ?s ?p ?o } }",
    "PREFIX : <%> SELECT * { SERVICE : { ?s ?p ?o } }",
    "PREFIX : <%> SELECT * { SERVICE:{ ?s ?p ?o } }",
    "PREFIX : <%> SELECT * { SERVICE:z { ?s ?p ?o } }",
    "PREFIX x: <%> SELECT * { SERVICE x:y { ?s ?p ?o } }",
    "SELECT * { SERVICE # comment\n <%> { ?s ?p ?o } }",
    "SELECT * { #\nSERVICE <%> { ?s ?p ?o } }",
    "SELECT * { FILTER(1<2)SERVICE#>\n<%>{ ?s ?p ?o } }",
    "PREFIX ex: <e:e> SELECT * { ?s ?p ex:〈\\# SERVICE <%> { ?s ?p ?o } \n }",
    "SELECT * { FILTER EXISTS { SERVICE <%> { ?s ?p ?o } } }",
    "SELECT * { FILTER NOT EXISTS { SERVICE <%> { ?s ?p ?o } } }",
    "SELECT * { { SELECT * { SERVICE <%> { ?s ?p ?o } } } }",
    "SELECT * { VALUES ?e { <%> } SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { BIND(<%> AS ?e) SERVICE SILENT ?e { ?s ?p ?o } }",
    "SELECT * { OPTIONAL { SERVICE <%> { ?s ?p ?o } } }",
    "SELECT * { { } UNION { SERVICE <%> { ?s ?p ?o } } }",
    "SELECT * { MINUS { SERVICE <%> { ?s ?p ?o } } }",
    "SELECT * { GRAPH ?g { SERVICE <%> { ?s ?p ?o } } }",
    "BASE <%> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } { SERVICE <%> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <%> { ?s ?p ?o } }",
    "ASK { SERVICE <%> { ?s ?p ?o } }",
    "SELECT * { ?s ?p ?o } HAVING EXISTS { SERVICE <%> { ?s ?p ?o } }",
    "SELECT (EXISTS { SERVICE <%> { ?s ?p ?o } } AS ?x) { }",
    "SELECT * { \\u0053ERVICE <%> { ?s ?p ?o } }",
]
