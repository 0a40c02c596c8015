"""Compares the words of a quote with the values of its row."""
