"""Merging companies: what went up in what, what was moved, and pairs of companies that look like one."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_NIET_VERGELEKEN = sa.text("NOT is_vergeleken")


def upgrade() -> None:
    # Columns are added in place: a copied table would lose the triggers that keep the search index (0023).
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "ALTER TABLE leerbedrijf ADD COLUMN opgegaan_in_id INTEGER "
            "CONSTRAINT fk_leerbedrijf_opgegaan_in_id REFERENCES leerbedrijf (id)"
        )
        op.execute("ALTER TABLE leerbedrijf ADD COLUMN is_vergeleken BOOLEAN DEFAULT 0 NOT NULL")
    else:
        op.add_column("leerbedrijf", sa.Column("opgegaan_in_id", sa.Integer(), nullable=True))
        op.create_foreign_key(
            op.f("fk_leerbedrijf_opgegaan_in_id"), "leerbedrijf", "leerbedrijf", ["opgegaan_in_id"], ["id"]
        )
        op.add_column(
            "leerbedrijf", sa.Column("is_vergeleken", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    op.create_index(op.f("ix_leerbedrijf_opgegaan_in_id"), "leerbedrijf", ["opgegaan_in_id"])
    op.create_index(
        "ix_leerbedrijf_te_vergelijken",
        "leerbedrijf",
        ["id"],
        sqlite_where=_NIET_VERGELEKEN,
        postgresql_where=_NIET_VERGELEKEN,
    )
    op.create_table(
        "samenvoeging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("blijft_id", sa.Integer(), nullable=False),
        sa.Column("weg_id", sa.Integer(), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("waarden", sa.JSON(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("ongedaan_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("ongedaan_door", sa.String(length=200), nullable=False),
        sa.Column("rest", sa.JSON(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["blijft_id"], ["leerbedrijf.id"], name=op.f("fk_samenvoeging_blijft_id")),
        sa.ForeignKeyConstraint(["weg_id"], ["leerbedrijf.id"], name=op.f("fk_samenvoeging_weg_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_samenvoeging_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samenvoeging")),
    )
    op.create_index(op.f("ix_samenvoeging_blijft_id"), "samenvoeging", ["blijft_id"])
    op.create_index(op.f("ix_samenvoeging_weg_id"), "samenvoeging", ["weg_id"])
    op.create_table(
        "samenvoeging_deel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("samenvoeging_id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum("verplaatst", "toegevoegd", name="deelsoort", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("tabel", sa.String(length=60), nullable=False),
        sa.Column("kolom", sa.String(length=60), nullable=False),
        sa.Column("oud", sa.Integer(), nullable=True),
        sa.Column("nieuw", sa.Integer(), nullable=True),
        sa.Column("ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["samenvoeging_id"], ["samenvoeging.id"], name=op.f("fk_samenvoeging_deel_samenvoeging_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_samenvoeging_deel")),
    )
    op.create_index(op.f("ix_samenvoeging_deel_samenvoeging_id"), "samenvoeging_deel", ["samenvoeging_id"])
    op.create_table(
        "dubbel_paar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a_id", sa.Integer(), nullable=False),
        sa.Column("b_id", sa.Integer(), nullable=False),
        sa.Column("punten", sa.Integer(), nullable=False),
        sa.Column("aanwijzingen", sa.JSON(), nullable=False),
        sa.Column("afdruk", sa.String(length=16), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("anders_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("anders_door", sa.String(length=200), nullable=False),
        sa.Column("anders_reden", sa.String(length=1000), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("a_id < b_id", name=op.f("ck_dubbel_paar_volgorde")),
        sa.ForeignKeyConstraint(["a_id"], ["leerbedrijf.id"], name=op.f("fk_dubbel_paar_a_id")),
        sa.ForeignKeyConstraint(["b_id"], ["leerbedrijf.id"], name=op.f("fk_dubbel_paar_b_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dubbel_paar")),
        sa.UniqueConstraint("a_id", "b_id", name=op.f("uq_dubbel_paar_a_id_b_id")),
    )
    op.create_index(op.f("ix_dubbel_paar_b_id"), "dubbel_paar", ["b_id"])
    op.create_index("ix_dubbel_paar_anders_op_punten", "dubbel_paar", ["anders_op", "punten"])


def downgrade() -> None:
    for tabel in ("dubbel_paar", "samenvoeging_deel", "samenvoeging"):
        op.drop_table(tabel)
    op.drop_index("ix_leerbedrijf_te_vergelijken", "leerbedrijf")
    op.drop_index("ix_leerbedrijf_opgegaan_in_id", "leerbedrijf")
    if op.get_bind().dialect.name != "sqlite":
        op.drop_constraint("fk_leerbedrijf_opgegaan_in_id", "leerbedrijf", type_="foreignkey")
    op.drop_column("leerbedrijf", "opgegaan_in_id")
    op.drop_column("leerbedrijf", "is_vergeleken")
