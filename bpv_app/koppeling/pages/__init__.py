"""Screens for taking over files."""
