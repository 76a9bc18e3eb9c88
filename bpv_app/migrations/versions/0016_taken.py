"""Long work with its results per row, and piles of scanned paper."""

import sqlalchemy as sa
from alembic import op

from bpv_app.db import UtcMoment

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_TAAK = ("wacht", "bezig", "klaar", "gestopt", "mislukt")
_PAGINA = (
    "toegewezen",
    "met_de_hand",
    "leeg",
    "weggelegd",
    "geen_code",
    "onbekend",
    "oude_versie",
    "vervallen",
    "tegenstrijdig",
    "dubbel",
)


def _enum(naam: str, *waarden: str) -> sa.Enum:
    return sa.Enum(*waarden, name=naam, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "taak",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("soort", sa.String(length=40), nullable=False),
        sa.Column("sleutel", sa.String(length=80), nullable=False),
        sa.Column("titel_nl", sa.String(length=200), nullable=False),
        sa.Column("titel_en", sa.String(length=200), nullable=False),
        sa.Column("href", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("invoer", sa.JSON(), nullable=False),
        sa.Column("stand", sa.JSON(), nullable=False),
        sa.Column("gedaan", sa.Integer(), nullable=False),
        sa.Column("totaal", sa.Integer(), nullable=False),
        sa.Column("hervat_bij", sa.Integer(), nullable=False),
        sa.Column("status", _enum("taakstatus", *_TAAK), nullable=False),
        sa.Column("is_stop_gevraagd", sa.Boolean(), nullable=False),
        sa.Column("pogingen", sa.Integer(), nullable=False),
        sa.Column("slot_nl", sa.String(length=1000), nullable=False),
        sa.Column("slot_en", sa.String(length=1000), nullable=False),
        sa.Column("aangemaakt_op", UtcMoment(timezone=True), nullable=False),
        sa.Column("begonnen_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("klaar_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("claim", sa.String(length=40), nullable=False),
        sa.Column("geclaimd_tot", UtcMoment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_taak_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taak")),
    )
    with op.batch_alter_table("taak", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taak_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_taak_status_id", ["status", "id"], unique=False)
        batch_op.create_index(
            "uq_taak_lopend",
            ["sleutel"],
            unique=True,
            sqlite_where=sa.text("status IN ('wacht', 'bezig')"),
            postgresql_where=sa.text("status IN ('wacht', 'bezig')"),
        )

    op.create_table(
        "taak_regel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("taak_id", sa.Integer(), nullable=False),
        sa.Column("sleutel", sa.String(length=60), nullable=False),
        sa.Column("naam", sa.String(length=200), nullable=False),
        sa.Column("is_gelukt", sa.Boolean(), nullable=False),
        sa.Column("tekst_nl", sa.String(length=1000), nullable=False),
        sa.Column("tekst_en", sa.String(length=1000), nullable=False),
        sa.Column("href", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["taak_id"], ["taak.id"], name=op.f("fk_taak_regel_taak_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taak_regel")),
    )
    with op.batch_alter_table("taak_regel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_taak_regel_taak_id"), ["taak_id"], unique=False)

    op.create_table(
        "scan_stapel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("bestandsnaam", sa.String(length=200), nullable=False),
        sa.Column("mime", sa.String(length=60), nullable=False),
        sa.Column("bytes_aantal", sa.Integer(), nullable=False),
        sa.Column("paginas", sa.Integer(), nullable=False),
        sa.Column("op", UtcMoment(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("door_naam", sa.String(length=200), nullable=False),
        sa.Column("gelezen_op", UtcMoment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_scan_stapel_account_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_stapel")),
    )
    with op.batch_alter_table("scan_stapel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_stapel_account_id"), ["account_id"], unique=False)

    op.create_table(
        "scan_pagina",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stapel_id", sa.Integer(), nullable=False),
        sa.Column("nr", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("pok_id", sa.Integer(), nullable=True),
        sa.Column("uitkomst", _enum("paginauitkomst", *_PAGINA), nullable=False),
        sa.Column("scan_id", sa.Integer(), nullable=True),
        sa.Column("afgehandeld_op", UtcMoment(timezone=True), nullable=True),
        sa.Column("afgehandeld_door", sa.String(length=200), nullable=False),
        sa.Column("reden", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(["stapel_id"], ["scan_stapel.id"], name=op.f("fk_scan_pagina_stapel_id")),
        sa.ForeignKeyConstraint(["pok_id"], ["pok.id"], name=op.f("fk_scan_pagina_pok_id")),
        sa.ForeignKeyConstraint(["scan_id"], ["pok_scan.id"], name=op.f("fk_scan_pagina_scan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan_pagina")),
        sa.UniqueConstraint("stapel_id", "nr", name=op.f("uq_scan_pagina_stapel_id_nr")),
    )
    with op.batch_alter_table("scan_pagina", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scan_pagina_pok_id"), ["pok_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_scan_pagina_scan_id"), ["scan_id"], unique=False)
        batch_op.create_index("ix_scan_pagina_uitkomst_stapel_id", ["uitkomst", "stapel_id"], unique=False)


def downgrade() -> None:
    for tabel in ("scan_pagina", "scan_stapel", "taak_regel", "taak"):
        op.drop_table(tabel)
