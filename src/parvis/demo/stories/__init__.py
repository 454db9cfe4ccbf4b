"""The demo's five stories: one module each, read from top to bottom. The list of them is `all.py`."""
