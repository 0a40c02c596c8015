"""`kg serve`: pages for people and a SPARQL endpoint, over HTTP.

The front process (`front`) routes, limits and caches requests, and kills slow workers. It never parses a query and
never opens the store: worker processes (`pool`, `worker`) do that and produce the complete response body. Needs the
extra `web`.
"""
