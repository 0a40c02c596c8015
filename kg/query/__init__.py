"""Questions.

It takes a file of the catalogue, its parameters and a store, binds the parameters as terms, and gives rows in
the formats of W3C or as a table (`kg query`, `kg queries`).
"""
