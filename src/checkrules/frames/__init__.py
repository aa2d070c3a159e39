"""Tables of submissions: the same rules, lowered to Polars."""
