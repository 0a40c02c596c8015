"""The forms that words take in a sentence of its own, and those that no sentence has."""
