"""Finds who speaks where a text is printed as it was spoken."""
