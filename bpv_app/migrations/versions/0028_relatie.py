"""The relations file in full: changes by a company, not suitable, notes, and the next contact."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

_STATUS = ("wacht", "doorgevoerd", "geweigerd", "ingetrokken", "live", "gelezen")
_TABELLEN = ("bedrijf_wijziging", "ongeschikt", "relatie_notitie", "relatie_contact", "pok_ongeschikt")


def _verwijst(tabel: str, kolom: str, naar: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([kolom], [f"{naar}.id"], name=op.f(f"fk_{tabel}_{kolom}"))


def _index(tabel: str, *kolommen: str) -> None:
    for kolom in kolommen:
        op.create_index(op.f(f"ix_{tabel}_{kolom}"), tabel, [kolom])


def _sleutel(tabel: str) -> tuple[sa.Column[int], sa.PrimaryKeyConstraint]:
    return sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{tabel}"))


def upgrade() -> None:
    op.create_table(
        "bedrijf_wijziging",
        *_sleutel("bedrijf_wijziging"),
        sa.Column("leerbedrijf_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(*_STATUS, name="wijzigingstatus", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("wie", sa.String(length=200), nullable=False),
        sa.Column("gezien", sa.JSON(), nullable=False),
        sa.Column("gevraagd", sa.JSON(), nullable=False),
        sa.Column("toelichting", sa.String(length=1000), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("contactpersoon_id", sa.Integer(), nullable=True),
        sa.Column("besloten_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("besloten_door", sa.String(length=200), nullable=False),
        sa.Column("antwoord", sa.String(length=1000), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        _verwijst("bedrijf_wijziging", "leerbedrijf_id", "leerbedrijf"),
        _verwijst("bedrijf_wijziging", "account_id", "account"),
        _verwijst("bedrijf_wijziging", "contactpersoon_id", "contactpersoon"),
    )
    _index("bedrijf_wijziging", "leerbedrijf_id", "status", "contactpersoon_id")
    op.create_table(
        "ongeschikt",
        *_sleutel("ongeschikt"),
        sa.Column("leerbedrijf_id", sa.Integer(), nullable=False),
        sa.Column("locatie_id", sa.Integer(), nullable=True),
        sa.Column("crebo", sa.String(length=5), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=True),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("opgeheven_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("opgeheven_door", sa.String(length=200), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("tot IS NULL OR tot >= van", name=op.f("ck_ongeschikt_dagen")),
        _verwijst("ongeschikt", "leerbedrijf_id", "leerbedrijf"),
        _verwijst("ongeschikt", "locatie_id", "locatie"),
        _verwijst("ongeschikt", "team_id", "team"),
        _verwijst("ongeschikt", "account_id", "account"),
    )
    _index("ongeschikt", "leerbedrijf_id", "locatie_id", "team_id")
    op.create_table(
        "relatie_notitie",
        *_sleutel("relatie_notitie"),
        sa.Column("leerbedrijf_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("tekst", sa.String(length=2000), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        _verwijst("relatie_notitie", "leerbedrijf_id", "leerbedrijf"),
        _verwijst("relatie_notitie", "team_id", "team"),
        _verwijst("relatie_notitie", "account_id", "account"),
    )
    _index("relatie_notitie", "leerbedrijf_id", "team_id")
    op.create_table(
        "relatie_contact",
        *_sleutel("relatie_contact"),
        sa.Column("leerbedrijf_id", sa.Integer(), nullable=False),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("onderwerp", sa.String(length=200), nullable=False),
        sa.Column("wie_id", sa.Integer(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("gedaan_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("gedaan_door", sa.String(length=200), nullable=False),
        sa.Column("uitkomst", sa.String(length=1000), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        _verwijst("relatie_contact", "leerbedrijf_id", "leerbedrijf"),
        _verwijst("relatie_contact", "wie_id", "account"),
    )
    _index("relatie_contact", "leerbedrijf_id", "dag", "wie_id")
    op.create_table(
        "pok_ongeschikt",
        *_sleutel("pok_ongeschikt"),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("stand", sa.String(length=2000), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        _verwijst("pok_ongeschikt", "pok_id", "pok"),
        _verwijst("pok_ongeschikt", "account_id", "account"),
    )
    _index("pok_ongeschikt", "pok_id")


def downgrade() -> None:
    for tabel in reversed(_TABELLEN):
        op.drop_table(tabel)
