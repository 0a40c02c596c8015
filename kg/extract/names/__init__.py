"""Resolves mentions of actors.

Takes the names, descriptions and pronouns of a text and returns actors of the reference data, or
proposals for new ones.
"""
