"""Who and what can be named.

It takes the files of `reference/`, and gives the entries by slug, label and alias, and
their graph.
"""
