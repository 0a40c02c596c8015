"""Who is said to say what.

It takes a parsed text, and gives attributions: a cue, a source and a content, each a stretch
of the text.
"""
