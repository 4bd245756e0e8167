"""The page of the center that shows preprocessing step by step."""
