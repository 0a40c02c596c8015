"""The SPARQL endpoint as a worker has it: answers to queries, its description, and its page."""
