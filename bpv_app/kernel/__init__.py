"""Plain Python that every part may use: actor, rights, errors, clock, texts and lists."""
