"""The queries for Wikidata, or for an endpoint with data in the same form.

Names are in English, or the one for all languages; statements of deprecated rank are ignored.
"""

from __future__ import annotations

__all__ = ["ALIASES", "HEADS", "MINISTERS", "OFFICES", "PREFIXES", "STATES"]

PREFIXES = """PREFIX wd: <http://www.wikidata.org/entity/> PREFIX wdt: <http://www.wikidata.org/prop/direct/>
PREFIX p: <http://www.wikidata.org/prop/> PREFIX ps: <http://www.wikidata.org/prop/statement/>
PREFIX pq: <http://www.wikidata.org/prop/qualifier/>
PREFIX pqv: <http://www.wikidata.org/prop/qualifier/value/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#> PREFIX wikibase: <http://wikiba.se/ontology#>
"""
#: A name in English, or else the one that Wikidata has for all languages.
_LABEL = """OPTIONAL {{ {0} rdfs:label {1}En FILTER(LANG({1}En) = "en") }}
  OPTIONAL {{ {0} rdfs:label {1}Mul FILTER(LANG({1}Mul) = "mul") }} BIND(COALESCE({1}En, {1}Mul) AS {1})"""
#: The time when a statement applied, with its precision; statements of deprecated rank are known to be wrong.
_TENURE = """FILTER NOT EXISTS { ?statement wikibase:rank wikibase:DeprecatedRank }
  OPTIONAL { ?statement pq:P580 ?since } OPTIONAL { ?statement pqv:P580/wikibase:timePrecision ?sincePrecision }
  OPTIONAL { ?statement pq:P582 ?until } OPTIONAL { ?statement pqv:P582/wikibase:timePrecision ?untilPrecision }
  OPTIONAL { ?person wdt:P570 ?died }"""
_DAYS = "?since ?sincePrecision ?until ?untilPrecision ?died"
STATES = f"""SELECT ?state ?label ?iso ?capital ?capitalLabel ?demonym WHERE {{
  ?state wdt:P31 wd:Q3624078 .
  {_LABEL.format("?state", "?label")}
  OPTIONAL {{ ?state wdt:P297 ?iso }}
  OPTIONAL {{ ?state wdt:P36 ?capital . {_LABEL.format("?capital", "?capitalLabel")} }}
  OPTIONAL {{ ?state wdt:P1549 ?demonym . FILTER(LANG(?demonym) IN ("en", "mul")) }}
}} ORDER BY ?state ?demonym"""
_HELD = "(p:P35 ps:P35 wdt:P1906 'state') (p:P6 ps:P6 wdt:P1313 'government')"
#: Heads of state and of government; the holders are in statements of the state itself.
HEADS = f"""SELECT ?statement ?state ?person ?label ?kind {_DAYS} WHERE {{
  ?state wdt:P31 wd:Q3624078 .
  VALUES (?property ?value ?office ?kind) {{ {_HELD} }}
  ?state ?property ?statement . ?statement ?value ?person .
  {_LABEL.format("?person", "?label")}
  {_TENURE}
}} ORDER BY ?state ?person ?since"""
#: The offices of a state by kind (possibly several over time), and which of its heads has held each.
OFFICES = f"""SELECT ?state ?kind ?post ?title ?person WHERE {{
  ?state wdt:P31 wd:Q3624078 .
  VALUES (?property ?value ?office ?kind) {{ {_HELD} }}
  ?state ?office ?post . {_LABEL.format("?post", "?title")}
  OPTIONAL {{
    ?state ?property ?statement . ?statement ?value ?person . ?person p:P39 ?held . ?held ps:P39 ?post .
    FILTER NOT EXISTS {{ ?held wikibase:rank wikibase:DeprecatedRank }}
  }}
}} ORDER BY ?state ?post ?person"""
#: Foreign ministers: positions of a person that are subclasses of foreign minister (Q7330070), for a country.
MINISTERS = f"""SELECT ?statement ?state ?person ?label ?title {_DAYS} WHERE {{
  ?post wdt:P279 wd:Q7330070 ; wdt:P1001|wdt:P17 ?state . ?state wdt:P31 wd:Q3624078 .
  ?person p:P39 ?statement . ?statement ps:P39 ?post .
  {_LABEL.format("?person", "?label")}
  BIND("Foreign Minister" AS ?title)
  {_TENURE}
}} ORDER BY ?state ?person ?since"""
ALIASES = """SELECT ?item ?alias WHERE {
  { ?item wdt:P31 wd:Q3624078 } UNION { ?state wdt:P31 wd:Q3624078 ; (wdt:P35|wdt:P6) ?item }
  ?item skos:altLabel ?alias . FILTER(LANG(?alias) IN ("en", "mul"))
} ORDER BY ?item ?alias"""
