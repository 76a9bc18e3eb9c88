"""Screens of this part."""
