"""Step 8 as a guided page: what is there, what is missing, who may let it pass, and then the closing itself."""
