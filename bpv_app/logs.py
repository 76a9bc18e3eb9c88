"""Logging: one line per event, with ids and never names; tracebacks without values: not of variables, not of rows.

A database says in its own words what it refused, and PostgreSQL adds the whole row (`Failing row contains (...)`):
care notes would stand in the log. So what an error says goes through `zonder_waarden`.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import structlog

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]
_OORZAAK = "\nThe above exception was the direct cause of the following exception:\n\n"
_TIJDENS = "\nDuring handling of the above exception, another exception occurred:\n\n"


def _van(fout: BaseException) -> str:
    return type(fout).__module__.partition(".")[0]


def zonder_waarden(fout: BaseException) -> str:
    """What kind of error it is, without what people wrote: many errors quote the value that was wrong.

    Of a database its code and which rule it was, of the file system its reason, of ours the code.
    """
    naam = type(fout).__qualname__
    if (oorzaak := getattr(fout, "orig", None)) is not None:  # SQLAlchemy around the driver's own
        return f"{naam}: {zonder_waarden(oorzaak)} [SQL: {getattr(fout, 'statement', '')}]"
    if _van(fout) == "psycopg":
        diag = getattr(fout, "diag", None)
        delen = (getattr(fout, "sqlstate", None), *(getattr(diag, f"{w}_name", None) for w in ("table", "constraint")))
        return f"{naam}: {' '.join(str(d) for d in delen if d)}"
    if _van(fout) == "sqlite3":
        return f"{naam}: {fout}"  # names tables and columns only
    if isinstance(fout, OSError):
        return f"{naam}: {fout.errno} {fout.strerror}"
    if isinstance(code := getattr(fout, "code", None), str):
        return f"{naam}: {code}"
    return naam


def _ketting(fout: BaseException, gezien: frozenset[int] = frozenset()) -> Iterator[str]:
    """The error with what caused it, the first cause first, as Python prints it."""
    gezien |= {id(fout)}
    if fout.__cause__ is not None and id(fout.__cause__) not in gezien:
        yield from _ketting(fout.__cause__, gezien)
        yield _OORZAAK
    elif fout.__context__ is not None and not fout.__suppress_context__ and id(fout.__context__) not in gezien:
        yield from _ketting(fout.__context__, gezien)
        yield _TIJDENS
    yield "Traceback (most recent call last):\n"
    yield from traceback.format_tb(fout.__traceback__)
    yield zonder_waarden(fout)
    if isinstance(fout, BaseExceptionGroup):
        for deel in fout.exceptions:
            yield "\n"
            yield from _ketting(deel, gezien)


def toon_fout(exc_info: ExcInfo) -> str:
    """A traceback to log: where it went wrong, and no values."""
    return "".join(_ketting(exc_info[1]))


class Regelvorm(logging.Formatter):
    """What libraries log, and we with `logging`: the same tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        """The line. A record keeps the traceback that another handler made of it: never print that one."""
        record.exc_text = None
        return super().format(record)

    def formatException(self, ei: Any) -> str:  # noqa: N802 (the name of the standard library)
        """The traceback without values."""
        return toon_fout(ei) if ei and ei[1] is not None else ""


def stel_logs_in() -> None:
    """Called once by the composition root."""
    uit = logging.StreamHandler()
    uit.setFormatter(Regelvorm("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(handlers=[uit])
    structlog.configure(
        processors=list(VERWERKING),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )


VERWERKING: tuple[Any, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.ExceptionRenderer(toon_fout),
    structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"]),
)
"""How a line is made of an event."""
