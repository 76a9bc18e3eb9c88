"""Hours: weeks, days, lines, their append-only history, plans to make up, a team's rules, free periods and norms.

The norms of domain.md section 5 (WEB 7.2.7) come along; a school adds a row with a later `vanaf` when the law changes.
"""

from datetime import date

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

KOLOMMEN = ("leerweg", "jaren", "vanaf", "uren", "per_jaar")
NORM = sa.table("uren_norm", *(sa.column(naam) for naam in KOLOMMEN))
SINDS = date(2014, 8, 1)
NORMEN = (
    ("BOL", 1, SINDS, 250, False),
    ("BOL", 2, SINDS, 450, False),
    ("BOL", 3, SINDS, 900, False),
    ("BOL", 4, SINDS, 1350, False),
    ("BBL", 0, SINDS, 610, True),
)


def upgrade() -> None:
    op.create_table(
        "uren_norm",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "leerweg",
            sa.Enum(
                "BOL",
                "BBL",
                "BOL_DT",
                "OVO",
                "EX",
                "ODT",
                name="leerweg",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("jaren", sa.Integer(), nullable=False),
        sa.Column("vanaf", sa.Date(), nullable=False),
        sa.Column("uren", sa.Integer(), nullable=False),
        sa.Column("per_jaar", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uren_norm")),
        sa.UniqueConstraint("leerweg", "jaren", "vanaf", name=op.f("uq_uren_norm_leerweg_jaren_vanaf")),
    )
    op.create_table(
        "team_uren",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column(
            "beoordelaar",
            sa.Enum(
                "praktijkopleider", "school", name="beoordelaar", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "regio",
            sa.Enum("noord", "midden", "zuid", name="regio", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("werkdagen", sa.JSON(), nullable=False),
        sa.Column("insturen_voor", sa.Integer(), nullable=False),
        sa.Column("dagen_voor_beoordeling", sa.Integer(), nullable=False),
        sa.Column("max_minuten_dag", sa.Integer(), nullable=False),
        sa.Column("max_minuten_week", sa.Integer(), nullable=False),
        sa.Column("vragen", sa.JSON(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_uren_team_id")),
        sa.PrimaryKeyConstraint("team_id", name=op.f("pk_team_uren")),
    )
    op.create_table(
        "vrije_periode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum("vakantie", "studiedag", name="vrijsoort", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("naam", sa.String(length=100), nullable=False),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=False),
        sa.Column(
            "regio",
            sa.Enum("noord", "midden", "zuid", name="regio", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("tot >= van", name=op.f("ck_vrije_periode_tot_na_van")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_vrije_periode_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vrije_periode")),
    )
    with op.batch_alter_table("vrije_periode", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vrije_periode_team_id"), ["team_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vrije_periode_van"), ["van"], unique=False)

    op.create_table(
        "uren_inhaal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("minuten", sa.Integer(), nullable=False),
        sa.Column("voor", sa.Date(), nullable=False),
        sa.Column("plan", sa.String(length=1000), nullable=False),
        sa.Column("aangemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("vervallen_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_uren_inhaal_pok_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uren_inhaal")),
    )
    with op.batch_alter_table("uren_inhaal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uren_inhaal_pok_id"), ["pok_id"], unique=False)

    op.create_table(
        "uren_week",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("maandag", sa.Date(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "ingediend",
                "goedgekeurd",
                "teruggestuurd",
                name="weekstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ingediend_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("beoordeeld_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("beoordeeld_door", sa.String(length=200), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("wijzigingen", sa.Integer(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_uren_week_pok_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uren_week")),
        sa.UniqueConstraint("pok_id", "maandag", name=op.f("uq_uren_week_pok_id_maandag")),
    )
    with op.batch_alter_table("uren_week", schema=None) as batch_op:
        batch_op.create_index("ix_uren_week_status_maandag", ["status", "maandag"], unique=False)

    op.create_table(
        "uren_dag",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("datum", sa.Date(), nullable=False),
        sa.Column("omschrijving", sa.String(length=4000), nullable=False),
        sa.Column("werkproces", sa.String(length=300), nullable=False),
        sa.Column(
            "oordeel",
            sa.Enum("open", "akkoord", "terug", name="oordeel", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("oordeel_reden", sa.String(length=1000), nullable=False),
        sa.Column("sleutel", sa.String(length=64), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_uren_dag_pok_id")),
        sa.ForeignKeyConstraint(["week_id"], ["uren_week.id"], name=op.f("fk_uren_dag_week_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uren_dag")),
        sa.UniqueConstraint("pok_id", "datum", name=op.f("uq_uren_dag_pok_id_datum")),
    )
    with op.batch_alter_table("uren_dag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uren_dag_week_id"), ["week_id"], unique=False)

    op.create_table(
        "uren_gebeurtenis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("week_id", sa.Integer(), nullable=False),
        sa.Column(
            "wat",
            sa.Enum(
                "ingediend",
                "ingetrokken",
                "dag_akkoord",
                "goedgekeurd",
                "teruggestuurd",
                "heropend",
                name="gebeurtenis",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("minuten", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_uren_gebeurtenis_account_id")),
        sa.ForeignKeyConstraint(["week_id"], ["uren_week.id"], name=op.f("fk_uren_gebeurtenis_week_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uren_gebeurtenis")),
    )
    with op.batch_alter_table("uren_gebeurtenis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uren_gebeurtenis_week_id"), ["week_id"], unique=False)

    op.create_table(
        "uren_bijlage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dag_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("soort", sa.String(length=60), nullable=False),
        sa.Column("bytes_aantal", sa.Integer(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dag_id"], ["uren_dag.id"], name=op.f("fk_uren_bijlage_dag_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uren_bijlage")),
    )
    with op.batch_alter_table("uren_bijlage", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_uren_bijlage_dag_id"), ["dag_id"], unique=False)

    op.create_table(
        "uren_regel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dag_id", sa.Integer(), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("datum", sa.Date(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum(
                "gewerkt",
                "inhalen",
                "ziek",
                "verlof",
                "school",
                "feestdag",
                name="soort",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("minuten", sa.Integer(), nullable=False),
        sa.Column("van", sa.Integer(), nullable=True),
        sa.Column("tot", sa.Integer(), nullable=True),
        sa.Column("pauze", sa.Integer(), nullable=False),
        sa.CheckConstraint("(van IS NULL) = (tot IS NULL)", name=op.f("ck_uren_regel_van_en_tot")),
        sa.CheckConstraint("minuten > 0 AND minuten <= 1440", name=op.f("ck_uren_regel_minuten")),
        sa.ForeignKeyConstraint(["dag_id"], ["uren_dag.id"], name=op.f("fk_uren_regel_dag_id")),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_uren_regel_pok_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uren_regel")),
        sa.UniqueConstraint("dag_id", "soort", name=op.f("uq_uren_regel_dag_id_soort")),
    )
    with op.batch_alter_table("uren_regel", schema=None) as batch_op:
        batch_op.create_index("ix_uren_regel_pok_id_datum", ["pok_id", "datum"], unique=False)

    with op.batch_alter_table("persoonlijke_link", schema=None) as batch_op:
        batch_op.add_column(sa.Column("apparaat_hash", sa.String(length=64), nullable=False, server_default=""))

    with op.batch_alter_table("contactpersoon", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keurt_uren", sa.Boolean(), nullable=False, server_default=sa.false()))

    op.create_table(
        "uren_patroon",
        sa.Column("pok_id", sa.Integer(), nullable=False),
        sa.Column("werkdagen", sa.JSON(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_uren_patroon_pok_id")),
        sa.PrimaryKeyConstraint("pok_id", name=op.f("pk_uren_patroon")),
    )

    op.bulk_insert(NORM, [dict(zip(KOLOMMEN, rij, strict=True)) for rij in NORMEN])
    if op.get_bind().dialect.name == "sqlite":
        for wat in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER uren_gebeurtenis_geen_{wat.lower()} BEFORE {wat} ON uren_gebeurtenis "
                "BEGIN SELECT RAISE(ABORT, 'uren_gebeurtenis is append-only'); END"
            )
    else:
        op.execute(
            "CREATE TRIGGER uren_gebeurtenis_alleen_toevoegen BEFORE UPDATE OR DELETE ON uren_gebeurtenis "
            "FOR EACH ROW EXECUTE FUNCTION alleen_toevoegen()"
        )


def downgrade() -> None:
    with op.batch_alter_table("persoonlijke_link", schema=None) as batch_op:
        batch_op.drop_column("apparaat_hash")

    with op.batch_alter_table("contactpersoon", schema=None) as batch_op:
        batch_op.drop_column("keurt_uren")

    op.drop_table("uren_patroon")

    with op.batch_alter_table("uren_regel", schema=None) as batch_op:
        batch_op.drop_index("ix_uren_regel_pok_id_datum")

    op.drop_table("uren_regel")
    with op.batch_alter_table("uren_bijlage", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uren_bijlage_dag_id"))

    op.drop_table("uren_bijlage")
    with op.batch_alter_table("uren_gebeurtenis", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uren_gebeurtenis_week_id"))

    op.drop_table("uren_gebeurtenis")
    with op.batch_alter_table("uren_dag", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uren_dag_week_id"))

    op.drop_table("uren_dag")
    with op.batch_alter_table("uren_week", schema=None) as batch_op:
        batch_op.drop_index("ix_uren_week_status_maandag")

    op.drop_table("uren_week")
    with op.batch_alter_table("uren_inhaal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_uren_inhaal_pok_id"))

    op.drop_table("uren_inhaal")
    with op.batch_alter_table("vrije_periode", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vrije_periode_van"))
        batch_op.drop_index(batch_op.f("ix_vrije_periode_team_id"))

    op.drop_table("vrije_periode")
    op.drop_table("team_uren")
    op.drop_table("uren_norm")
