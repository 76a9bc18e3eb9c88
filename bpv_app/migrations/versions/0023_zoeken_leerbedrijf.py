"""Search in companies: an index on every three letters of `leerbedrijf.zoektekst`, kept by the database itself.

SQLite has an FTS5 trigram table, and beside it how often each group of letters occurs (both left out where SQLite lacks
them: searching is then slower, not different); PostgreSQL has pg_trgm.
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def _heeft_trigram() -> bool:
    try:
        op.execute("CREATE VIRTUAL TABLE temp.zoek_proef USING fts5(x, tokenize='trigram')")
    except sa.exc.OperationalError:
        return False
    op.execute("DROP TABLE temp.zoek_proef")
    return True


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.execute("CREATE INDEX zoek_leerbedrijf_trgm ON leerbedrijf USING gin (zoektekst gin_trgm_ops)")
        return
    if not _heeft_trigram():
        return
    op.execute(
        "CREATE VIRTUAL TABLE zoek_leerbedrijf "
        "USING fts5(zoektekst, content='leerbedrijf', content_rowid='id', tokenize='trigram')"
    )
    op.execute("CREATE VIRTUAL TABLE zoek_leerbedrijf_woord USING fts5vocab('zoek_leerbedrijf', 'row')")
    indexeer = "INSERT INTO zoek_leerbedrijf(rowid, zoektekst) VALUES (NEW.id, NEW.zoektekst);"
    vergeet = (
        "INSERT INTO zoek_leerbedrijf(zoek_leerbedrijf, rowid, zoektekst) VALUES ('delete', OLD.id, OLD.zoektekst);"
    )
    op.execute(f"CREATE TRIGGER zoek_leerbedrijf_nieuw AFTER INSERT ON leerbedrijf BEGIN {indexeer} END")
    op.execute(
        "CREATE TRIGGER zoek_leerbedrijf_anders AFTER UPDATE OF zoektekst ON leerbedrijf "
        f"WHEN NEW.zoektekst IS NOT OLD.zoektekst BEGIN {vergeet} {indexeer} END"
    )
    op.execute(f"CREATE TRIGGER zoek_leerbedrijf_weg AFTER DELETE ON leerbedrijf BEGIN {vergeet} END")
    op.execute("INSERT INTO zoek_leerbedrijf(zoek_leerbedrijf) VALUES ('rebuild')")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP INDEX zoek_leerbedrijf_trgm")
        return
    for naam in ("nieuw", "anders", "weg"):
        op.execute(f"DROP TRIGGER IF EXISTS zoek_leerbedrijf_{naam}")
    op.execute("DROP TABLE IF EXISTS zoek_leerbedrijf_woord")
    op.execute("DROP TABLE IF EXISTS zoek_leerbedrijf")
