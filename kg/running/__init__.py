"""Running tasks in parallel processes: results are returned in order, and none is lost when a process dies.

This room takes functions and tasks that can be pickled; it knows nothing about sources or graphs.
"""

#: After how many new objects Python looks for garbage that refers to itself (`gc.set_threshold`). The default of 700
#: takes a tenth of the time of a check, and 50,000 one in twenty: a check makes many small objects and hardly any such
#: garbage, and what it has read together, some hundred thousand objects, goes without help.
COLLECTED_AFTER = (500_000, 10, 10)
