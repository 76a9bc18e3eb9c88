"""The screen of the closing."""
