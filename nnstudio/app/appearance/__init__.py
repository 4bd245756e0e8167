"""How the window looks: themes, colors, style sheet, icons, arrays as pictures."""
