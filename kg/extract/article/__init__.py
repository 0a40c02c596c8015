"""The text of an article.

Takes plain text or HTML and returns paragraphs, quotation marks, excerpts and a parse.
"""
