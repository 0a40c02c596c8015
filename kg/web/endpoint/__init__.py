"""The part of the SPARQL endpoint that runs in a worker: answers to queries, its description, and its page."""
