"""The printed code card."""
