"""What goes wrong in a training, how it is told, and what would help."""
