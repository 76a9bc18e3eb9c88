"""Places, preferences and matching: which student goes to which company, and why."""
