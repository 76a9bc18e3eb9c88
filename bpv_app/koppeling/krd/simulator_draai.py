"""Running the KRD simulator as a process of its own: over HTTP, or on a folder of files as well."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from pathlib import Path

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from starlette.applications import Starlette

from bpv_app.kernel.clock import klok
from bpv_app.koppeling.krd.simulator import DEMO_CLIENT, maak_app
from bpv_app.koppeling.krd.simulator_map import MapDraad
from bpv_app.koppeling.krd.simulator_store import Register


async def serveer(app: Starlette, host: str, port: int) -> None:
    """Until SIGINT or SIGTERM."""
    server = Server(
        app, address=host, port=port, interface=Interfaces.ASGI, log_level=LogLevels.error, websockets=False
    )
    lus = asyncio.get_running_loop()
    for sein in (signal.SIGINT, signal.SIGTERM):
        lus.add_signal_handler(sein, server.stop)
    await server.serve()


def check_vrij(host: str, port: int) -> None:
    """Raises OSError when the port is taken."""
    with socket.socket() as proef:
        proef.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        proef.bind((host, port))


def draai(
    port: int,
    bestand: Path,
    host: str = "127.0.0.1",
    *,
    client: tuple[str, str] = DEMO_CLIENT,
    token_seconden: int = 3600,
    map_: Path | None = None,
) -> None:
    """Serve the simulator until it is told to stop. Raises OSError when the port is taken.

    Kept in `bestand` (SQLite); started again on the same file it goes on where it was. With `map_` it also serves a
    folder of files.
    """
    check_vrij(host, port)
    register = Register(bestand, klok)
    hosts = ("127.0.0.1", "localhost") if host == "127.0.0.1" else ("*",)
    app = maak_app(register, client=client, token_seconden=token_seconden, hosts=hosts)
    sys.stdout.write(f"KRD-simulator op http://{host}:{port}, bestand {bestand}\n")
    sys.stdout.flush()
    draad = MapDraad(register, map_) if map_ else None
    if draad:
        draad.start()
    try:
        asyncio.run(serveer(app, host, port))
    finally:
        if draad:
            draad.stop()
        register.close()
