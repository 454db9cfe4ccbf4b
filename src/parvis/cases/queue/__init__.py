"""The cases that wait, as the agents of one institution see them: by what is due first, a page at a time."""
