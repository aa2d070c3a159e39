"""Evaluate one submission: outcomes, scores, issues, and the reasons for them."""
