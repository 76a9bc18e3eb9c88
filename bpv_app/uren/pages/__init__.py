"""Screens of hours and logbook."""
