"""RDF as text and as quads.

It takes bytes in any syntax of RDF, and gives quads with the place of each term, literals that
are checked, and a canonical form in which two graphs can be compared.
"""
