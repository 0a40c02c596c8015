"""The user's machine: configuration, secrets, permissions, locks, and child processes.

This room reads the user's environment and files for the other rooms; nothing here depends on a source. It distinguishes
between what a repository requests and what the user has allowed.
"""
