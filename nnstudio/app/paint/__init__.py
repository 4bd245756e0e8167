"""Painting points on the plane of the decision regions."""
