"""Who helps whom in a company. Pure."""

MAIN, ADMINISTRATOR = "main", "administrator"
HELPERS = (MAIN, ADMINISTRATOR)


def may_help(role: str) -> bool:
    """Whether somebody of that role gives the other users of their company a new code."""
    return role in HELPERS
