"""OWL 2 DL by HermiT.

It takes what the sources assert, and gives contradictions with the ontology, each explained by the
fewest assertions that cannot all be true.
"""
