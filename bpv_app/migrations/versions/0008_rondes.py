"""Rounds: participants, frozen eligibility, lists and receipts, agreements, requests."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ALLEEN_TOEVOEGEN = ("ronde_gebeurtenis", "voorkeur_bewijs")
TABELLEN = (
    "voorkeur_bewijs",
    "voorkeur",
    "voorkeurlijst",
    "ronde_toelating",
    "ronde_plaats",
    "plaats_verzoek",
    "afspraak",
    "ronde_student",
    "ronde_groep",
    "ronde_gebeurtenis",
    "ronde",
)
"""In the order in which they can be dropped."""


def upgrade() -> None:
    op.create_table(
        "ronde",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("naam", sa.String(length=120), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "concept",
                "open",
                "gesloten",
                "gepubliceerd",
                "afgerond",
                name="rondestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("van", sa.Date(), nullable=False),
        sa.Column("tot", sa.Date(), nullable=False),
        sa.Column("opent_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("sluit_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("publiceert_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("min_keuzes", sa.Integer(), nullable=False),
        sa.Column("max_keuzes", sa.Integer(), nullable=False),
        sa.Column(
            "modus",
            sa.Enum(
                "garantie", "loting", "optimaal", name="modus", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column(
            "doel",
            sa.Enum(
                "eerste_keuzes",
                "niemand_achteraan",
                "kleinste_som",
                name="doel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("bezwaardagen", sa.Integer(), nullable=False),
        sa.Column("moet_bevestigen", sa.Boolean(), nullable=False),
        sa.Column("toont_eerste", sa.Boolean(), nullable=False),
        sa.Column("max_km", sa.Integer(), nullable=True),
        sa.Column("toelichting", sa.String(length=2000), nullable=False),
        sa.Column("zaad", sa.String(length=64), nullable=False),
        sa.Column("zaad_hash", sa.String(length=64), nullable=False),
        sa.Column("geopend_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("gesloten_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("aangemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("aangemaakt_door", sa.String(length=200), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("bezwaardagen BETWEEN 0 AND 60", name=op.f("ck_ronde_bezwaardagen")),
        sa.CheckConstraint("max_km IS NULL OR max_km BETWEEN 1 AND 400", name=op.f("ck_ronde_max_km")),
        sa.CheckConstraint("min_keuzes BETWEEN 1 AND max_keuzes AND max_keuzes <= 25", name=op.f("ck_ronde_keuzes")),
        sa.CheckConstraint("sluit_op > opent_op", name=op.f("ck_ronde_sluit_na_open")),
        sa.CheckConstraint("tot >= van", name=op.f("ck_ronde_tot_na_van")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ronde")),
    )
    with op.batch_alter_table("ronde", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ronde_status"), ["status"], unique=False)

    op.create_table(
        "ronde_gebeurtenis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ronde_id", sa.Integer(), nullable=False),
        sa.Column("wat", sa.String(length=40), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("gegevens", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_ronde_gebeurtenis_account_id")),
        sa.ForeignKeyConstraint(["ronde_id"], ["ronde.id"], name=op.f("fk_ronde_gebeurtenis_ronde_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ronde_gebeurtenis")),
    )
    with op.batch_alter_table("ronde_gebeurtenis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ronde_gebeurtenis_ronde_id"), ["ronde_id"], unique=False)

    op.create_table(
        "ronde_groep",
        sa.Column("ronde_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("klas", sa.String(length=30), nullable=False),
        sa.ForeignKeyConstraint(["ronde_id"], ["ronde.id"], name=op.f("fk_ronde_groep_ronde_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_ronde_groep_team_id")),
        sa.PrimaryKeyConstraint("ronde_id", "team_id", "klas", name=op.f("pk_ronde_groep")),
    )
    with op.batch_alter_table("ronde_groep", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ronde_groep_team_id"), ["team_id"], unique=False)

    op.create_table(
        "ronde_student",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ronde_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("verbintenis_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("crebo", sa.String(length=5), nullable=False),
        sa.Column(
            "voorrang",
            sa.Enum(
                "pech", "overdoen", "gewoon", name="voorrang", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("heeft_rijbewijs", sa.Boolean(), nullable=False),
        sa.Column("max_km", sa.Integer(), nullable=True),
        sa.Column("lot", sa.Integer(), nullable=True),
        sa.Column("mogelijk", sa.Integer(), nullable=False),
        sa.Column("waterval", sa.JSON(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("max_km IS NULL OR max_km BETWEEN 1 AND 400", name=op.f("ck_ronde_student_max_km")),
        sa.ForeignKeyConstraint(["ronde_id"], ["ronde.id"], name=op.f("fk_ronde_student_ronde_id")),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_ronde_student_student_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_ronde_student_team_id")),
        sa.ForeignKeyConstraint(["verbintenis_id"], ["verbintenis.id"], name=op.f("fk_ronde_student_verbintenis_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ronde_student")),
        sa.UniqueConstraint("ronde_id", "lot", name=op.f("uq_ronde_student_ronde_id_lot")),
        sa.UniqueConstraint("ronde_id", "student_id", name=op.f("uq_ronde_student_ronde_id_student_id")),
    )
    with op.batch_alter_table("ronde_student", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ronde_student_student_id"), ["student_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ronde_student_team_id"), ["team_id"], unique=False)

    op.create_table(
        "afspraak",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ronde_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("plaats_id", sa.Integer(), nullable=False),
        sa.Column(
            "soort",
            sa.Enum("vast", "uitgesloten", name="afspraaksoort", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_afspraak_account_id")),
        sa.ForeignKeyConstraint(["plaats_id"], ["plaats.id"], name=op.f("fk_afspraak_plaats_id")),
        sa.ForeignKeyConstraint(["ronde_id"], ["ronde.id"], name=op.f("fk_afspraak_ronde_id")),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_afspraak_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_afspraak")),
        sa.UniqueConstraint(
            "ronde_id", "student_id", "plaats_id", name=op.f("uq_afspraak_ronde_id_student_id_plaats_id")
        ),
    )
    with op.batch_alter_table("afspraak", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_afspraak_plaats_id"), ["plaats_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_afspraak_student_id"), ["student_id"], unique=False)
        batch_op.create_index(
            "uq_afspraak_vast",
            ["ronde_id", "student_id"],
            unique=True,
            sqlite_where=sa.text("soort = 'vast'"),
            postgresql_where=sa.text("soort = 'vast'"),
        )

    op.create_table(
        "plaats_verzoek",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ronde_student_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "gevraagd",
                "toegewezen",
                "afgewezen",
                "ingetrokken",
                name="verzoekstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("bedrijf", sa.String(length=200), nullable=False),
        sa.Column("adres", sa.String(length=200), nullable=False),
        sa.Column("woonplaats", sa.String(length=100), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("telefoon", sa.String(length=40), nullable=False),
        sa.Column("taken", sa.String(length=2000), nullable=False),
        sa.Column("gevraagd_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("leerbedrijf_id", sa.Integer(), nullable=True),
        sa.Column("plaats_id", sa.Integer(), nullable=True),
        sa.Column("besloten_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("besloten_door", sa.String(length=200), nullable=False),
        sa.Column("antwoord", sa.String(length=1000), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["leerbedrijf_id"], ["leerbedrijf.id"], name=op.f("fk_plaats_verzoek_leerbedrijf_id")),
        sa.ForeignKeyConstraint(["plaats_id"], ["plaats.id"], name=op.f("fk_plaats_verzoek_plaats_id")),
        sa.ForeignKeyConstraint(
            ["ronde_student_id"], ["ronde_student.id"], name=op.f("fk_plaats_verzoek_ronde_student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plaats_verzoek")),
    )
    with op.batch_alter_table("plaats_verzoek", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_plaats_verzoek_ronde_student_id"), ["ronde_student_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_plaats_verzoek_status"), ["status"], unique=False)

    op.create_table(
        "ronde_plaats",
        sa.Column("ronde_id", sa.Integer(), nullable=False),
        sa.Column("plaats_id", sa.Integer(), nullable=False),
        sa.Column("plekken", sa.Integer(), nullable=False),
        sa.Column("ingetrokken_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("ingetrokken_reden", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["plaats_id"], ["plaats.id"], name=op.f("fk_ronde_plaats_plaats_id")),
        sa.ForeignKeyConstraint(["ronde_id"], ["ronde.id"], name=op.f("fk_ronde_plaats_ronde_id")),
        sa.PrimaryKeyConstraint("ronde_id", "plaats_id", name=op.f("pk_ronde_plaats")),
    )
    with op.batch_alter_table("ronde_plaats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ronde_plaats_plaats_id"), ["plaats_id"], unique=False)

    op.create_table(
        "ronde_toelating",
        sa.Column("ronde_student_id", sa.Integer(), nullable=False),
        sa.Column("plaats_id", sa.Integer(), nullable=False),
        sa.Column("km", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["plaats_id"], ["plaats.id"], name=op.f("fk_ronde_toelating_plaats_id")),
        sa.ForeignKeyConstraint(
            ["ronde_student_id"], ["ronde_student.id"], name=op.f("fk_ronde_toelating_ronde_student_id")
        ),
        sa.PrimaryKeyConstraint("ronde_student_id", "plaats_id", name=op.f("pk_ronde_toelating")),
    )
    with op.batch_alter_table("ronde_toelating", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ronde_toelating_plaats_id"), ["plaats_id"], unique=False)

    op.create_table(
        "voorkeurlijst",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ronde_student_id", sa.Integer(), nullable=False),
        sa.Column("keuzes", sa.JSON(), nullable=False),
        sa.Column("wensen", sa.String(length=2000), nullable=False),
        sa.Column("bijgewerkt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("ingestuurd_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("ingestuurd_versie", sa.Integer(), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ronde_student_id"], ["ronde_student.id"], name=op.f("fk_voorkeurlijst_ronde_student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voorkeurlijst")),
        sa.UniqueConstraint("ronde_student_id", name=op.f("uq_voorkeurlijst_ronde_student_id")),
    )
    op.create_table(
        "voorkeur",
        sa.Column("lijst_id", sa.Integer(), nullable=False),
        sa.Column("rang", sa.Integer(), nullable=False),
        sa.Column("plaats_id", sa.Integer(), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("rang BETWEEN 1 AND 25", name=op.f("ck_voorkeur_rang")),
        sa.ForeignKeyConstraint(["lijst_id"], ["voorkeurlijst.id"], name=op.f("fk_voorkeur_lijst_id")),
        sa.ForeignKeyConstraint(["plaats_id"], ["plaats.id"], name=op.f("fk_voorkeur_plaats_id")),
        sa.PrimaryKeyConstraint("lijst_id", "rang", name=op.f("pk_voorkeur")),
        sa.UniqueConstraint("lijst_id", "plaats_id", name=op.f("uq_voorkeur_lijst_id_plaats_id")),
    )
    with op.batch_alter_table("voorkeur", schema=None) as batch_op:
        batch_op.create_index("ix_voorkeur_plaats_id_rang", ["plaats_id", "rang"], unique=False)

    op.create_table(
        "voorkeur_bewijs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lijst_id", sa.Integer(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("inhoud", sa.JSON(), nullable=False),
        sa.Column("wensen", sa.String(length=2000), nullable=False),
        sa.Column("zaad_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["lijst_id"], ["voorkeurlijst.id"], name=op.f("fk_voorkeur_bewijs_lijst_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voorkeur_bewijs")),
    )
    with op.batch_alter_table("voorkeur_bewijs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voorkeur_bewijs_lijst_id"), ["lijst_id"], unique=False)

    for tabel in ALLEEN_TOEVOEGEN:
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
    for tabel in TABELLEN:
        op.drop_table(tabel)
