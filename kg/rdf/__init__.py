"""Parsing and comparing RDF.

This room takes bytes in any RDF syntax, and returns quads with the position of each term, checked literals, and a
canonical form for comparing two graphs.
"""
