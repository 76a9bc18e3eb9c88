"""Print runs as long work: their order and the task that prints them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    volgorde = sa.Enum("postcode", "klas", name="volgorde", native_enum=False, create_constraint=True, length=32)
    with op.batch_alter_table("pok_afdruk", schema=None) as batch_op:
        batch_op.add_column(sa.Column("volgorde", volgorde, nullable=False, server_default="postcode"))
        batch_op.add_column(sa.Column("taak_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_pok_afdruk_taak_id"), "taak", ["taak_id"], ["id"])
    with op.batch_alter_table("pok_afdruk", schema=None) as batch_op:
        batch_op.alter_column("volgorde", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("pok_afdruk", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_pok_afdruk_taak_id"), type_="foreignkey")
        batch_op.drop_column("taak_id")
        batch_op.drop_column("volgorde")
