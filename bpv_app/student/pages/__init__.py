"""Screens about students."""
