"""Sweeps: a grid of settings times seeds, trained as populations by processes or a cluster."""
