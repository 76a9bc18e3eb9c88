"""The school's own texts on paper, and how its letters look."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_SOORT = ("voorwaarden", "brief_student", "brief_voogd", "herinnering")
_STATUS = ("concept", "vastgesteld")
_LEERWEG = ("BOL", "BBL", "BOL_DT", "OVO", "EX", "ODT")
_FUNCTIE = """
CREATE OR REPLACE FUNCTION documenttekst_staat_vast() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'an adopted documenttekst does not change'; END $$ LANGUAGE plpgsql
"""


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def _moment(naam: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(naam, UtcMoment(timezone=True), nullable=nullable)


def _tekst(naam: str, lengte: int) -> sa.Column[Any]:
    return sa.Column(naam, sa.String(length=lengte), nullable=False)


def upgrade() -> None:
    op.create_table(
        "documenttekst",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("soort", _enum("tekstsoort", *_SOORT), nullable=False),
        sa.Column("leerweg", _enum("leerweg", *_LEERWEG), nullable=True),
        sa.Column("status", _enum("tekststatus", *_STATUS), nullable=False),
        sa.Column("nummer", sa.String(length=10), nullable=True),
        sa.Column("tekst", sa.Text(), nullable=False),
        sa.Column("geldig_van", sa.Date(), nullable=True),
        sa.Column("geldig_tot", sa.Date(), nullable=True),
        sa.Column("studentenraad_op", sa.Date(), nullable=True),
        _moment("gemaakt_op"),
        _tekst("gemaakt_door", 200),
        _moment("gewijzigd_op"),
        _tekst("gewijzigd_door", 200),
        _moment("vastgesteld_op", nullable=True),
        _tekst("vastgesteld_door", 200),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status = 'concept' OR (nummer IS NOT NULL AND geldig_van IS NOT NULL)",
            name=op.f("ck_documenttekst_vastgesteld"),
        ),
        sa.CheckConstraint(
            "status = 'concept' OR soort <> 'voorwaarden' OR studentenraad_op IS NOT NULL",
            name=op.f("ck_documenttekst_studentenraad"),
        ),
        sa.CheckConstraint(
            "geldig_van IS NULL OR geldig_tot IS NULL OR geldig_tot >= geldig_van",
            name=op.f("ck_documenttekst_tot_na_van"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documenttekst")),
        sa.UniqueConstraint("soort", "nummer", name=op.f("uq_documenttekst_soort_nummer")),
    )
    op.create_table(
        "huisstijl",
        sa.Column("id", sa.Integer(), nullable=False),
        _tekst("naam", 120),
        _tekst("adres", 200),
        _tekst("retour_adres", 200),
        _tekst("afdeling", 80),
        _tekst("ondertekenaar", 120),
        _tekst("functie", 120),
        _tekst("website", 120),
        _tekst("email", 254),
        _tekst("telefoon", 40),
        _tekst("logo_sha256", 64),
        _moment("gewijzigd_op"),
        _tekst("gewijzigd_door", 200),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_huisstijl")),
    )
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE TRIGGER documenttekst_staat_vast BEFORE UPDATE ON documenttekst WHEN OLD.status = 'vastgesteld' "
            "BEGIN SELECT RAISE(ABORT, 'an adopted documenttekst does not change'); END"
        )
    else:
        op.execute(_FUNCTIE)
        op.execute(
            "CREATE TRIGGER documenttekst_staat_vast BEFORE UPDATE ON documenttekst "
            "FOR EACH ROW WHEN (OLD.status = 'vastgesteld') EXECUTE FUNCTION documenttekst_staat_vast()"
        )


def downgrade() -> None:
    op.drop_table("huisstijl")
    op.drop_table("documenttekst")
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP FUNCTION documenttekst_staat_vast()")
