"""Finds whom the text names where it speaks of several together."""
