"""What there is to learn from: sources, tables and pictures, split, preprocessed, as arrays."""
