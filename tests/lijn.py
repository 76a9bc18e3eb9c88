"""A line between a browser and a server that a test can cut: a plain TCP relay in a thread."""

from __future__ import annotations

import contextlib
import socket
import threading


class Lijn:
    """Listens on a port of its own and passes bytes on. `knip` ends every connection, and new ones until `herstel`."""

    def __init__(self, naar_poort: int) -> None:
        self._naar = naar_poort
        self._open = True
        self._paren: list[tuple[socket.socket, socket.socket]] = []
        self._slot = threading.Lock()
        self._luister = socket.create_server(("127.0.0.1", 0))
        self.poort = int(self._luister.getsockname()[1])
        threading.Thread(target=self._neem_aan, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.poort}"

    def knip(self) -> None:
        with self._slot:
            self._open = False
            for paar in self._paren:
                self._sluit(paar)
            self._paren.clear()

    def herstel(self) -> None:
        with self._slot:
            self._open = True

    def close(self) -> None:
        self.knip()
        self._luister.close()

    @staticmethod
    def _sluit(paar: tuple[socket.socket, socket.socket]) -> None:
        for einde in paar:
            with contextlib.suppress(OSError):
                einde.shutdown(socket.SHUT_RDWR)
            einde.close()

    def _neem_aan(self) -> None:
        while True:
            try:
                hier, _ = self._luister.accept()
            except OSError:
                return
            with self._slot:
                if not self._open:
                    hier.close()
                    continue
                try:
                    daar = socket.create_connection(("127.0.0.1", self._naar), timeout=5)
                except OSError:
                    hier.close()
                    continue
                daar.settimeout(None)
                paar = (hier, daar)
                self._paren.append(paar)
            for van, naar in (paar, paar[::-1]):
                threading.Thread(target=self._pomp, args=(van, naar, paar), daemon=True).start()

    def _pomp(self, van: socket.socket, naar: socket.socket, paar: tuple[socket.socket, socket.socket]) -> None:
        with contextlib.suppress(OSError):
            while data := van.recv(65536):
                naar.sendall(data)
        with self._slot:
            if paar in self._paren:
                self._paren.remove(paar)
        self._sluit(paar)
