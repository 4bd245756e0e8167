"""Tables of a user's own, whatever file they come in: from rows of cells to columns of numbers."""
