"""The structure of the code, kept by machine: who may import whom (see docs/besluiten/0001 and 0002)."""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from pathlib import Path

import grimp
import pytest

APP = Path(__file__).resolve().parents[1] / "bpv_app"
PARTS = (
    "toegang",
    "student",
    "leerbedrijf",
    "ligging",
    "dossier",
    "pok",
    "uren",
    "matching",
    "gesprek",
    "beoordeling",
    "post",
    "taak",
    "outbox",
    "dashboard",
    "koppeling",
    "signaal",
    "erkenning",
    "afsluiting",
    "mutatie",
)
HEAVY = {"reflex", "reflex_base", "sqlmodel", "sqlalchemy", "pydantic", "polars", "fpdf", "starlette"}
COMPOSITION = {"bpv_app.bpv_app", "bpv_app.routes", "bpv_app.cli"}
# Parts of screens that pages of other words use too.
SHARED = {
    "bpv_app.afsluiting.pages.dossier_deel",
    "bpv_app.beoordeling.pages.totalen_blok",
    "bpv_app.erkenning.pages.melding_blok",
    "bpv_app.erkenning.pages.voordracht_blok",
    "bpv_app.koppeling.sbb.pages.controle_blok",
    "bpv_app.leerbedrijf.pages.kiezer",
    "bpv_app.matching.pages.komst_blok",
    "bpv_app.matching.pages.plaats_blok",
    "bpv_app.matching.pages.rangorde_blok",
    "bpv_app.pok.pages.beeld",
    "bpv_app.pok.pages.delen",
    "bpv_app.taak.pages.balk",
    "bpv_app.signaal.pages.dossier_deel",
}
LAYERS: tuple[tuple[str, ...], ...] = (
    ("bpv_app", "cli"),
    ("routes",),
    ("demo",),
    ("koppeling",),
    ("dashboard",),
    ("mutatie",),
    ("afsluiting",),
    ("signaal", "erkenning"),
    ("uren", "matching", "gesprek", "beoordeling"),
    ("pok",),
    ("dossier",),
    ("leerbedrijf", "student"),
    ("post", "taak", "ligging"),
    ("toegang",),
    ("ui", "outbox"),
    ("bulk", "migrate", "tables"),
    ("db", "opslag"),
    ("config",),
    ("kernel",),
)
# Around the app, not in it: install, build and start know the file system, tables gathers metadata for migrations.
OUTSIDE = {"install", "build", "serve", "headers", "tables", "migrate", "migrations", "logs"}


@lru_cache(maxsize=1)
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("bpv_app", include_external_packages=True)


def modules() -> list[str]:
    return sorted(m for m in graph().modules if m == "bpv_app" or m.startswith("bpv_app."))


def part_of(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def is_page(module: str) -> bool:
    return ".pages" in module or module.endswith(".page")


def layer_of(part: str) -> int | None:
    return next((i for i, layer in enumerate(LAYERS) if part in layer), None)


def imports(module: str) -> set[str]:
    return set(graph().find_modules_directly_imported_by(module))


def test_every_module_belongs_to_a_layer() -> None:
    unknown = {part_of(m) for m in modules()} - {p for layer in LAYERS for p in layer} - OUTSIDE - {""}
    assert not unknown, f"say in LAYERS where these belong: {sorted(unknown)}"


def test_imports_go_downwards_only() -> None:
    wrong = []
    for module in modules():
        if is_page(module) or part_of(module) in OUTSIDE or module == "bpv_app":
            continue
        here = layer_of(part_of(module))
        for other in imports(module):
            if not other.startswith("bpv_app.") or part_of(other) in OUTSIDE or part_of(other) == part_of(module):
                continue
            there = layer_of(part_of(other))
            if here is None or there is None or there <= here:
                wrong.append(f"{module} -> {other}")
    assert not wrong, "\n".join(sorted(wrong))


def test_nothing_but_the_composition_root_imports_a_page() -> None:
    wrong = [
        f"{module} -> {other}"
        for module in modules()
        for other in imports(module)
        if is_page(other)
        and other not in SHARED
        and module not in COMPOSITION
        and not other.endswith(".pages")
        and not (is_page(module) and part_of(module) == part_of(other))
    ]
    assert not wrong, "\n".join(sorted(wrong))


def test_inside_a_part_pages_know_services_and_services_know_rules_and_never_back() -> None:
    order = ("pages", "page", "routes", "commands", "service", "queries", "document", "tables", "rules")

    def rank(module: str) -> int | None:
        for name in module.split(".")[2:]:
            for i, kind in enumerate(order):
                if name == kind or name.startswith(f"{kind}_"):
                    return i
        return None

    forbidden = {
        "rules": {"tables", "service", "queries", "document", "pages", "page", "routes", "commands"},
        "tables": {"service", "queries", "document", "pages", "page", "routes", "commands"},
        "document": {"tables", "service", "queries", "pages", "page", "routes", "commands"},
        "queries": {"pages", "page", "routes", "commands"},
        "service": {"pages", "page", "routes", "commands"},
    }
    wrong = []
    for module in modules():
        mine = rank(module)
        if mine is None or order[mine] not in forbidden:
            continue
        for other in imports(module):
            if part_of(other) != part_of(module):
                continue
            theirs = rank(other)
            if theirs is not None and order[theirs] in forbidden[order[mine]]:
                wrong.append(f"{module} -> {other}")
    assert not wrong, "\n".join(sorted(wrong))


def test_kernel_and_rules_are_plain_python() -> None:
    plain = [m for m in modules() if part_of(m) == "kernel" or re.search(r"\.rules(_\w+)?$", m)]
    assert len(plain) > 10
    wrong = [f"{m} -> {other}" for m in plain for other in imports(m) if other.split(".")[0] in HEAVY]
    assert not wrong, "\n".join(sorted(wrong))


@pytest.mark.parametrize(
    ("package", "allowed"),
    [
        ("reflex", r"bpv_app\.(ui\..*|bpv_app|[a-z_.]+\.pages?(\..*)?)$"),
        ("fpdf", r"bpv_app\.pok\.document(_\w+)?$"),
        (
            "polars",
            (
                r"bpv_app\.([a-z_.]*queries(_\w+)?|[a-z_.]*inlezen(_\w+)?|koppeling\..*|[a-z_.]*export\w*|bulk|"
                r"matching\.(toelating(_csr)?|opstellen|draaien|verklaren|uitvoer)|demo\.groot_\w+)$"
            ),
        ),
    ],
)
def test_heavy_libraries_stay_where_they_belong(package: str, allowed: str) -> None:
    users = {m for m in modules() if any(o.split(".")[0] in {package, f"{package}_base"} for o in imports(m))}
    assert users, f"nobody uses {package}"
    wrong = [m for m in users if not re.fullmatch(allowed, m)]
    assert not wrong, wrong


def test_a_parts_tables_are_private_to_it() -> None:
    """Only queries of a part above may read another part's tables; changing them goes through its service."""
    readers = re.compile(r"\.(tables|queries\w*|clauses\w*|demo\w*)$")
    wrong = [
        f"{module} -> {other}"
        for module in modules()
        for other in imports(module)
        if re.search(r"\.tables$", other)
        and other != "bpv_app.tables"
        and part_of(module) in PARTS
        and part_of(other) != part_of(module)
        and not readers.search(module)
    ]
    assert not wrong, "\n".join(sorted(wrong))


def test_only_the_clock_asks_the_time() -> None:
    wrong = []
    for path in sorted(APP.rglob("*.py")):
        if path.name == "clock.py" or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in {"now", "today", "utcnow"}:
                owner = node.value
                name = owner.id if isinstance(owner, ast.Name) else getattr(owner, "attr", "")
                if name in {"datetime", "date"}:
                    wrong.append(f"{path.relative_to(APP)}:{node.lineno}")
    assert not wrong, wrong


def test_only_the_database_module_commits() -> None:
    wrong = [
        f"{path.relative_to(APP)}:{node.lineno}"
        for path in sorted(APP.rglob("*.py"))
        if path.name != "db.py" and "simulator" not in path.name
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
        and getattr(node.func.value, "id", "") in {"session", "sessie"}
    ]
    assert not wrong, wrong
