"""The words of a quote, held against what its row says."""
