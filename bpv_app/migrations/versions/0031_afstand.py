"""Distances: full postcodes beside PC4s, how large a PC4 is, and indexes to find what lies near.

And comparisons with the register that wait for its state file.
"""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_LEVEND = sa.text("opgegaan_in_id IS NULL")
_OPGEGAAN = sa.text("opgegaan_in_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "postcode6",
        sa.Column("pc6", sa.String(length=6), nullable=False),
        sa.Column("breedte", sa.Float(), nullable=False),
        sa.Column("lengte", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("pc6", name=op.f("pk_postcode6")),
    )
    op.add_column("postcode", sa.Column("straal", sa.Float(), nullable=False, server_default="0"))
    op.create_index("ix_postcode_breedte_lengte", "postcode", ["breedte", "lengte"], unique=False)
    op.create_index(
        "ix_leerbedrijf_postcode_levend",
        "leerbedrijf",
        ["postcode"],
        unique=False,
        sqlite_where=_LEVEND,
        postgresql_where=_LEVEND,
    )
    op.drop_index("ix_leerbedrijf_opgegaan_in_id", table_name="leerbedrijf")
    op.create_index(
        "ix_leerbedrijf_opgegaan_in_id",
        "leerbedrijf",
        ["opgegaan_in_id"],
        unique=False,
        sqlite_where=_OPGEGAAN,
        postgresql_where=_OPGEGAAN,
    )

    op.add_column("krd_vergelijking", sa.Column("wacht", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("krd_vergelijking", sa.Column("gevraagd_op", UtcMoment(timezone=True), nullable=True))
    op.add_column("krd_vergelijking", sa.Column("stand", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.execute("DELETE FROM krd_vergelijking WHERE wacht")
    op.drop_column("krd_vergelijking", "stand")
    op.drop_column("krd_vergelijking", "gevraagd_op")
    op.drop_column("krd_vergelijking", "wacht")
    op.drop_index("ix_leerbedrijf_opgegaan_in_id", table_name="leerbedrijf")
    op.create_index("ix_leerbedrijf_opgegaan_in_id", "leerbedrijf", ["opgegaan_in_id"], unique=False)
    op.drop_index("ix_leerbedrijf_postcode_levend", table_name="leerbedrijf")
    op.drop_index("ix_postcode_breedte_lengte", table_name="postcode")
    op.drop_column("postcode", "straal")
    op.drop_table("postcode6")
