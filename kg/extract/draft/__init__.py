"""Makes the draft.

Takes attributions with their actors and meanings and returns the rows of a sheet, for a person to review.
"""
