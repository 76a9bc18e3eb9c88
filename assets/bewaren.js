// Keeping what is typed on this device until the server has answered: what judgements, evaluations, lists of places and
// reports of conversations share. Why: docs/besluiten/0009. Each screen's own file says what a field is and how it is sent.
const EERST = 4000, LANGST = 30000;
const TEKSTEN = {
  nl: {
    bezig: "Nog niet verzonden. Het staat veilig op dit apparaat.", bewaard: "Alles is bewaard.",
    vol: "Dit apparaat kan niets bewaren. Sluit deze pagina niet.", ander: "Op een ander apparaat staat: ",
    deze: "Neem die", mijn: "Houd wat hier staat",
  },
  en: {
    bezig: "Not sent yet. It is safe on this device.", bewaard: "Everything is saved.",
    vol: "This device cannot keep anything. Do not close this page.", ander: "On another device it says: ",
    deze: "Take that", mijn: "Keep what is here",
  },
};

// The words of a screen in its language: those above, and its own.
export function woorden(wortel, eigen = { nl: {}, en: {} }) {
  return () => {
    const taal = wortel()?.closest("[lang]")?.lang in TEKSTEN ? wortel().closest("[lang]").lang : "nl";
    return { ...TEKSTEN[taal], ...eigen[taal] };
  };
}

// A place in the browser for what is not sent yet, per screen; in memory when the device cannot keep anything.
// `bakken`: name → storage; `bakVan(item)`: in which of them an item belongs.
export function opslag(plek, bakken = { local: () => localStorage }, bakVan = () => "local") {
  const geheugen = Object.fromEntries(Object.keys(bakken).map((bak) => [bak, {}]));
  let isVol = false;
  const leesBak = (bak) => {
    if (isVol) return geheugen[bak];
    try { return JSON.parse(bakken[bak]().getItem(plek())) || {}; } catch { return geheugen[bak]; }
  };
  return {
    isVol: () => isVol,
    lees: () => Object.assign({}, ...Object.keys(bakken).map(leesBak)),
    bewaar(alles) {
      isVol = false;
      for (const bak of Object.keys(bakken)) {
        const deel = Object.fromEntries(Object.entries(alles).filter(([, item]) => bakVan(item) === bak));
        geheugen[bak] = deel;
        try {
          if (Object.keys(deel).length) bakken[bak]().setItem(plek(), JSON.stringify(deel)); else bakken[bak]().removeItem(plek());
        } catch { isVol = true; }
      }
    },
  };
}

// Sends one parcel at a time and again, slower each time, until there is an answer. `pak()` gives { mee, verzend } or
// nothing; `leeg()` is called when nothing waits.
export function zender(isHier, pak, leeg) {
  let onderweg = null, wacht = EERST, klok = 0, stil = 0;
  function nu() {
    if (onderweg || !isHier()) return;
    const pakket = pak();
    if (!pakket) { leeg(); return; }
    onderweg = pakket.mee;
    pakket.verzend();
    clearTimeout(klok);
    klok = setTimeout(() => { onderweg = null; wacht = Math.min(wacht * 2, LANGST); nu(); }, wacht);
  }
  function opnieuw() { onderweg = null; wacht = EERST; if (isHier()) nu(); }
  addEventListener("online", opnieuw);
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && isHier()) nu(); });
  return {
    nu,
    straks(ms) { clearTimeout(stil); stil = setTimeout(nu, ms); },
    meteen() { clearTimeout(stil); nu(); },
    wat: () => onderweg,
    laatLos() { onderweg = null; },
    beantwoord() { clearTimeout(klok); onderweg = null; wacht = EERST; },
  };
}

export function knop(tekst, doe, klasse = "") {
  const b = Object.assign(document.createElement("button"), { type: "button", className: `btn btn-sm btn-outline ${klasse}`.trim(), textContent: tekst });
  b.addEventListener("click", doe);
  return b;
}

// The line that says what is not sent yet (`n` items), or else `anders`, or that all is saved once something was not.
export function meldStand(id, n, isVol, t, anders = "") {
  const vak = document.getElementById(id);
  if (!vak) return;
  const tekst = n ? (isVol ? t.vol : t.bezig) : anders || (vak.dataset.was === "1" ? t.bewaard : "");
  if (n) vak.dataset.was = "1";
  if (vak.textContent !== tekst) vak.textContent = tekst;
}

// Calls `doe` when the screen was drawn (again); `niet(mutations)`: changes of our own, which ask nothing.
export function bijTekenen(isHier, doe, niet = () => false, opties = {}) {
  let gepland = 0;
  new MutationObserver((wat) => {
    if (gepland || !isHier() || niet(wat)) return;
    gepland = requestAnimationFrame(() => { gepland = 0; doe(); });
  }).observe(document, { childList: true, subtree: true, ...opties });
}

// Fields that are sent one by one, each with what it was: [data-veld] inside #<id>-scherm, with a box [data-antwoord] for
// what the server says. `plek()`: where they are kept; `verzend(field, text, was)`; `citaat(text)`: how a collision shows
// what is elsewhere; `hoort(answer)`: whether it is about this screen; `hersteld()`: after fields were put back.
export function losseVelden({ id, eigen, plek, formulier, verzend, moment = 800, citaat, hoort = () => true, hersteld = () => {}, knopKlasse = "", inBeeld = false }) {
  const wortel = () => document.getElementById(`${id}-scherm`);
  const zeg = woorden(wortel, eigen), { lees, bewaar, isVol } = opslag(plek);
  const invoer = () => [...document.querySelectorAll(`#${id}-scherm [data-veld]`)];
  const vind = (naam) => invoer().filter((v) => v.dataset.veld === naam);
  const antwoordVak = (naam) => [...document.querySelectorAll("[data-antwoord]")].find((v) => v.dataset.antwoord === naam);
  // A field is one text, or a group of radio buttons with one name.
  const waarde = (naam) => { const v = vind(naam); return v[0]?.type === "radio" ? v.find((r) => r.checked)?.value || "" : v[0]?.value || ""; };
  const zet = (naam, tekst) => { for (const v of vind(naam)) if (v.type === "radio") v.checked = v.value === tekst; else v.value = tekst; };
  const zetWas = (naam, tekst) => { for (const v of vind(naam)) v.dataset.was = tekst; };
  const wachtend = () => Object.values(lees()).filter((i) => i.stand === "wacht").length;
  const meld = () => meldStand(`${id}-status`, wachtend(), isVol(), zeg());
  let daarna = null;

  const post = zender(() => wortel() && document.getElementById(formulier), () => {
    const rij = lees(), naam = Object.keys(rij).find((n) => rij[n].stand === "wacht");
    return naam && { mee: naam, verzend: () => verzend(document.getElementById(formulier), naam, rij[naam]) };
  }, () => {
    if (daarna && !Object.keys(lees()).length) { const k = daarna; daarna = null; k.click(); }
  });

  // Something changed: keep it here first, send it a moment later.
  function gewijzigd(el, meteen) {
    const rij = lees(), naam = el.dataset.veld, item = rij[naam], nu = waarde(naam);
    if (item ? item.tekst !== nu : nu !== el.dataset.was) {
      rij[naam] = { tekst: nu, was: item ? item.was : el.dataset.was, stand: "wacht" };
      bewaar(rij);
      antwoordVak(naam)?.replaceChildren();
    }
    meld();
    post.straks(meteen ? 30 : moment);
  }
  function antwoord(a) {
    if (!wortel() || !hoort(a)) { post.laatLos(); return; }
    const rij = lees(), item = rij[a.veld];
    post.beantwoord();
    if (a.soort === "bewaard" || a.soort === "weg") {
      const klaar = a.tekst.trim();
      if (a.soort === "bewaard") zetWas(a.veld, klaar);
      if (!item || a.soort === "weg" || item.tekst.trim() === klaar) delete rij[a.veld]; else item.was = klaar;
      antwoordVak(a.veld)?.replaceChildren();
    } else if (item) {
      Object.assign(item, { stand: a.soort, nu: a.nu, zin: a.zin });
      toon(a.veld, item);
    }
    bewaar(rij);
    meld();
    post.nu();
  }
  function toon(naam, item) {
    const vak = antwoordVak(naam), t = zeg();
    if (!vak) return;
    const p = document.createElement("p");
    p.textContent = item.stand === "botst" ? t.ander + citaat(item.nu, vind(naam), t) : item.zin;
    vak.replaceChildren(p);
    if (item.stand !== "botst") return;
    const los = (doe) => () => { const rij = lees(); doe(rij); bewaar(rij); vak.replaceChildren(); meld(); post.nu(); };
    vak.append(
      knop(t.deze, los((rij) => { delete rij[naam]; zet(naam, item.nu); zetWas(naam, item.nu); }), knopKlasse),
      knop(t.mijn, los((rij) => { if (rij[naam]) Object.assign(rij[naam], { was: item.nu, stand: "wacht" }); }), knopKlasse),
    );
  }
  // Fields appear (again): put back what was filled in and not saved.
  function herstel() {
    if (!wortel()) return;
    const rij = lees();
    for (const el of invoer()) {
      if (el.dataset.klaar) continue;
      el.dataset.klaar = "1";
      const item = rij[el.dataset.veld];
      if (!item) continue;
      zet(el.dataset.veld, item.tekst);
      if (item.stand !== "wacht") toon(el.dataset.veld, item);
    }
    hersteld();
    meld();
    if (!post.wat() && wachtend()) post.nu();
  }
  const binnen = (e) => e.target instanceof Element && Boolean(wortel()?.contains(e.target));
  document.addEventListener("input", (e) => { if (binnen(e) && e.target.dataset.veld) gewijzigd(e.target, e.target.type === "radio"); });
  document.addEventListener("change", (e) => { if (binnen(e) && e.target.dataset.veld) gewijzigd(e.target, true); });
  // Sending in or deciding waits until everything has arrived.
  document.addEventListener("click", (e) => {
    const k = binnen(e) ? e.target.closest("[data-na-bewaren]") : null;
    if (!k || !Object.keys(lees()).length) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    daarna = k;
    post.meteen();
    if (inBeeld) document.getElementById(`${id}-status`)?.scrollIntoView({ block: "center" });
  }, true);
  bijTekenen(wortel, herstel);
  return { antwoord, herstel, wortel, binnen };
}
