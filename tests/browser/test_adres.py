"""One build serves every address: the page talks to the server it came from."""

from __future__ import annotations

from pathlib import Path

import httpx
from playwright.sync_api import Page

from tests.browser.conftest import NewPage
from tests.browser.pages import axe, open_page
from tests.server import Server, start_server


def listen(page: Page) -> list[str]:
    """Addresses of the websockets the page opens from now on."""
    addresses: list[str] = []
    page.on("websocket", lambda socket: addresses.append(socket.url))
    return addresses


def test_two_servers_from_one_build_each_get_their_own_visitors(
    new_page: NewPage, demo_server: Server, tmp_path: Path
) -> None:
    with start_server(tmp_path, arguments=["--leeg"]) as other:
        assert httpx.get(f"{other.url}/login").text == httpx.get(f"{demo_server.url}/login").text
        for server in (demo_server, other):
            page = new_page()
            sockets = listen(page)
            open_page(page, f"{server.url}/login")
            assert [address.split("/_event")[0] for address in sockets] == [f"ws://localhost:{server.port}"]


def test_the_page_also_works_by_the_number_of_the_machine(new_page: NewPage, demo_server: Server) -> None:
    page = new_page("phone")
    sockets = listen(page)
    open_page(page, f"http://127.0.0.1:{demo_server.port}/login")
    assert sockets[0].startswith(f"ws://127.0.0.1:{demo_server.port}/_event")


def test_an_unknown_address_says_so_and_leads_back(new_page: NewPage, demo_server: Server) -> None:
    page = new_page()
    answer = page.goto(f"{demo_server.url}/dit-bestaat-niet")
    assert answer is not None
    assert answer.status == 404
    page.get_by_role("heading", level=1).wait_for()
    axe(page)
