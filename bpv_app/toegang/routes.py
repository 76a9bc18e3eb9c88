"""Routes of the door: login, logout, personal links, own password. Passwords travel by form, never by websocket."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from anyio import to_thread
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bpv_app.config import instellingen
from bpv_app.db import lezen, transaction
from bpv_app.kernel import clock
from bpv_app.kernel.actor import Actor
from bpv_app.kernel.errors import DomeinFout, OngeldigeInvoer
from bpv_app.kernel.rechten import Actie
from bpv_app.kernel.tekst import Tekst
from bpv_app.toegang import accounts, links
from bpv_app.toegang.geheim import nieuw_token
from bpv_app.toegang.html import alinea, knop_formulier, pagina, tekst_veld
from bpv_app.toegang.limiet import neem_terug, tel_poging
from bpv_app.toegang.rules import (
    APPARAAT_COOKIE,
    COOKIE,
    LINK_IP,
    InloggenMislukt,
    LinkWerktNiet,
    TeVaak,
    WachtwoordFout,
    ip_sleutel,
    veilig_pad,
)
from bpv_app.toegang.service import laat_binnen, log_uit, meld_aan_de_deur, vind_sessie
from bpv_app.toegang.web import als_id, ip_van, openbaar, route_toegang, sessie_van_request, taal_van

MAX_VELDEN = 12
MAX_VELD = 4096


async def lees_formulier(request: Request) -> FormData:
    """The fields of a small form. Files and floods are refused before they are read."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise OngeldigeInvoer({})
    lengte = request.headers.get("content-length", "")
    if not (lengte.isascii() and lengte.isdigit()) or int(lengte) > MAX_VELDEN * MAX_VELD:
        raise OngeldigeInvoer({})
    return await request.form(max_files=0, max_fields=MAX_VELDEN)


def veld(formulier: FormData, naam: str) -> str:
    """One text field; absent or something else than text is empty."""
    waarde = formulier.get(naam)
    return waarde if isinstance(waarde, str) else ""


def zet_cookie(antwoord: Response, token: str) -> None:
    """The session cookie: unreadable for scripts, not sent along by other sites, gone when the browser closes."""
    antwoord.set_cookie(COOKIE, token, path="/", secure=instellingen().is_https, httponly=True, samesite="lax")


def _haal_cookie_weg(antwoord: Response) -> None:
    antwoord.delete_cookie(COOKIE, path="/", secure=instellingen().is_https, httponly=True, samesite="lax")


def _ga_naar(pad: str) -> RedirectResponse:
    return RedirectResponse(pad, 303, {"Cache-Control": "no-store"})


def _apparaat(request: Request) -> str:
    return request.headers.get("user-agent", "")[:200]


def _log_in(gebruikersnaam: str, wachtwoord: str, apparaat: str, ip: str, oud_token: str) -> str:
    """Count, compare (outside a transaction: it is slow on purpose), and let in. Raises `DomeinFout`."""
    with transaction() as session:
        try:
            kandidaat = meld_aan_de_deur(session, clock.klok, gebruikersnaam, ip)
        except TeVaak as fout:
            geweigerd: DomeinFout | None = fout
        else:
            geweigerd = None
    if geweigerd:
        raise geweigerd
    if not kandidaat.klopt(wachtwoord):
        raise InloggenMislukt
    with transaction() as session:
        token = laat_binnen(session, clock.klok, kandidaat, wachtwoord, apparaat)
        if oud_token:
            log_uit(session, clock.klok, oud_token)
    return token


@openbaar
async def login(request: Request) -> Response:
    """The login form. The session that was there is replaced, never continued."""
    formulier = await lees_formulier(request)
    naar = veilig_pad(veld(formulier, "naar"))
    try:
        token = await to_thread.run_sync(
            _log_in,
            veld(formulier, "gebruikersnaam"),
            veld(formulier, "wachtwoord"),
            _apparaat(request),
            ip_van(request),
            request.cookies.get(COOKIE, ""),
        )
    except DomeinFout as fout:
        terug = {"fout": "2" if isinstance(fout, TeVaak) else "1"} | ({"naar": naar} if naar != "/" else {})
        return _ga_naar(f"/login?{urlencode(terug)}")
    gevonden = await to_thread.run_sync(vind_sessie, token, clock.klok)
    if gevonden and gevonden.moet_wijzigen:
        naar = f"/account?{urlencode({'naar': naar})}"
    antwoord = _ga_naar(naar)
    zet_cookie(antwoord, token)
    return antwoord


@openbaar
def logout(request: Request) -> Response:
    """End this session; without one there is nothing to end, and nothing to complain about."""
    if token := request.cookies.get(COOKIE, ""):
        with transaction() as session:
            log_uit(session, clock.klok, token)
    antwoord = _ga_naar("/login?uit=1")
    _haal_cookie_weg(antwoord)
    return antwoord


_WELKOM = Tekst("Welkom, {naam}", "Welcome, {naam}")
_LINK_UITLEG = Tekst(
    "Deze link is alleen voor jou; een wachtwoord is niet nodig. Ben jij niet {naam}? Sluit dan deze pagina.",
    "This link is only for you; you need no password. Are you not {naam}? Then close this page.",
)
_LINK_KNOP = Tekst("Ga verder", "Continue")
_NIEUWE_LINK = Tekst("Nieuwe link", "New link")
_NIEUW_UITLEG = Tekst(
    "Vul het mailadres in waarop je de mail van school kreeg. Kennen we het, dan sturen we een nieuwe link daarheen.",
    "Fill in the address at which you got the school's mail. If we know it, we send a new link there.",
)
_EMAIL = Tekst("Je e-mailadres", "Your e-mail address")
_STUUR = Tekst("Stuur mij een nieuwe link", "Send me a new link")
_APPARAAT_SECONDEN = 400 * 86_400


def _tel_link(session: Session, request: Request) -> None:
    tel_poging(session, clock.klok, LINK_IP, ip_sleutel(ip_van(request)))


def nieuwe_link_formulier(taal: str) -> str:
    """The form that asks for a new personal link by mail (answered by the part that knows the companies)."""
    veld_ = tekst_veld("email", _EMAIL, taal, "email", "email")
    return alinea(_NIEUW_UITLEG, taal) + knop_formulier("/api/link/nieuw", _STUUR, taal, velden=veld_)


@openbaar
def vraag_link(request: Request) -> Response:
    """/link: the way back in for who lost the mail."""
    taal = taal_van(request)
    return pagina(_NIEUWE_LINK, nieuwe_link_formulier(taal), taal)


@openbaar
def open_link(request: Request) -> Response:
    """The page behind a personal link. Fetching it does not spend it: mail scanners open every link they see."""
    token = str(request.path_params["token"])
    with lezen() as session:
        eigenaar = links.eigenaar_van_link(session, token)
        gevonden = sessie_van_request(request)
        if eigenaar and gevonden and gevonden.actor.account_id == eigenaar[0]:
            return _ga_naar(veilig_pad(eigenaar[1]))
        try:
            link = links.bekijk_link(session, clock.klok, token, request.cookies.get(APPARAAT_COOKIE, ""))
        except LinkWerktNiet as fout:
            taal = taal_van(request)
            uitleg = alinea(fout.tekst, taal) + nieuwe_link_formulier(taal)
            return pagina(_NIEUWE_LINK, uitleg, taal, fout.http_status)
    taal = request.query_params.get("taal", "") or link.taal
    inhoud = alinea(_LINK_UITLEG.vul(naam=link.naam), taal)
    inhoud += knop_formulier("/api/link", _LINK_KNOP, taal, {"token": token})
    return pagina(_WELKOM.vul(naam=link.naam), inhoud, taal, gaat_verder=True)


def _gebruik_link(request: Request, token: str, apparaat: str) -> tuple[str, str]:
    """Spend the link; a wrong guess stays counted."""
    fout: DomeinFout
    with transaction() as session:
        try:
            _tel_link(session, request)
            nieuw, doel = links.gebruik_link(session, clock.klok, token, _apparaat(request), apparaat)
        except (LinkWerktNiet, TeVaak) as mislukt:
            fout = mislukt
        else:
            neem_terug(session, LINK_IP, ip_sleutel(ip_van(request)))
            if oud := request.cookies.get(COOKIE, ""):
                log_uit(session, clock.klok, oud)
            return nieuw, doel
    raise fout


@openbaar
async def gebruik_link(request: Request) -> Response:
    """The form on that page: the link becomes a session, and belongs to this browser from now on."""
    formulier = await lees_formulier(request)
    apparaat = request.cookies.get(APPARAAT_COOKIE, "") or nieuw_token()
    try:
        token, doel = await to_thread.run_sync(_gebruik_link, request, veld(formulier, "token"), apparaat)
    except LinkWerktNiet as fout:
        taal = taal_van(request)
        return pagina(_NIEUWE_LINK, alinea(fout.tekst, taal) + nieuwe_link_formulier(taal), taal, fout.http_status)
    antwoord = _ga_naar(doel)
    zet_cookie(antwoord, token)
    antwoord.set_cookie(
        APPARAAT_COOKIE,
        apparaat,
        max_age=_APPARAAT_SECONDEN,
        path="/",
        secure=instellingen().is_https,
        httponly=True,
        samesite="lax",
    )
    return antwoord


def _wijzig_wachtwoord(actor: Actor, huidig: str, nieuw: str) -> None:
    with transaction(actor) as session:
        try:
            kandidaat = accounts.meld_wijziging_aan(session, actor, clock.klok)
        except TeVaak as fout:
            geweigerd: DomeinFout | None = fout
        else:
            geweigerd = None
    if geweigerd:
        raise geweigerd
    if not kandidaat.klopt(huidig):
        raise WachtwoordFout("huidig")
    with transaction(actor) as session:
        accounts.wijzig_wachtwoord(session, actor, clock.klok, huidig, nieuw)


@route_toegang()
async def wijzig_wachtwoord(request: Request, actor: Actor) -> Response:
    """Change one's own password; the answer is the account page, which says how it went."""
    formulier = await lees_formulier(request)
    naar = veilig_pad(veld(formulier, "naar"), "/account")
    terug = {"naar": naar} if naar != "/account" else {}
    try:
        if veld(formulier, "nieuw") != veld(formulier, "herhaal"):
            raise WachtwoordFout("ongelijk")
        await to_thread.run_sync(_wijzig_wachtwoord, actor, veld(formulier, "huidig"), veld(formulier, "nieuw"))
    except WachtwoordFout as fout:
        return _ga_naar(f"/account?{urlencode({'fout': fout.reden} | terug)}")
    return _ga_naar(naar if terug else "/account?gewijzigd=1")


_TIJDELIJK = Tekst("Tijdelijk wachtwoord", "Temporary password")
_TIJDELIJK_UITLEG = Tekst(
    "Geef dit wachtwoord zelf door aan {naam} (gebruikersnaam {gebruikersnaam}). Het staat hier één keer en wordt "
    "nergens bewaard. Bij de eerste keer inloggen kiest {naam} een eigen wachtwoord. Wie met het oude wachtwoord was "
    "ingelogd, is nu uitgelogd.",
    "Pass this password on to {naam} (user name {gebruikersnaam}) yourself. It is shown once and stored nowhere. At "
    "the first login {naam} chooses their own password. Whoever was logged in with the old password is logged out now.",
)
_TERUG = Tekst("Terug naar gebruikers", "Back to users")


@route_toegang(Actie.ACCOUNT_BEHEREN)
def reset_wachtwoord(request: Request, actor: Actor) -> Response:
    """Give an account a temporary password: on a page of its own, so that it never enters the state of a screen."""
    account_id = als_id(request.path_params["account_id"])
    with transaction(actor) as session:
        wachtwoord = accounts.reset_wachtwoord(session, actor, clock.klok, account_id)
        account = accounts.get_account(session, actor, account_id)
        uitleg = _TIJDELIJK_UITLEG.vul(naam=account.naam, gebruikersnaam=account.gebruikersnaam)
    taal = taal_van(request, actor)
    inhoud = f"<p><code>{escape(wachtwoord)}</code></p>" + alinea(uitleg, taal)
    terug = f'<a class="knop" href="/beheer/gebruikers">{escape(_TERUG.in_taal(taal))}</a>'
    return pagina(_TIJDELIJK, inhoud + terug, taal)


ROUTES: list[Route] = [
    Route("/api/login", login, methods=["POST"]),
    Route("/api/logout", logout, methods=["POST"]),
    Route("/link", vraag_link, methods=["GET"]),
    Route("/link/{token}", open_link, methods=["GET"]),
    Route("/api/link", gebruik_link, methods=["POST"]),
    Route("/api/wachtwoord", wijzig_wachtwoord, methods=["POST"]),
    Route("/api/accounts/{account_id}/wachtwoord", reset_wachtwoord, methods=["POST"]),
]
