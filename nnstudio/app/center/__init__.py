"""The card in the middle: the network as a drawing, as a table, and as formulas."""
