"""Who gets in and what they may do: accounts, sessions, personal links, page guard, audit."""
