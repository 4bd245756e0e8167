"""The training bar: run control and every training setting."""
