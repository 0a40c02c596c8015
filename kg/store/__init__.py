"""The embedded store.

It takes validated quads, derives what follows from them, and puts the whole in force at once
(`kg build`); readers find here the store that is in force.
"""
