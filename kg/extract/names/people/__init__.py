"""Finds which persons, or which several actors, a mention means: a turn's name, a shared last name, "both leaders"."""
