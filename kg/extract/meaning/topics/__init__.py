"""What contents are about: the known propositions that say the same, and the issues of the ontology.

It takes sentences and the words of a parsed text, and gives slugs of propositions and of issues.
"""
