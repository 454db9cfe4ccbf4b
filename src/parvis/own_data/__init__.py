"""A client's own data: taken away whole (GDPR articles 15 and 20), and forgotten when its time is over (article 5)."""
