"""Looks into a network at one moment: pictures, distributions, gradients, one example in steps."""
