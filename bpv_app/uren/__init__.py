"""Hours, logbook and approval: what a student did at the workplace, and who agreed."""
