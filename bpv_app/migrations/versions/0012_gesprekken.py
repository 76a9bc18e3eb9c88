"""Conversation moments, their history, invitations, proposals of dates, transfers; a mail may carry an invitation."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

_SOORT = ("start", "midden", "eind", "extra")
_VORM = ("bezoek", "online", "telefoon", "op_school")
_STATUS = ("te_plannen", "gepland", "gehouden", "vervallen")
_DEELNEMER = ("student", "praktijkopleider", "onderwijsbegeleider")
_STAP = (
    "toevoegen",
    "plannen",
    "verzetten",
    "afzeggen",
    "niet_gehouden",
    "houden",
    "verbeteren",
    "laten_vervallen",
    "heropenen",
)


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "overdracht",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("van_id", sa.Integer(), nullable=False),
        sa.Column("naar_id", sa.Integer(), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("dossiers", sa.JSON(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_overdracht_account_id")),
        sa.ForeignKeyConstraint(["naar_id"], ["account.id"], name=op.f("fk_overdracht_naar_id")),
        sa.ForeignKeyConstraint(["van_id"], ["account.id"], name=op.f("fk_overdracht_van_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_overdracht")),
    )
    with op.batch_alter_table("overdracht", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_overdracht_naar_id"), ["naar_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_overdracht_van_id"), ["van_id"], unique=False)

    op.create_table(
        "contactmoment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("soort", _enum("momentsoort", *_SOORT), nullable=False),
        sa.Column("naam", sa.String(length=100), nullable=False),
        sa.Column("uit_inrichting", sa.String(length=100), nullable=False),
        sa.Column("venster_van", sa.Date(), nullable=False),
        sa.Column("venster_tot", sa.Date(), nullable=False),
        sa.Column("vorm", _enum("vorm", *_VORM), nullable=False),
        sa.Column("deelnemers", sa.JSON(), nullable=False),
        sa.Column("status", _enum("momentstatus", *_STATUS), nullable=False),
        sa.Column("afspraak_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("duur_minuten", sa.Integer(), nullable=False),
        sa.Column("plaats", sa.String(length=300), nullable=False),
        sa.Column("aanwezig", sa.JSON(), nullable=False),
        sa.Column("gehouden_op", sa.Date(), nullable=True),
        sa.Column("is_gezamenlijk", sa.Boolean(), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.Column("uid_nummer", sa.Integer(), nullable=False),
        sa.Column("volgorde", sa.Integer(), nullable=False),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'gehouden') = (gehouden_op IS NOT NULL)", name=op.f("ck_contactmoment_gehouden")),
        sa.CheckConstraint("NOT is_gezamenlijk OR status = 'gehouden'", name=op.f("ck_contactmoment_gezamenlijk")),
        sa.CheckConstraint("status <> 'gepland' OR afspraak_op IS NOT NULL", name=op.f("ck_contactmoment_gepland")),
        sa.CheckConstraint("duur_minuten BETWEEN 10 AND 480", name=op.f("ck_contactmoment_duur")),
        sa.CheckConstraint("venster_tot >= venster_van", name=op.f("ck_contactmoment_venster")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_contactmoment_dossier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contactmoment")),
    )
    with op.batch_alter_table("contactmoment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contactmoment_dossier_id"), ["dossier_id"], unique=False)
        batch_op.create_index("ix_contactmoment_status_afspraak_op", ["status", "afspraak_op"], unique=False)
        batch_op.create_index("ix_contactmoment_status_venster_tot", ["status", "venster_tot"], unique=False)
        batch_op.create_index(
            "uq_contactmoment_uit_inrichting",
            ["dossier_id", "uit_inrichting"],
            unique=True,
            sqlite_where=sa.text("uit_inrichting <> ''"),
            postgresql_where=sa.text("uit_inrichting <> ''"),
        )

    op.create_table(
        "contactmoment_gebeurtenis",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("stap", _enum("momentstap", *_STAP), nullable=False),
        sa.Column("van", _enum("van", *_STATUS), nullable=True),
        sa.Column("naar", _enum("naar", *_STATUS), nullable=False),
        sa.Column("afspraak_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("gehouden_op", sa.Date(), nullable=True),
        sa.Column("aanwezig", sa.JSON(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_contactmoment_gebeurtenis_account_id")),
        sa.ForeignKeyConstraint(
            ["moment_id"], ["contactmoment.id"], name=op.f("fk_contactmoment_gebeurtenis_moment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contactmoment_gebeurtenis")),
    )
    with op.batch_alter_table("contactmoment_gebeurtenis", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contactmoment_gebeurtenis_moment_id"), ["moment_id"], unique=False)

    op.create_table(
        "gespreksuitnodiging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("deelnemer", _enum("deelnemer", *_DEELNEMER), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("contactpersoon_id", sa.Integer(), nullable=True),
        sa.Column("student_id", sa.Integer(), nullable=True),
        sa.Column("uid_nummer", sa.Integer(), nullable=False),
        sa.Column("volgorde", sa.Integer(), nullable=False),
        sa.Column("begin_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("organisator_naam", sa.String(length=200), nullable=False),
        sa.Column("organisator_email", sa.String(length=254), nullable=False),
        sa.Column("afgezegd_op", UtcMoment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_gespreksuitnodiging_account_id")),
        sa.ForeignKeyConstraint(
            ["contactpersoon_id"], ["contactpersoon.id"], name=op.f("fk_gespreksuitnodiging_contactpersoon_id")
        ),
        sa.ForeignKeyConstraint(["moment_id"], ["contactmoment.id"], name=op.f("fk_gespreksuitnodiging_moment_id")),
        sa.ForeignKeyConstraint(["student_id"], ["student.id"], name=op.f("fk_gespreksuitnodiging_student_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gespreksuitnodiging")),
        sa.UniqueConstraint("moment_id", "deelnemer", name=op.f("uq_gespreksuitnodiging_moment_id_deelnemer")),
    )
    with op.batch_alter_table("gespreksuitnodiging", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gespreksuitnodiging_account_id"), ["account_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_gespreksuitnodiging_contactpersoon_id"), ["contactpersoon_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_gespreksuitnodiging_student_id"), ["student_id"], unique=False)

    op.create_table(
        "gespreksvoorstel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("moment_id", sa.Integer(), nullable=False),
        sa.Column("opties", sa.JSON(), nullable=False),
        sa.Column("duur_minuten", sa.Integer(), nullable=False),
        sa.Column("vorm", _enum("vorm", *_VORM), nullable=False),
        sa.Column("plaats", sa.String(length=300), nullable=False),
        sa.Column("gevraagd", sa.JSON(), nullable=False),
        sa.Column("gemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("gemaakt_door", sa.String(length=200), nullable=False),
        sa.Column("gesloten_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("gekozen_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("versie", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["moment_id"], ["contactmoment.id"], name=op.f("fk_gespreksvoorstel_moment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gespreksvoorstel")),
    )
    with op.batch_alter_table("gespreksvoorstel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gespreksvoorstel_moment_id"), ["moment_id"], unique=False)
        batch_op.create_index(
            "uq_gespreksvoorstel_open",
            ["moment_id"],
            unique=True,
            sqlite_where=sa.text("gesloten_op IS NULL"),
            postgresql_where=sa.text("gesloten_op IS NULL"),
        )

    op.create_table(
        "gespreksvoorstel_antwoord",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("voorstel_id", sa.Integer(), nullable=False),
        sa.Column("deelnemer", _enum("deelnemer", *_DEELNEMER), nullable=False),
        sa.Column("kan", sa.JSON(), nullable=False),
        sa.Column("opmerking", sa.String(length=500), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["voorstel_id"], ["gespreksvoorstel.id"], name=op.f("fk_gespreksvoorstel_antwoord_voorstel_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gespreksvoorstel_antwoord")),
        sa.UniqueConstraint(
            "voorstel_id", "deelnemer", name=op.f("uq_gespreksvoorstel_antwoord_voorstel_id_deelnemer")
        ),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agenda", sa.Text(), server_default="", nullable=False))

    tabel = "contactmoment_gebeurtenis"
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
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_column("agenda")
    for tabel in (
        "gespreksvoorstel_antwoord",
        "gespreksvoorstel",
        "gespreksuitnodiging",
        "contactmoment_gebeurtenis",
        "contactmoment",
        "overdracht",
    ):
        op.drop_table(tabel)
