"""Export to other programs.

This room takes the embedded store and returns the flat table, the RDF and the networks of `kg export`, and the counts
of `kg stats`.
"""
