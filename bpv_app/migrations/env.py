"""Alembic environment: the address comes from the settings, or from the caller (tests)."""

from alembic import context

from bpv_app.db import engine, maak_engine
from bpv_app.tables import metadata

config = context.config
url = config.get_main_option("sqlalchemy.url")
motor = maak_engine(url.replace("%%", "%")) if url else engine()

with motor.connect() as verbinding:
    context.configure(
        connection=verbinding,
        target_metadata=metadata,
        compare_type=True,
        render_as_batch=True,
        include_object=lambda object_, name, type_, reflected, compare_to: (
            not (type_ in ("table", "index") and reflected and compare_to is None and (name or "").startswith("zoek_"))
        ),
    )
    with context.begin_transaction():
        context.run_migrations()
