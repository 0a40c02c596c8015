"""Reading YAML against a declaration of its keys.

This room takes a file and a declaration, and returns values with their positions in the file, and a finding for each
fault. The declarations themselves, of sheets and reference files, are in other rooms.
"""
