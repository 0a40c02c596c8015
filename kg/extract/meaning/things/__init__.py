"""Makes sentences about things: that there should be a truce, that a visit is right, that somebody is to blame."""

from kg.extract.meaning.things.said import WANTED, thing_pieces

__all__ = ["WANTED", "thing_pieces"]
