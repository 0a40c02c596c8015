"""One module a page: each finds out what its template shows."""
