"""The JSON Schema of sheets and reference files, which editors check and complete YAML with."""
