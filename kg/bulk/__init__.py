"""Sources that come as data: published sets of votes, turned into tables that `kg build` reads."""
