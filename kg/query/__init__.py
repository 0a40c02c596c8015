"""Queries and the catalogue of questions.

This room takes a query file, its parameters and a store, binds the parameters as RDF terms, and returns rows as a table
or in the W3C formats (`kg query`, `kg queries`).
"""
