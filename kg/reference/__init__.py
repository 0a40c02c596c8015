"""The reference data: the actors, places and propositions that sheets can name.

This room takes the files of `reference/`, and returns their entries by slug, label and alias, and their graph.
"""
