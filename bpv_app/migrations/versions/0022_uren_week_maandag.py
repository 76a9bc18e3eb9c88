"""The list of all weeks is sorted by Monday: an index, so that its first page does not sort every week there is."""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_uren_week_maandag", "uren_week", ["maandag"])


def downgrade() -> None:
    op.drop_index("ix_uren_week_maandag", "uren_week")
