"""Words that refer back: where they stand, what they are bound to, and the full mentions in their place."""
