"""History and audit are append-only: the database itself refuses to change or delete them."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ALLEEN_TOEVOEGEN = ("pok_historie", "audit", "erkenning_controle")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for tabel in ALLEEN_TOEVOEGEN:
            for wat in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {tabel}_geen_{wat.lower()} BEFORE {wat} ON {tabel} "
                    f"BEGIN SELECT RAISE(ABORT, '{tabel} is append-only'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION alleen_toevoegen() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for tabel in ALLEEN_TOEVOEGEN:
        op.execute(
            f"CREATE TRIGGER {tabel}_alleen_toevoegen BEFORE UPDATE OR DELETE ON {tabel} "
            "FOR EACH ROW EXECUTE FUNCTION alleen_toevoegen()"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for tabel in ALLEEN_TOEVOEGEN:
            for wat in ("update", "delete"):
                op.execute(f"DROP TRIGGER {tabel}_geen_{wat}")
        return
    for tabel in ALLEEN_TOEVOEGEN:
        op.execute(f"DROP TRIGGER {tabel}_alleen_toevoegen ON {tabel}")
    op.execute("DROP FUNCTION alleen_toevoegen()")
