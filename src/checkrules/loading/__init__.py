"""The files of a checklist, turned into its content."""
