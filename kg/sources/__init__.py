"""Reading the sources.

This room takes a folder of seeds, reads its sheets, tables, RDF and texts, locates each quote, and returns one named
graph per source, with its findings. It also determines what changed since a git revision.
"""
