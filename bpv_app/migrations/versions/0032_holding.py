"""Companies: their sectors and the languages spoken there."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("leerbedrijf", sa.Column("sectoren", sa.String(length=100), nullable=False, server_default=""))
    op.add_column("leerbedrijf", sa.Column("talen", sa.String(length=200), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("leerbedrijf", "talen")
    op.drop_column("leerbedrijf", "sectoren")
