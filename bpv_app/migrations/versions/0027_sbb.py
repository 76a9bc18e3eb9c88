"""The link with SBB: up to where we listened; requests for an accreditation and their steps."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_STATUS = ("aangevraagd", "in_behandeling", "toegekend", "afgewezen", "ingetrokken")


def _status() -> sa.Enum:
    return sa.Enum(*_STATUS, name="voordrachtstatus", native_enum=False, create_constraint=True, length=32)


def _van() -> sa.Enum:
    return sa.Enum(*_STATUS, name="van", native_enum=False, create_constraint=True, length=32)


def _verwijst(tabel: str, kolom: str, naar: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([kolom], [f"{naar}.id"], name=op.f(f"fk_{tabel}_{kolom}"))


def upgrade() -> None:
    op.create_table(
        "sbb_stand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gelezen_tot", sa.Integer(), nullable=False),
        sa.Column("gelezen_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("abonnement", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sbb_stand")),
    )
    op.create_table(
        "voordracht",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leerbedrijf_id", sa.Integer(), nullable=False),
        sa.Column("locatie_id", sa.Integer(), nullable=True),
        sa.Column("contactpersoon_id", sa.Integer(), nullable=True),
        sa.Column("crebo", sa.String(length=5), nullable=False),
        sa.Column("leerweg", sa.String(length=8), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("status", _status(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("bijgewerkt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        _verwijst("voordracht", "leerbedrijf_id", "leerbedrijf"),
        _verwijst("voordracht", "locatie_id", "locatie"),
        _verwijst("voordracht", "contactpersoon_id", "contactpersoon"),
        _verwijst("voordracht", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voordracht")),
    )
    with op.batch_alter_table("voordracht", schema=None) as batch_op:
        for kolom in ("leerbedrijf_id", "locatie_id", "contactpersoon_id"):
            batch_op.create_index(batch_op.f(f"ix_voordracht_{kolom}"), [kolom], unique=False)
        batch_op.create_index("ix_voordracht_status", ["status"], unique=False)
    op.create_table(
        "voordracht_stap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voordracht_id", sa.Integer(), nullable=False),
        sa.Column("van", _van(), nullable=True),
        sa.Column("naar", _status(), nullable=False),
        sa.Column("toelichting", sa.String(length=1000), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        _verwijst("voordracht_stap", "voordracht_id", "voordracht"),
        _verwijst("voordracht_stap", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voordracht_stap")),
    )
    with op.batch_alter_table("voordracht_stap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voordracht_stap_voordracht_id"), ["voordracht_id"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        for wat in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER voordracht_stap_geen_{wat.lower()} BEFORE {wat} ON voordracht_stap "
                "BEGIN SELECT RAISE(ABORT, 'voordracht_stap is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER voordracht_stap_alleen_toevoegen BEFORE UPDATE OR DELETE ON voordracht_stap "
            "FOR EACH ROW EXECUTE FUNCTION alleen_toevoegen()"
        )


def downgrade() -> None:
    op.drop_table("voordracht_stap")
    op.drop_table("voordracht")
    op.drop_table("sbb_stand")
