"""How values and messages read for people, in both languages."""
