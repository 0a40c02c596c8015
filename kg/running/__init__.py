"""Work shared between processes: tasks go in, results come out in order, and nothing is lost when a process dies.

Takes functions and tasks that can be pickled; knows nothing about sources or graphs.
"""
