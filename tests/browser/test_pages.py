"""The helpers of the browser tests notice what they are for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.pages import axe

PAGE = '<html lang="nl"><title>Proef</title><main><h1>Proef</h1>{}</main></html>'


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ('<input type="text">', "label"),
        ("<button></button>", "button-name"),
        ('<p style="color:#bbb;background:#fff">Te licht om te lezen</p>', "color-contrast"),
    ],
)
def test_axe_names_what_is_wrong_and_where(page: Page, html: str, rule: str) -> None:
    page.set_content(PAGE.format(html))
    with pytest.raises(AssertionError, match=rf"\({rule}\)"):
        axe(page)


def test_axe_has_nothing_to_say_about_a_good_page(page: Page) -> None:
    page.set_content(PAGE.format('<label for="naam">Naam</label><input id="naam" type="text">'))
    axe(page)
