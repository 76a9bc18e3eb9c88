"""Screens of this part, and the gate before every event."""
