"""The draft.

It takes attributions with their actors and meanings, and gives the rows of a sheet, for a person to review.
"""
