"""Finds the principals of persons: by office, by the words beside a name, or by other parts of the text."""
