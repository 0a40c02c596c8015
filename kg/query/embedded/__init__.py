"""How the embedded store answers a question faster, with the same rows."""
