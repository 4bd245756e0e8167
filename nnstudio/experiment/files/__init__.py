"""Experiments in files: read with suspicion, checked, and saved all or nothing."""
