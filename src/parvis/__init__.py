"""Parvis: the online client space of an institution, with strong customer authentication."""
