"""Charts that leave the program: as a picture, on paper, as a table; each with what a reader must know of it."""
