"""Documents that must agree with the code."""

from __future__ import annotations

import re
from pathlib import Path

from bpv_app.config import Instellingen

DOCS = Path(__file__).resolve().parents[1] / "docs"


def test_every_setting_is_documented_with_its_default() -> None:
    rows = {
        m[1]: m[2]
        for m in re.finditer(r"^\| `(BPV_\w+)` \| ([^|]*) \|", (DOCS / "instellingen.md").read_text(), re.MULTILINE)
    }
    settings = {f"BPV_{name.upper()}": field for name, field in Instellingen.model_fields.items()}
    assert set(rows) == set(settings)
    for name, field in settings.items():
        default = str(field.default)
        assert default in rows[name] or default == "", f"{name}: {default}"


def test_every_decision_has_a_number_of_its_own_and_a_status() -> None:
    files = sorted((DOCS / "besluiten").glob("*.md"))
    assert [f.name[:4] for f in files] == [f"{n:04d}" for n in range(1, len(files) + 1)]
    assert all("Status:" in f.read_text() for f in files)
