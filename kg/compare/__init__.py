"""Comparing and merging repositories.

This room takes two folders, stores or git revisions, and returns the statements that were added, removed or changed
(`kg diff`). It also copies the data of one repository into another (`kg merge`).
"""
