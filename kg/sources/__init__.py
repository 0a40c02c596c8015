"""The sources.

It takes a folder of seeds, reads sheets, RDF and texts, finds each quote, and gives one named graph a
source, with its findings. What changed since a git revision is told here, too.
"""
