"""Triplestores that support SPARQL 1.1.

This room takes the profiles of `kg.toml` and the validated quads of a store. It queries a triplestore (`kg query --at`)
and loads graphs into it, sending only those that differ (`kg load`).
"""
