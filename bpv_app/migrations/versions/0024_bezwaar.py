"""What parties say online to a new bpv-blad, and exemptions from the register's mutation freeze.

`pok_bezwaar` keeps its triggers: both databases can add a column with a CHECK in place.
"""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_REACTIE = "'akkoord', 'bezwaar', 'teruggenomen'"


def upgrade() -> None:
    op.execute(
        "ALTER TABLE pok_bezwaar ADD COLUMN reactie VARCHAR(32) DEFAULT 'bezwaar' NOT NULL "
        f"CONSTRAINT ck_pok_bezwaar_reactie CHECK (reactie IN ({_REACTIE}))"
    )
    op.add_column("pok_bezwaar", sa.Column("is_online", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "pok_ontheffing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("mutatiestop", sa.Date(), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_pok_ontheffing_pok_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pok_ontheffing_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pok_ontheffing")),
    )
    with op.batch_alter_table("pok_ontheffing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pok_ontheffing_pok_id"), ["pok_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for wat in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER pok_ontheffing_geen_{wat.lower()} BEFORE {wat} ON pok_ontheffing "
                "BEGIN SELECT RAISE(ABORT, 'pok_ontheffing is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER pok_ontheffing_alleen_toevoegen BEFORE UPDATE OR DELETE ON pok_ontheffing "
            "FOR EACH ROW EXECUTE FUNCTION alleen_toevoegen()"
        )


def downgrade() -> None:
    op.drop_table("pok_ontheffing")
    # The old form holds objections only: what else was said would read as one.
    anders = "DELETE FROM pok_bezwaar WHERE reactie <> 'bezwaar'"
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER pok_bezwaar_geen_delete")
        op.execute(anders)
        op.execute(
            "CREATE TRIGGER pok_bezwaar_geen_delete BEFORE DELETE ON pok_bezwaar "
            "BEGIN SELECT RAISE(ABORT, 'pok_bezwaar is append-only'); END"
        )
    else:
        op.execute("ALTER TABLE pok_bezwaar DISABLE TRIGGER pok_bezwaar_alleen_toevoegen")
        op.execute(anders)
        op.execute("ALTER TABLE pok_bezwaar ENABLE TRIGGER pok_bezwaar_alleen_toevoegen")
    op.drop_column("pok_bezwaar", "is_online")
    op.drop_column("pok_bezwaar", "reactie")
