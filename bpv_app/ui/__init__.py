"""Reflex building blocks that know no domain."""
