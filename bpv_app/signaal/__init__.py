"""Signals about a placement, each with an owner and a follow-up; and the confidential route of a student."""
