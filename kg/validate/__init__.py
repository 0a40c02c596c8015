"""Validation.

This room takes sources and reference data, and returns findings with file, line and column. Results are cached, so
unchanged sources are not checked again (`kg validate`, and the first half of `kg build`).
"""
