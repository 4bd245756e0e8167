"""Widgets that know nothing of experiments: cards, switches, number fields."""
