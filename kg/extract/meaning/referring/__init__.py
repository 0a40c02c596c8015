"""Words that refer back, and the full mentions that a sentence has in their place."""
