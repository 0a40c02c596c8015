"""Things that a text tells of by other words than a phrase after their noun, and what takes them up."""
