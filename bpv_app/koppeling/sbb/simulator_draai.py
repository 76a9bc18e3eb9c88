"""Running the SBB simulator as a process of its own."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bpv_app.kernel.clock import klok
from bpv_app.koppeling.krd.simulator_draai import check_vrij, serveer
from bpv_app.koppeling.sbb.simulator import DEMO_CLIENT, maak_app
from bpv_app.koppeling.sbb.simulator_store import Register


def draai(
    port: int, bestand: Path, host: str = "127.0.0.1", *, client: tuple[str, str] = DEMO_CLIENT, api_key: str = ""
) -> None:
    """Serve the simulator until it is told to stop. Raises OSError when the port is taken.

    Kept in `bestand` (SQLite); started again on the same file it goes on where it was.
    """
    check_vrij(host, port)
    register = Register(bestand, klok)
    hosts = ("127.0.0.1", "localhost") if host == "127.0.0.1" else ("*",)
    app = maak_app(register, client=client, api_key=api_key, hosts=hosts)
    sys.stdout.write(f"SBB-simulator op http://{host}:{port}, bestand {bestand}\n")
    sys.stdout.flush()
    try:
        asyncio.run(serveer(app, host, port))
    finally:
        register.close()
