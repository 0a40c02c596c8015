"""The embedded store.

This room takes validated quads, derives stances and edges from them, and publishes the new store atomically (`kg
build`). It also opens the current store for readers.
"""
