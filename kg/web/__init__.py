"""`kg serve`: pages for people and a SPARQL endpoint, over HTTP.

The front process (`front`) routes, limits, caches and kills. It never parses a query and never opens the store: that
is done in worker processes (`pool`, `worker`), which make a response's whole body. Needs the extra `web`.
"""
