"""Who is meant.

It takes the names, descriptions and pronouns of a text, and gives actors of the reference data, or
proposals of new ones.
"""
