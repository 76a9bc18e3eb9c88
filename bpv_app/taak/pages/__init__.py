"""Screens of long work."""
