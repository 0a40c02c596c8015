"""Finds who is said to say what.

Takes a parsed text and returns attributions: a cue, a source and a content, each a stretch of
the text.
"""
