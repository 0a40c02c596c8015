"""SHACL.

It takes quads and what the shapes can see around them, asks an engine, and gives findings whose messages lead
with what is wrong in this data.
"""
