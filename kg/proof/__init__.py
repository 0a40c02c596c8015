"""The proof behind an answer.

It takes the store and the name of a statement or an edge, and gives who said it through
whom, when, in which words, and where they stand (`kg why`).
"""
