"""Getting back in when nothing opens any more: what happened, what to send, and where it stands."""
