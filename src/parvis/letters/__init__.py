"""What leaves by post: a letter waits, sealed, until the institution's own programs print it."""
