"""Finds words that are no statement: scraps, torn clauses, and what only keeps a conversation going."""
