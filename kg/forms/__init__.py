"""Declared YAML.

It takes a file and a declaration of its keys, and gives values with their places, and a finding for
whatever does not fit. What a sheet or a reference file may say is declared elsewhere; here is how it is read.
"""
