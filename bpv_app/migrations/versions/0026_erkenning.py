"""Accreditation lost: the worklist of agreements and places that depended on it."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None

_STATUS = ("open", "hersteld", "voorbij", "gesloten")
_VOORSTEL = (
    "vervangende_plek",
    "opnieuw_aanvragen",
    "begin_uitstellen",
    "keuzedeel",
    "beeindigen",
    "plaats_intrekken",
)
_IS_OPEN = sa.text("status = 'open'")


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def _verwijst(tabel: str, kolom: str, naar: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([kolom], [f"{naar}.id"], name=op.f(f"fk_{tabel}_{kolom}"))


def upgrade() -> None:
    op.create_table(
        "intrekking",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=True),
        sa.Column("plaats_id", sa.Integer(), nullable=True),
        sa.Column("dossier_id", sa.Integer(), nullable=True),
        sa.Column("leerbedrijf_id", sa.Integer(), nullable=False),
        sa.Column("crebo", sa.String(length=5), nullable=False),
        sa.Column("peildatum", sa.Date(), nullable=False),
        sa.Column("reden", sa.String(length=300), nullable=False),
        sa.Column("reden_en", sa.String(length=300), nullable=False),
        sa.Column("voorstel", _enum("voorstel", *_VOORSTEL), nullable=False),
        sa.Column("status", _enum("intrekkingstatus", *_STATUS), nullable=False),
        sa.Column("bron", sa.String(length=60), nullable=False),
        sa.Column("sinds", UtcMoment(timezone=True), nullable=False),
        sa.Column("gesloten_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("gesloten_door", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("afhandeling", sa.String(length=1000), nullable=False),
        sa.Column("opgelost_op", sa.Date(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("(pok_id IS NULL) <> (plaats_id IS NULL)", name=op.f("ck_intrekking_pok_of_plaats")),
        _verwijst("intrekking", "pok_id", "pok"),
        _verwijst("intrekking", "plaats_id", "plaats"),
        _verwijst("intrekking", "dossier_id", "dossier"),
        _verwijst("intrekking", "leerbedrijf_id", "leerbedrijf"),
        _verwijst("intrekking", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intrekking")),
    )
    with op.batch_alter_table("intrekking", schema=None) as batch_op:
        for kolom in ("pok_id", "plaats_id", "dossier_id", "leerbedrijf_id"):
            batch_op.create_index(batch_op.f(f"ix_intrekking_{kolom}"), [kolom], unique=False)
        batch_op.create_index("ix_intrekking_status", ["status"], unique=False)
        for naam, kolommen in (("uq_intrekking_pok", ["pok_id"]), ("uq_intrekking_plaats", ["plaats_id", "crebo"])):
            batch_op.create_index(naam, kolommen, unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN)
    op.create_table(
        "intrekking_ronde",
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("nieuw", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("dag", name=op.f("pk_intrekking_ronde")),
    )


def downgrade() -> None:
    op.drop_table("intrekking_ronde")
    op.drop_table("intrekking")
