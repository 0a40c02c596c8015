"""Tables as sources: reads the columns as `source.yaml` describes them, checks the rows, and writes the graph."""
