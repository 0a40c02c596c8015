"""Things that a text speaks of, and the words that identify them."""
