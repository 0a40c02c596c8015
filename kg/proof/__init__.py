"""The evidence behind an answer.

This room takes the store and the name of a statement or an edge, and returns who said it, through whom, when, in which
words, and where those words are in the text (`kg why`).
"""
