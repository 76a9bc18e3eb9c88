"""Search in POKs: one text per POK, kept by the database itself, with an index on every three letters.

`pok.zoektekst` is number, student and company. Triggers write it, also when a student or a company gets another name,
so that no import and no screen can forget it. SQLite searches it with an FTS5 trigram table (left out where SQLite
lacks it: searching is then slower, not different), PostgreSQL with pg_trgm.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEKST = """lower(substr({pok}.nummer
    || ' ' || coalesce((SELECT s.zoektekst FROM student s WHERE s.id = {pok}.student_id), '')
    || ' ' || coalesce((SELECT l.zoektekst FROM leerbedrijf l WHERE l.id = {pok}.leerbedrijf_id), ''), 1, 800))"""


def _heeft_trigram() -> bool:
    """Whether this SQLite can make an FTS5 table of trigrams (3.34 or newer, with FTS5)."""
    try:
        op.execute("CREATE VIRTUAL TABLE temp.zoek_proef USING fts5(x, tokenize='trigram')")
    except sa.exc.OperationalError:
        return False
    op.execute("DROP TABLE temp.zoek_proef")
    return True


def _sqlite() -> None:
    if _heeft_trigram():
        op.execute(
            "CREATE VIRTUAL TABLE zoek_pok USING fts5(zoektekst, content='pok', content_rowid='id', tokenize='trigram')"
        )
        # Thousands of hits are filtered, sorted and counted in this narrow index instead of in the wide rows.
        op.execute("CREATE INDEX zoek_pok_smal ON pok (id, status, team_id, begin_op)")
        indexeer, vergeet = (
            "INSERT INTO zoek_pok(rowid, zoektekst) VALUES (NEW.id, NEW.zoektekst);",
            "INSERT INTO zoek_pok(zoek_pok, rowid, zoektekst) VALUES ('delete', OLD.id, OLD.zoektekst);",
        )
        op.execute(
            "CREATE TRIGGER zoek_pok_gewijzigd AFTER UPDATE OF zoektekst ON pok "
            f"WHEN NEW.zoektekst IS NOT OLD.zoektekst BEGIN {vergeet} {indexeer} END"
        )
        op.execute(f"CREATE TRIGGER zoek_pok_weg AFTER DELETE ON pok BEGIN {vergeet} END")
    else:
        indexeer = ""
    vul = f"UPDATE pok SET zoektekst = {TEKST.format(pok='pok')} WHERE"  # noqa: S608 - constants
    op.execute(f"CREATE TRIGGER zoek_pok_nieuw AFTER INSERT ON pok BEGIN {indexeer} {vul} id = NEW.id; END")
    op.execute(
        "CREATE TRIGGER zoek_pok_anders AFTER UPDATE OF nummer, student_id, leerbedrijf_id ON pok "
        f"BEGIN {vul} id = NEW.id; END"
    )
    for tabel in ("student", "leerbedrijf"):
        op.execute(
            f"CREATE TRIGGER zoek_pok_{tabel} AFTER UPDATE OF zoektekst ON {tabel} "
            f"WHEN NEW.zoektekst IS NOT OLD.zoektekst BEGIN {vul} {tabel}_id = NEW.id; END"
        )


def _postgresql() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE INDEX zoek_pok_trgm ON pok USING gin (zoektekst gin_trgm_ops)")
    op.execute(
        "CREATE FUNCTION zoek_pok_vul() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN NEW.zoektekst := {TEKST.format(pok='NEW')}; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER zoek_pok_vul BEFORE INSERT OR UPDATE OF nummer, student_id, leerbedrijf_id, zoektekst ON pok "
        "FOR EACH ROW EXECUTE FUNCTION zoek_pok_vul()"
    )
    for tabel in ("student", "leerbedrijf"):
        op.execute(
            f"CREATE FUNCTION zoek_pok_{tabel}() RETURNS trigger LANGUAGE plpgsql AS "  # noqa: S608 - constants
            f"$$ BEGIN UPDATE pok SET zoektekst = '' WHERE {tabel}_id = NEW.id; RETURN NULL; END $$"
        )
        op.execute(
            f"CREATE TRIGGER zoek_pok_{tabel} AFTER UPDATE OF zoektekst ON {tabel} FOR EACH ROW "
            f"WHEN (NEW.zoektekst IS DISTINCT FROM OLD.zoektekst) EXECUTE FUNCTION zoek_pok_{tabel}()"
        )


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _sqlite()
    else:
        _postgresql()


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for naam in ("nieuw", "anders", "gewijzigd", "weg", "student", "leerbedrijf"):
            op.execute(f"DROP TRIGGER IF EXISTS zoek_pok_{naam}")
        op.execute("DROP TABLE IF EXISTS zoek_pok")
        op.execute("DROP INDEX IF EXISTS zoek_pok_smal")
        return
    op.execute("DROP TRIGGER zoek_pok_vul ON pok")
    for tabel in ("student", "leerbedrijf"):
        op.execute(f"DROP TRIGGER zoek_pok_{tabel} ON {tabel}")
        op.execute(f"DROP FUNCTION zoek_pok_{tabel}()")
    op.execute("DROP FUNCTION zoek_pok_vul()")
    op.execute("DROP INDEX zoek_pok_trgm")
