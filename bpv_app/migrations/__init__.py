"""Alembic migrations; `bpv migrate` runs them on SQLite and PostgreSQL."""
