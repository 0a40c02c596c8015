"""What is meant.

It takes the content of an attribution, and gives its act, polarity, proposition, issues, figures
and events.
"""
