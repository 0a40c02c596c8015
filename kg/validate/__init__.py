"""Validation.

It takes sources and reference data, and gives findings with file, line and column; what is known from
earlier runs is not looked at again (`kg validate`, and the first half of `kg build`).
"""
