"""Decides which words of a content belong together when it is split into single ones."""
