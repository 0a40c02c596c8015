"""Interprets what a text says.

Takes the content of an attribution and returns its act, polarity, proposition, issues, figures and events.
"""
