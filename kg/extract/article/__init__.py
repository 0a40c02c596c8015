"""The text of an article.

It takes plain text or HTML, and gives paragraphs, quotation marks, excerpts and a parse.
"""
