"""Screens of signals and of the confidential route."""
