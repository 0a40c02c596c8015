"""Interprets what a text says.

This room takes the content of an attribution and returns its act, polarity, proposition, issues, figures and events.
"""
