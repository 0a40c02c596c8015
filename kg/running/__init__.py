"""Running tasks in parallel processes: results are returned in order, and none is lost when a process dies.

This room takes functions and tasks that can be pickled; it knows nothing about sources or graphs.
"""
