"""SHACL validation.

This package takes quads and the part of the reference data that the shapes can see, asks an engine, and returns
findings. Their messages begin with what is wrong in this data.
"""
