"""What the register changed, deliveries by file, comparisons, and the mutation freeze."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_SOORT = ("adres", "verbintenis", "pok_status", "mutatiestop")
_UITKOMST = ("toegepast", "verschil", "achterhaald", "niet_toegepast")
_VERGELIJK = ("ontbreekt_hier", "ontbreekt_daar", "status", "gegevens")


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    with op.batch_alter_table("pok", schema=None) as batch_op:
        batch_op.add_column(sa.Column("krd_stand_op", UtcMoment(timezone=True), nullable=True))

    op.create_table(
        "krd_register",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gelezen_tot", sa.Integer(), nullable=False),
        sa.Column("gelezen_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("mutatiestop", sa.Date(), nullable=True),
        sa.Column("mutatiestop_op", UtcMoment(timezone=True), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_krd_register_een_rij")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_krd_register")),
    )
    op.create_table(
        "krd_wijziging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sleutel", sa.String(length=64), nullable=False),
        sa.Column("soort", _enum("wijzigingsoort", *_SOORT), nullable=True),
        sa.Column("onderwerp", sa.String(length=120), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("ontvangen_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("bron", sa.String(length=120), nullable=False),
        sa.Column("inhoud", sa.JSON(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("pok_id", sa.Integer(), nullable=True),
        sa.Column("uitkomst", _enum("wijziginguitkomst", *_UITKOMST), nullable=False),
        sa.Column("tekst_nl", sa.String(length=500), nullable=False),
        sa.Column("tekst_en", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_krd_wijziging_student_id")),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_krd_wijziging_pok_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_krd_wijziging")),
        sa.UniqueConstraint("sleutel", name=op.f("uq_krd_wijziging_sleutel")),
    )
    with op.batch_alter_table("krd_wijziging", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_krd_wijziging_student_id"), ["student_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_krd_wijziging_pok_id"), ["pok_id"], unique=False)
        batch_op.create_index("ix_krd_wijziging_onderwerp_op", ["onderwerp", "op"], unique=False)

    op.create_table(
        "krd_levering",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bericht_ids", sa.JSON(), nullable=False),
        sa.Column("gemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("geschreven_op", UtcMoment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_krd_levering")),
    )
    op.create_table(
        "krd_bestand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("gelezen_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("regels", sa.Integer(), nullable=False),
        sa.Column("fouten", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_krd_bestand")),
        sa.UniqueConstraint("sha256", name=op.f("uq_krd_bestand_sha256")),
    )
    op.create_table(
        "krd_vergelijking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("begonnen_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("klaar_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("gelezen", sa.Integer(), nullable=False),
        sa.Column("gelijk", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_krd_vergelijking_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_krd_vergelijking")),
    )
    with op.batch_alter_table("krd_vergelijking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_krd_vergelijking_account_id"), ["account_id"], unique=False)

    op.create_table(
        "krd_vergelijking_gelezen",
        sa.Column("vergelijking_id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["vergelijking_id"], ["krd_vergelijking.id"], name=op.f("fk_krd_vergelijking_gelezen_vergelijking_id")
        ),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_krd_vergelijking_gelezen_pok_id")),
        sa.PrimaryKeyConstraint("vergelijking_id", "pok_id", name=op.f("pk_krd_vergelijking_gelezen")),
    )
    op.create_table(
        "krd_vergelijking_rij",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vergelijking_id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=True),
        sa.Column("pok_nummer", sa.String(length=40), nullable=False),
        sa.Column("soort", _enum("vergelijksoort", *_VERGELIJK), nullable=False),
        sa.Column("veld", sa.String(length=40), nullable=False),
        sa.Column("hier", sa.String(length=200), nullable=False),
        sa.Column("krd", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["vergelijking_id"], ["krd_vergelijking.id"], name=op.f("fk_krd_vergelijking_rij_vergelijking_id")
        ),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_krd_vergelijking_rij_pok_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_krd_vergelijking_rij")),
        sa.UniqueConstraint(
            "vergelijking_id",
            "pok_nummer",
            "soort",
            "veld",
            name=op.f("uq_krd_vergelijking_rij_vergelijking_id_pok_nummer_soort_veld"),
        ),
    )
    with op.batch_alter_table("krd_vergelijking_rij", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_krd_vergelijking_rij_pok_id"), ["pok_id"], unique=False)


def downgrade() -> None:
    for tabel in (
        "krd_vergelijking_rij",
        "krd_vergelijking_gelezen",
        "krd_vergelijking",
        "krd_bestand",
        "krd_levering",
        "krd_wijziging",
        "krd_register",
    ):
        op.drop_table(tabel)
    with op.batch_alter_table("pok", schema=None) as batch_op:
        batch_op.drop_column("krd_stand_op")
