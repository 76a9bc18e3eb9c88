"""Amendments with what they changed, objections to a new bpv-blad, reasons for placements beside each other."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_OUD = ("verlenging", "ander_leerbedrijf", "overig")
_SOORT = (
    "verlenging",
    "verkorting",
    "ander_leerbedrijf",
    "andere_praktijkopleider",
    "andere_begeleider",
    "andere_uren",
    "andere_crebo",
    "ander_keuzedeel",
    "andere_leerweg",
    "vervangende_plek",
    "overig",
)
_GEVOLG = ("nieuwe_pok", "bpvblad", "vastgelegd")
_STATUS = ("vast", "loopt", "bezwaar", "gehandhaafd", "ingetrokken", "vervallen")
_PARTIJ = ("student", "voogd", "leerbedrijf", "school")
_VAST = ("pok_bezwaar", "pok_naast")


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def _lijst(waarden: tuple[str, ...]) -> str:
    return ", ".join(f"'{w}'" for w in waarden)


def _ander_slot(van: tuple[str, ...], naar: tuple[str, ...]) -> None:
    """Other values in the CHECK of `pok.mutatie_soort`.

    SQLite cannot alter a CHECK. Copying the table would lose the triggers that keep the search index, so the text of
    the constraint is replaced in the schema: the way its documentation gives for what changes nothing on disk.
    """
    bind = op.get_bind()
    if bind.dialect.name != "sqlite":
        op.drop_constraint(op.f("ck_pok_mutatiesoort"), "pok", type_="check")
        op.create_check_constraint(op.f("ck_pok_mutatiesoort"), "pok", f"mutatie_soort IN ({_lijst(naar)})")
        return
    versie = bind.execute(sa.text("PRAGMA schema_version")).scalar_one()
    bind.execute(sa.text("PRAGMA writable_schema = ON"))
    uit = bind.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :van, :naar) "
            "WHERE type = 'table' AND name = 'pok' AND instr(sql, :van) > 0"
        ),
        {"van": f"mutatie_soort IN ({_lijst(van)})", "naar": f"mutatie_soort IN ({_lijst(naar)})"},
    )
    assert uit.rowcount == 1, "the CHECK of pok.mutatie_soort is not what it was"
    bind.execute(sa.text(f"PRAGMA schema_version = {versie + 1}"))
    bind.execute(sa.text("PRAGMA writable_schema = OFF"))


def upgrade() -> None:
    _ander_slot(_OUD, _SOORT)
    # No table is copied for these (SQLite can add a column in place), so its triggers stay.
    op.add_column("pok", sa.Column("blad_versies", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("pok", sa.Column("uren_doel", sa.Integer(), nullable=True))
    op.create_table(
        "pok_wijziging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("nieuw_pok_id", sa.Integer(), nullable=True),
        sa.Column("soort", _enum("mutatiesoort", *_SOORT), nullable=False),
        sa.Column("gevolg", _enum("gevolg", *_GEVOLG), nullable=False),
        sa.Column("status", _enum("wijzigingstatus", *_STATUS), nullable=False),
        sa.Column("ingang", sa.Date(), nullable=True),
        sa.Column("voor", sa.JSON(), nullable=False),
        sa.Column("na", sa.JSON(), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("op_verzoek", sa.Boolean(), nullable=False),
        sa.Column("document_versie", sa.Integer(), nullable=True),
        sa.Column("bezwaar_tot", sa.Date(), nullable=True),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("afgehandeld_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("afgehandeld_door", sa.String(length=200), nullable=False),
        sa.Column("afhandeling", sa.String(length=1000), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_pok_wijziging_pok_id")),
        sa.ForeignKeyConstraint(["nieuw_pok_id"], ["pok.id"], name=op.f("fk_pok_wijziging_nieuw_pok_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pok_wijziging_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pok_wijziging")),
    )
    with op.batch_alter_table("pok_wijziging", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pok_wijziging_pok_id"), ["pok_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pok_wijziging_nieuw_pok_id"), ["nieuw_pok_id"], unique=False)
        batch_op.create_index("ix_pok_wijziging_status", ["status"], unique=False)
    op.create_table(
        "pok_bezwaar",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("wijziging_id", sa.Integer(), nullable=False),
        sa.Column("partij", _enum("partij", *_PARTIJ), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("ontvangen_op", sa.Date(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["wijziging_id"], ["pok_wijziging.id"], name=op.f("fk_pok_bezwaar_wijziging_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pok_bezwaar_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pok_bezwaar")),
    )
    with op.batch_alter_table("pok_bezwaar", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pok_bezwaar_wijziging_id"), ["wijziging_id"], unique=False)
    op.create_table(
        "pok_naast",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("stand", sa.String(length=2000), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_pok_naast_pok_id")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_pok_naast_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pok_naast")),
    )
    with op.batch_alter_table("pok_naast", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pok_naast_pok_id"), ["pok_id"], unique=False)
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
    for tabel in ("pok_naast", "pok_bezwaar", "pok_wijziging"):
        op.drop_table(tabel)
    op.drop_column("pok", "uren_doel")
    op.drop_column("pok", "blad_versies")
    op.execute(f"UPDATE pok SET mutatie_soort = 'overig' WHERE mutatie_soort NOT IN ({_lijst(_OUD)})")  # noqa: S608 - constants
    _ander_slot(_SOORT, _OUD)
