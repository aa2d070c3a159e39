"""What the authors of checklists use."""
