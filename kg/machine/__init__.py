"""The machine and its user: configuration, secrets, what was allowed, a key, locks, and programs that are started.

Takes the user's environment and files, and gives the other rooms what they may rely on; nothing here comes from a
source. What a repository brings is told apart from what the user decided.
"""
