"""What a value of a fact is: how it is typed by a person, stated in data, checked and stored."""
