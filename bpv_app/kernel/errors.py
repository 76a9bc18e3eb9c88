"""Errors a person can read. Anything that is not a `DomeinFout` is a bug: logged with an id, shown neutrally."""

from __future__ import annotations

from collections.abc import Mapping

from bpv_app.kernel.tekst import Tekst


class DomeinFout(Exception):
    """Something the user can understand and act on.

    `code` is stable (tests, API, translations); `tekst` is the sentence shown; `velden` maps a form field to its own
    sentence when the input is at fault.
    """

    http_status = 422

    def __init__(self, code: str, tekst: Tekst, velden: Mapping[str, Tekst] | None = None) -> None:
        super().__init__(f"{code}: {tekst.nl}")
        self.code = code
        self.tekst = tekst
        self.velden: dict[str, Tekst] = dict(velden or {})


class OngeldigeInvoer(DomeinFout):
    """One or more fields are wrong; all of them are named at once."""

    http_status = 400

    def __init__(self, velden: Mapping[str, Tekst], tekst: Tekst | None = None) -> None:
        super().__init__(
            "ongeldige_invoer",
            tekst or Tekst("Niet alles is goed ingevuld.", "Not everything is filled in correctly."),
            velden,
        )


class NietGevonden(DomeinFout):
    """Does not exist, or is not yours: the same answer for both, so nobody can probe for existence."""

    http_status = 404

    def __init__(self) -> None:
        super().__init__(
            "niet_gevonden",
            Tekst(
                "Dit bestaat niet, of je mag het niet zien.",
                "This does not exist, or you may not see it.",
            ),
        )


class GeenRecht(DomeinFout):
    """The actor's roles do not carry this right."""

    http_status = 403

    def __init__(self) -> None:
        super().__init__("geen_recht", Tekst("Dit mag je niet doen.", "You are not allowed to do this."))


class NietIngelogd(DomeinFout):
    """No valid session."""

    http_status = 401

    def __init__(self) -> None:
        super().__init__(
            "niet_ingelogd",
            Tekst(
                "Je bent niet (meer) ingelogd. Log opnieuw in; wat je had ingevuld blijft staan.",
                "You are not logged in (any more). Log in again; what you typed is kept.",
            ),
        )


class Verouderd(DomeinFout):
    """Someone else changed the row since it was read; `verschillen` lists field, theirs, yours."""

    http_status = 409

    def __init__(self, verschillen: tuple[tuple[str, str, str], ...] = ()) -> None:
        wat_nl = "; ".join(f"{veld}: nu '{nu}', jij wilde '{jij}'" for veld, nu, jij in verschillen)
        wat_en = "; ".join(f"{veld}: now '{nu}', you wanted '{jij}'" for veld, nu, jij in verschillen)
        super().__init__(
            "verouderd",
            Tekst(
                "Iemand anders heeft dit intussen gewijzigd. Er is niets opgeslagen."
                + (f" {wat_nl}." if wat_nl else " Laad opnieuw en probeer het nog eens."),
                "Someone else changed this in the meantime. Nothing was saved."
                + (f" {wat_en}." if wat_en else " Reload and try again."),
            ),
        )
        self.verschillen = verschillen
