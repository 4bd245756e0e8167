"""Networks side by side, and many random starts of one: full pages in place of the desk."""
