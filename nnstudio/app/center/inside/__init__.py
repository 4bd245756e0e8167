"""The page of the center that looks inside every layer."""
