"""Any triplestore that speaks SPARQL 1.1.

It takes the profiles of `kg.toml` and the validated quads of a store, and
gives answers to queries, and loads that send only what differs (`kg query --at`, `kg load`).
"""
