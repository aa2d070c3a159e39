"""What plugins register, and how it is looked up."""
