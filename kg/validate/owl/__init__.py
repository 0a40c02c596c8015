"""OWL 2 DL reasoning with HermiT.

This package takes the assertions of sources and returns contradictions with the ontology. Each is explained by a
minimal set of assertions that cannot all be true.
"""
