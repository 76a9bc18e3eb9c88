"""What parties say online to a new bpv-blad, and exemptions from the register's mutation freeze.

`pok_bezwaar` keeps its triggers: both databases can add a column with a CHECK in place.
"""

import sqlalchemy as sa
from alembic import op

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


def downgrade() -> None:
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
