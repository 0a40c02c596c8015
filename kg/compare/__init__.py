"""What changed between two versions of a repository, told in statements.

It takes two folders, stores or git
revisions, and gives the statements that came, went or changed (`kg diff`).
"""
