"""Several experiments at once: side by side, in a race, from many random starts."""
