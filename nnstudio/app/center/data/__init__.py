"""The page of the center that shows every example, the mistakes, and what each split holds."""
