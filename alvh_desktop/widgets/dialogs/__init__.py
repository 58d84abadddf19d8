"""Windows that ask one thing or tell one thing: each is a class for tests and a function for the program."""
