"""Tables as sources: what `source.yaml` says of their columns, their rows, what is wrong in them, and their graph."""
