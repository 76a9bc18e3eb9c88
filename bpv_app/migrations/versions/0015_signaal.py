"""Signals, the confidential route, overrides while closing, and what has to be handed in."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_SOORT = ("verzuim", "uren_achter", "geen_contact", "erkenning_ingetrokken", "eigen")
_STATUS = ("nieuw", "opgepakt", "afgehandeld", "vervallen")
_STAP = ("melden", "oppakken", "overdragen", "noteren", "afhandelen", "heropenen", "escaleren", "vervallen")
_MSTATUS = ("verstuurd", "gelezen", "afgerond", "ingetrokken")
_MSTAP = ("lezen", "antwoorden", "afronden", "aanvullen", "doorsturen", "keuze_begeleider", "intrekken")
_PUNT = ("uren", "weken", "gesprekken", "beoordeling", "documenten", "inleveren")
_VAST = ("signaal_gebeurtenis", "melding_inzage", "ontheffing")


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _moment(naam: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(naam, UtcMoment(timezone=True), nullable=nullable)


def _fk(tabel: str, kolom: str, naar: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([kolom], [f"{naar}.id"], name=op.f(f"fk_{tabel}_{kolom}"))


def _pk(tabel: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{tabel}"))


def _index(tabel: str, *kolommen: str) -> None:
    for kolom in kolommen:
        op.create_index(op.f(f"ix_{tabel}_{kolom}"), tabel, [kolom], unique=False)


def _maak_signaal() -> None:
    is_open = sa.text("status IN ('nieuw', 'opgepakt')")
    op.create_table(
        "signaal",
        _id(),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("soort", _enum("signaalsoort", *_SOORT), nullable=False),
        sa.Column("sleutel", sa.String(length=120), nullable=False),
        sa.Column("status", _enum("signaalstatus", *_STATUS), nullable=False),
        sa.Column("eigenaar_id", sa.Integer(), nullable=True),
        sa.Column("tekst", sa.String(length=2000), nullable=False),
        sa.Column("tekst_en", sa.String(length=2000), nullable=False),
        _moment("sinds"),
        sa.Column("gemeld_door", sa.String(length=200), nullable=False),
        sa.Column("opvolgen_op", sa.Date(), nullable=True),
        _moment("geescaleerd_op", nullable=True),
        sa.Column("opgelost_op", sa.Date(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        _fk("signaal", "dossier_id", "dossier"),
        _fk("signaal", "student_id", "student"),
        _fk("signaal", "team_id", "team"),
        _fk("signaal", "eigenaar_id", "account"),
        _pk("signaal"),
        sa.UniqueConstraint("sleutel", name=op.f("uq_signaal_sleutel")),
    )
    _index("signaal", "dossier_id", "student_id", "eigenaar_id")
    op.create_index("ix_signaal_team_id_status", "signaal", ["team_id", "status"], unique=False)
    op.create_index(
        "ix_signaal_open", "signaal", ["dossier_id", "soort"], sqlite_where=is_open, postgresql_where=is_open
    )
    op.create_table(
        "signaal_gebeurtenis",
        _id(),
        sa.Column("signaal_id", sa.Integer(), nullable=False),
        sa.Column("stap", _enum("signaalstap", *_STAP), nullable=False),
        sa.Column("van", _enum("van", *_STATUS), nullable=True),
        sa.Column("naar", _enum("naar", *_STATUS), nullable=False),
        _moment("op"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("tekst", sa.String(length=2000), nullable=False),
        sa.Column("tekst_en", sa.String(length=2000), nullable=False),
        sa.Column("opvolgen_op", sa.Date(), nullable=True),
        _fk("signaal_gebeurtenis", "signaal_id", "signaal"),
        _fk("signaal_gebeurtenis", "account_id", "account"),
        _pk("signaal_gebeurtenis"),
    )
    _index("signaal_gebeurtenis", "signaal_id")
    op.create_table(
        "signaal_regels",
        _id(),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("vanaf", sa.Date(), nullable=False),
        *(
            sa.Column(naam, sa.Integer(), nullable=False)
            for naam in (
                "verzuim_dagen", "achter_procent", "achter_uren", "contact_weken", "escalatie_dagen", "versie",
            )
        ),
        _fk("signaal_regels", "team_id", "team"),
        _pk("signaal_regels"),
        sa.UniqueConstraint("team_id", "vanaf", name=op.f("uq_signaal_regels_team_id_vanaf")),
    )  # fmt: skip
    op.create_table(
        "signaal_ronde",
        _id(),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("dag", sa.Date(), nullable=False),
        sa.Column("nieuw", sa.Integer(), nullable=False),
        sa.Column("vervallen", sa.Integer(), nullable=False),
        _fk("signaal_ronde", "team_id", "team"),
        _pk("signaal_ronde"),
    )
    op.create_index("ix_signaal_ronde_dag_team_id", "signaal_ronde", ["dag", "team_id"], unique=False)


def _maak_melding() -> None:
    hele_school = sa.text("team_id IS NULL")
    op.create_table(
        "vertrouwenspersoon",
        _id(),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        _moment("aangemaakt_op"),
        _fk("vertrouwenspersoon", "account_id", "account"),
        _fk("vertrouwenspersoon", "team_id", "team"),
        _pk("vertrouwenspersoon"),
        sa.UniqueConstraint("account_id", "team_id", name=op.f("uq_vertrouwenspersoon_account_id_team_id")),
    )
    _index("vertrouwenspersoon", "account_id")
    op.create_index(
        "uq_vertrouwenspersoon_school",
        "vertrouwenspersoon",
        ["account_id"],
        unique=True,
        sqlite_where=hele_school,
        postgresql_where=hele_school,
    )
    op.create_table(
        "hulplijn_nummer",
        _id(),
        sa.Column("naam", sa.String(length=100), nullable=False),
        sa.Column("telefoon", sa.String(length=30), nullable=False),
        _pk("hulplijn_nummer"),
    )
    op.create_table(
        "melding",
        _id(),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("ontvanger_id", sa.Integer(), nullable=False),
        sa.Column("begeleider_id", sa.Integer(), nullable=True),
        sa.Column("soort", _enum("meldingsoort", "onveilig", "discriminatie"), nullable=False),
        sa.Column("status", _enum("meldingstatus", *_MSTATUS), nullable=False),
        _moment("gemeld_op"),
        _moment("gewijzigd_op"),
        sa.Column("sleutel", sa.String(length=64), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        _fk("melding", "student_id", "student"),
        _fk("melding", "ontvanger_id", "account"),
        _fk("melding", "begeleider_id", "account"),
        _pk("melding"),
        sa.UniqueConstraint("sleutel", name=op.f("uq_melding_sleutel")),
    )
    _index("melding", "student_id", "ontvanger_id", "begeleider_id")
    op.create_table(
        "melding_bericht",
        _id(),
        sa.Column("melding_id", sa.Integer(), nullable=False),
        sa.Column("van", _enum("wie", "student", "vertrouwenspersoon"), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("tekst", sa.String(length=4000), nullable=False),
        _moment("op"),
        _fk("melding_bericht", "melding_id", "melding"),
        _pk("melding_bericht"),
    )
    _index("melding_bericht", "melding_id")
    op.create_table(
        "melding_inzage",
        _id(),
        sa.Column("melding_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("stap", _enum("meldingstap", *_MSTAP), nullable=True),
        _moment("op"),
        _fk("melding_inzage", "melding_id", "melding"),
        _fk("melding_inzage", "account_id", "account"),
        _pk("melding_inzage"),
    )
    _index("melding_inzage", "melding_id")


def _maak_afsluiting() -> None:
    op.create_table(
        "ontheffing",
        _id(),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("punt", _enum("punt", *_PUNT), nullable=False),
        sa.Column("reden", sa.String(length=300), nullable=False),
        sa.Column("stand", sa.String(length=2000), nullable=False),
        _moment("op"),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        _fk("ontheffing", "dossier_id", "dossier"),
        _fk("ontheffing", "account_id", "account"),
        _pk("ontheffing"),
        sa.UniqueConstraint("dossier_id", "punt", name=op.f("uq_ontheffing_dossier_id_punt")),
    )
    # No table is copied for these (SQLite can add a column with a default in place), so its triggers stay.
    op.add_column("inrichting", sa.Column("in_te_leveren", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("dossier", sa.Column("ingeleverd", sa.JSON(), nullable=False, server_default="[]"))


def upgrade() -> None:
    _maak_signaal()
    _maak_melding()
    _maak_afsluiting()
    for tabel in _VAST:
        if op.get_bind().dialect.name == "sqlite":
            for wat in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {tabel}_geen_{wat.lower()} BEFORE {wat} ON {tabel} "
                    f"BEGIN SELECT RAISE(ABORT, '{tabel} is append-only'); END"
                )
        else:
            op.execute(
                f"CREATE TRIGGER {tabel}_alleen_toevoegen BEFORE UPDATE OR DELETE ON {tabel} "
                "FOR EACH ROW EXECUTE FUNCTION alleen_toevoegen()"
            )


def downgrade() -> None:
    op.drop_column("dossier", "ingeleverd")
    op.drop_column("inrichting", "in_te_leveren")
    for tabel in (
        "ontheffing",
        "melding_inzage",
        "melding_bericht",
        "melding",
        "hulplijn_nummer",
        "vertrouwenspersoon",
        "signaal_ronde",
        "signaal_regels",
        "signaal_gebeurtenis",
        "signaal",
    ):
        op.drop_table(tabel)  # fmt: skip
