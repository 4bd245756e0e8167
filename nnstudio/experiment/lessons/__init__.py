"""Lessons: folders of plain files that explain a claim, walk a class through it, and verify it."""
