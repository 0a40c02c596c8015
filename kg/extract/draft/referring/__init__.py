"""What a noun in a content refers to: names for descriptions such as "the agency"."""
