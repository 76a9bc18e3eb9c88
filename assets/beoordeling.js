// Forms that are kept on this device, field by field, until the server has answered: the judgement of a company or the
// school, and an evaluation. The server side is in bpv_app/beoordeling/pages/concept.py; why: docs/besluiten/0009.
(() => {
  "use strict";
  if (window.bpvConcept) return;
  const TEKSTEN = {
    nl: {
      bezig: "Nog niet verzonden. Het staat veilig op dit apparaat.", bewaard: "Alles is bewaard.",
      vol: "Dit apparaat kan niets bewaren. Sluit deze pagina niet.", ander: "Op een ander apparaat staat: ",
      niets: "niets", deze: "Neem die", mijn: "Houd wat hier staat",
    },
    en: {
      bezig: "Not sent yet. It is safe on this device.", bewaard: "Everything is saved.",
      vol: "This device cannot keep anything. Do not close this page.", ander: "On another device it says: ",
      niets: "nothing", deze: "Take that", mijn: "Keep what is here",
    },
  };
  const EERST = 4000, LANGST = 30000, MOMENT = 800;
  let geheugen = {}, isVol = false, onderweg = "", wacht = EERST, klok = 0, stil = 0, daarna = null;

  const wortel = () => document.getElementById("concept-scherm");
  const zeg = () => TEKSTEN[wortel()?.closest("[lang]")?.lang] || TEKSTEN.nl;
  const plek = () => `bpv-concept-${wortel().dataset.wie}-${wortel().dataset.sleutel}`;
  const invoer = () => [...document.querySelectorAll("#concept-scherm [data-veld]")];
  const vind = (naam) => invoer().filter((v) => v.dataset.veld === naam);
  const antwoordVak = (naam) => [...document.querySelectorAll("[data-antwoord]")].find((v) => v.dataset.antwoord === naam);
  // A field is one text, or a group of radio buttons with one name.
  const waarde = (naam) => { const v = vind(naam); return v[0]?.type === "radio" ? v.find((r) => r.checked)?.value || "" : v[0]?.value || ""; };
  const zet = (naam, tekst) => { for (const v of vind(naam)) if (v.type === "radio") v.checked = v.value === tekst; else v.value = tekst; };
  const zetWas = (naam, tekst) => { for (const v of vind(naam)) v.dataset.was = tekst; };

  function lees() {
    if (isVol) return geheugen;
    try { return JSON.parse(localStorage.getItem(plek())) || {}; } catch { return geheugen; }
  }
  function bewaar(rij) {
    geheugen = rij;
    try {
      if (Object.keys(rij).length) localStorage.setItem(plek(), JSON.stringify(rij)); else localStorage.removeItem(plek());
      isVol = false;
    } catch { isVol = true; }
  }

  // Something changed: keep it here first, send it a moment later.
  function gewijzigd(el, meteen) {
    const rij = lees(), naam = el.dataset.veld, item = rij[naam], nu = waarde(naam);
    if (item ? item.tekst !== nu : nu !== el.dataset.was) {
      rij[naam] = { tekst: nu, was: item ? item.was : el.dataset.was, stand: "wacht" };
      bewaar(rij);
      antwoordVak(naam)?.replaceChildren();
    }
    meld();
    clearTimeout(stil);
    stil = setTimeout(verstuur, meteen ? 30 : MOMENT);
  }
  function verstuur() {
    const form = document.getElementById("concept-wachtrij");
    if (onderweg || !form || !wortel()) return;
    const rij = lees(), naam = Object.keys(rij).find((n) => rij[n].stand === "wacht");
    if (!naam) {
      if (daarna && !Object.keys(rij).length) { const k = daarna; daarna = null; k.click(); }
      return;
    }
    onderweg = naam;
    form.elements.concept.value = JSON.stringify({ sleutel: wortel().dataset.sleutel, veld: naam, tekst: rij[naam].tekst, was: rij[naam].was });
    form.requestSubmit();
    clearTimeout(klok);
    klok = setTimeout(() => { onderweg = ""; wacht = Math.min(wacht * 2, LANGST); verstuur(); }, wacht);
  }
  function antwoord(a) {
    if (!wortel() || a.sleutel !== wortel().dataset.sleutel) { onderweg = ""; return; }
    const rij = lees(), item = rij[a.veld];
    clearTimeout(klok);
    onderweg = "";
    wacht = EERST;
    if (a.soort === "bewaard") {
      zetWas(a.veld, a.tekst);
      if (!item || item.tekst.trim() === a.tekst) delete rij[a.veld]; else item.was = a.tekst;
      antwoordVak(a.veld)?.replaceChildren();
    } else if (item) {
      Object.assign(item, { stand: a.soort, nu: a.nu, zin: a.zin });
      toon(a.veld, item);
    }
    bewaar(rij);
    meld();
    verstuur();
  }
  function knop(tekst, doe) {
    const b = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm btn-outline mr-2", textContent: tekst });
    b.addEventListener("click", doe);
    return b;
  }
  const inWoorden = (naam, tekst) => vind(naam).find((v) => v.type === "radio" && v.value === tekst)?.dataset.label || tekst || zeg().niets;
  function toon(naam, item) {
    const vak = antwoordVak(naam), t = zeg();
    if (!vak) return;
    const p = document.createElement("p");
    p.textContent = item.stand === "botst" ? `${t.ander}${inWoorden(naam, item.nu)}` : item.zin;
    vak.replaceChildren(p);
    if (item.stand !== "botst") return;
    const los = (doe) => () => { const rij = lees(); doe(rij); bewaar(rij); vak.replaceChildren(); meld(); verstuur(); };
    vak.append(
      knop(t.deze, los((rij) => { delete rij[naam]; zet(naam, item.nu); zetWas(naam, item.nu); })),
      knop(t.mijn, los((rij) => { if (rij[naam]) Object.assign(rij[naam], { was: item.nu, stand: "wacht" }); })),
    );
  }
  function meld() {
    const vak = document.getElementById("concept-status");
    if (!vak) return;
    const t = zeg(), n = Object.values(lees()).filter((i) => i.stand === "wacht").length;
    const tekst = n ? (isVol ? t.vol : t.bezig) : vak.dataset.was === "1" ? t.bewaard : "";
    if (n) vak.dataset.was = "1";
    if (vak.textContent !== tekst) vak.textContent = tekst;
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
    meld();
    if (!onderweg && Object.values(rij).some((i) => i.stand === "wacht")) verstuur();
  }
  let gepland = 0;
  new MutationObserver(() => {
    if (gepland || !wortel()) return;
    gepland = requestAnimationFrame(() => { gepland = 0; herstel(); });
  }).observe(document, { childList: true, subtree: true });

  const binnen = (e) => e.target instanceof Element && wortel()?.contains(e.target);
  document.addEventListener("input", (e) => { if (binnen(e) && e.target.dataset.veld) gewijzigd(e.target, e.target.type === "radio"); });
  document.addEventListener("change", (e) => { if (binnen(e) && e.target.dataset.veld) gewijzigd(e.target, true); });
  // Sending in or deciding waits until everything has arrived.
  document.addEventListener("click", (e) => {
    const k = binnen(e) ? e.target.closest("[data-na-bewaren]") : null;
    if (!k || !Object.keys(lees()).length) return;
    e.preventDefault();
    e.stopImmediatePropagation();
    daarna = k;
    clearTimeout(stil);
    verstuur();
    document.getElementById("concept-status")?.scrollIntoView({ block: "center" });
  }, true);
  addEventListener("online", () => { onderweg = ""; wacht = EERST; if (wortel()) verstuur(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible" && wortel()) verstuur(); });
  window.bpvConcept = { antwoord };
  herstel();
})();
