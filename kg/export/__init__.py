"""The graph for other programs.

It takes the embedded store and gives the flat table and the networks of `kg export`.
"""
