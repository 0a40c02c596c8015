"""Import of published data sets: roll calls, converted to tables that `kg build` reads."""
