"""Speaks to the app as a hostile browser would: any handler, any arguments, straight over the websocket."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import TracebackType
from typing import Any, Self

import httpx
import socketio

HYDRATE = "reflex___state____state.hydrate"
PREFIX = "reflex___state____state."
ROOT = PREFIX.rstrip(".")
WHOLE = 20
"""More states than that in one answer: the whole state of a tab."""


def cookie_of(url: str, name: str, password: str = "demo") -> str:
    """Log in by form post; returns the session cookie's value."""
    answer = httpx.post(f"{url}/api/login", data={"gebruikersnaam": name, "wachtwoord": password})
    assert answer.status_code == 303, answer.text[:300]
    assert "bpv_sessie" in answer.cookies, f"{name} was refused: {answer.headers.get('location')}"
    return str(answer.cookies["bpv_sessie"])


@dataclass
class Answer:
    """What came back over the wire after one event: state changes in order, events for the browser, and the full
    state of the tab afterwards."""

    deltas: list[dict[str, Any]] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    state: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """Everything the browser got to see, as text: to search for what it should not see. Ask when it is complete."""
        return json.dumps([self.deltas, self.events, self.state], ensure_ascii=False, default=str)

    def var(self, name: str, state: str = "basis_state") -> Any:
        """A variable of a state of the tab after the event. `state` is the state's whole own name: `studenten_state` is
        not also the end of `ronde_studenten_state`."""
        for full, values in self.state.items():
            if full.endswith(f"____{state}"):
                for var, value in values.items():
                    if var.removesuffix("_rx_state_") == name:
                        return value
        raise KeyError(name)


class Wire:
    """One tab of one browser, as an async context manager."""

    def __init__(self, url: str, cookie: str = "", token: str = "") -> None:
        self._url, self._cookie = url, cookie
        self.token = token or str(uuid.uuid4())
        self._asked = 0
        self._client = socketio.AsyncClient(reconnection=False)
        self._inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._client.on("event", self._receive, namespace="/_event")

    async def _receive(self, update: Any) -> None:
        await self._inbox.put(json.loads(update) if isinstance(update, str) else update)

    async def __aenter__(self) -> Self:
        headers = {"Cookie": f"bpv_sessie={self._cookie}"} if self._cookie else {}
        await self._client.connect(
            f"{self._url}?token={self.token}",
            headers=headers,
            namespaces=["/_event"],
            socketio_path="/_event",
            transports=["websocket"],
            wait_timeout=20,  # a busy machine is no refusal
        )
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self._client.disconnect()

    async def _emit(self, name: str, payload: Mapping[str, Any], address: str) -> None:
        path, _, query = address.partition("?")
        router: dict[str, Any] = {"pathname": path, "asPath": address}
        if query:
            router["query"] = dict(part.split("=", 1) for part in query.split("&") if "=" in part)
        await self._client.emit(
            "event", {"name": name, "payload": dict(payload), "router_data": router}, namespace="/_event"
        )

    async def call(self, handler: str, payload: Mapping[str, Any] | None = None, address: str = "/") -> Answer:
        """Send an event as if from `address`, and then ask for the whole state: what is in between is the answer."""
        return await self.call_all([(handler, payload or {}, address)])

    async def call_all(self, calls: Sequence[tuple[str, Mapping[str, Any], str]]) -> Answer:
        """Send events (handler, payload, address) one after another, and ask for the whole state once, at the end.

        The whole state is by far the dearest answer: who only wants to know that nothing came out of many calls asks
        it once for all of them.
        """
        for handler, payload, address in calls:
            await self._emit(handler if handler.startswith(PREFIX) else PREFIX + handler, payload, address)
        # A new tab gets the whole state unasked too: ours is the one that says where it was asked from.
        self._asked += 1
        mark = f"/gevraagd-{self._asked}"
        await self._emit(HYDRATE, {}, mark)
        answer = Answer()
        while True:
            update = await asyncio.wait_for(self._inbox.get(), 30)
            delta = update.get("delta") or {}
            answer.events += [f"{e.get('name')} {json.dumps(e.get('payload'))}" for e in update.get("events") or []]
            if delta:
                answer.deltas.append(delta)
            if len(delta) > WHOLE and mark in json.dumps(delta.get(ROOT)):
                answer.state = answer.deltas.pop()
                return answer
