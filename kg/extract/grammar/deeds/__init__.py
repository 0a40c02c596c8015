"""Deeds that show a position without any words of those who do them."""
