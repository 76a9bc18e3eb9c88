"""Start pages: what has to be done today, per role."""
