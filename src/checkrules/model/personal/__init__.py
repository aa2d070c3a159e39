"""What identifies a person in a text: numbers by kind, and names and addresses that a person must look at."""
