"""Accreditation: the worklist of what lost it; successors and groups of crebos; partial, and per route."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0026"
down_revision = "0025"
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
_UITKOMST_OUD = ("erkend", "niet_erkend", "onbekend")
_UITKOMST_NIEUW = ("erkend", "deels", "niet_erkend", "onbekend")
_SLEUTEL = ["sbb_id", "crebo", "erkend_van"]
_IS_OPEN = sa.text("status = 'open'")


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def _verwijst(tabel: str, kolom: str, naar: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([kolom], [f"{naar}.id"], name=op.f(f"fk_{tabel}_{kolom}"))


def _lijst(waarden: tuple[str, ...]) -> str:
    return ", ".join(f"'{w}'" for w in waarden)


def _ander_slot(van: tuple[str, ...], naar: tuple[str, ...]) -> None:
    """Other values in the CHECK of `erkenning_controle.uitkomst`, a table whose triggers keep it from being changed.

    As in 0017: SQLite cannot alter a CHECK, and copying the table would lose its triggers. Facts that are there stay,
    whatever their answer (NOT VALID).
    """
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        naam = op.f("ck_erkenning_controle_uitkomst")
        op.drop_constraint(naam, "erkenning_controle", type_="check")
        op.execute(
            f"ALTER TABLE erkenning_controle ADD CONSTRAINT {naam} CHECK (uitkomst IN ({_lijst(naar)})) NOT VALID"
        )
        return
    versie = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    uit = bind.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :van, :naar) "
            "WHERE type = 'table' AND name = 'erkenning_controle' AND instr(sql, :van) > 0"
        ),
        {"van": f"uitkomst IN ({_lijst(van)})", "naar": f"uitkomst IN ({_lijst(naar)})"},
    )
    assert uit.rowcount == 1, "the CHECK of erkenning_controle.uitkomst is not what it was"
    bind.execute(sa.text(f"PRAGMA schema_version = {versie + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = OFF"))


def _register(van: list[str], naar: list[str], *, met_kolommen: bool) -> None:
    """The register's key, and the columns for a route and werkprocessen."""
    with op.batch_alter_table("erkenning", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("uq_erkenning_" + "_".join(van)), type_="unique")
        if met_kolommen:
            batch_op.add_column(sa.Column("leerweg", sa.String(length=8), nullable=False, server_default=""))
            batch_op.add_column(sa.Column("werkprocessen", sa.String(length=400), nullable=False, server_default=""))
        else:
            batch_op.drop_column("werkprocessen")
            batch_op.drop_column("leerweg")
        batch_op.create_unique_constraint(op.f("uq_erkenning_" + "_".join(naar)), naar)


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

    for tabel, sleutel in (("crebo_verband", ("soort", "van", "naar")), ("crebo_telt", ("crebo", "erkend_crebo"))):
        op.create_table(
            tabel,
            *(sa.Column(k, sa.String(length=12 if k == "soort" else 5), nullable=False) for k in sleutel),
            sa.Column("vanaf", sa.Date(), nullable=False),
            sa.PrimaryKeyConstraint(*sleutel, name=op.f(f"pk_{tabel}")),
        )
    _register(_SLEUTEL, [*_SLEUTEL, "leerweg"], met_kolommen=True)
    _ander_slot(_UITKOMST_OUD, _UITKOMST_NIEUW)
    op.add_column("pok", sa.Column("werkprocessen", sa.String(length=400), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("pok", "werkprocessen")
    _ander_slot(_UITKOMST_NIEUW, _UITKOMST_OUD)
    op.execute("DELETE FROM erkenning WHERE leerweg <> '' OR werkprocessen <> ''")
    _register([*_SLEUTEL, "leerweg"], _SLEUTEL, met_kolommen=False)
    op.drop_table("crebo_telt")
    op.drop_table("crebo_verband")
    op.drop_table("intrekking_ronde")
    op.drop_table("intrekking")
