"""Companies: their sectors, the languages spoken there, and another company that signs for them."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

_VERWIJST = {"tekent_via_id": "leerbedrijf", "tekenaar_id": "contactpersoon"}


def upgrade() -> None:
    op.add_column("leerbedrijf", sa.Column("sectoren", sa.String(length=100), nullable=False, server_default=""))
    op.add_column("leerbedrijf", sa.Column("talen", sa.String(length=200), nullable=False, server_default=""))
    for kolom, naar in _VERWIJST.items():
        # Added in place: a copied table would lose the triggers that keep the search index (0023).
        if op.get_bind().dialect.name == "sqlite":
            op.execute(
                f"ALTER TABLE leerbedrijf ADD COLUMN {kolom} INTEGER "
                f"CONSTRAINT fk_leerbedrijf_{kolom} REFERENCES {naar} (id)"
            )
        else:
            op.add_column("leerbedrijf", sa.Column(kolom, sa.Integer(), nullable=True))
            op.create_foreign_key(op.f(f"fk_leerbedrijf_{kolom}"), "leerbedrijf", naar, [kolom], ["id"])
        gevuld = sa.text(f"{kolom} IS NOT NULL")
        op.create_index(f"ix_leerbedrijf_{kolom}", "leerbedrijf", [kolom], sqlite_where=gevuld, postgresql_where=gevuld)


def downgrade() -> None:
    for kolom in reversed(_VERWIJST):
        op.drop_index(f"ix_leerbedrijf_{kolom}", table_name="leerbedrijf")
        if op.get_bind().dialect.name != "sqlite":
            op.drop_constraint(f"fk_leerbedrijf_{kolom}", "leerbedrijf", type_="foreignkey")
        op.drop_column("leerbedrijf", kolom)
    op.drop_column("leerbedrijf", "talen")
    op.drop_column("leerbedrijf", "sectoren")
