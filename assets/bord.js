// Dragging a student's card to a place on the matching board, with a mouse, a pen or a finger (hold a card, or use its
// grip). The server says of every place whether the move may be made (State handler `pak`); here it is only shown. The
// window of a card does the same by keyboard, without this file.
(() => {
  "use strict";
  if (window.bpvBord) return;
  const BEGIN = 6, VINGER = 12, VASTHOUDEN = 350, RAND = 72, SNEL = 18;
  let wacht = null, sleep = null, naKlik = 0, wilNaar = false;

  const bak = () => document.getElementById("bord-bak");
  const op = (x, y) => document.elementFromPoint(x, y)?.closest("[data-plaats]");
  const oordelen = () => {
    const el = bak();
    if (!sleep || !el || el.dataset.van !== sleep.id) return null;
    try { return JSON.parse(el.dataset.oordelen); } catch { return null; }
  };

  function pakOp(x, y) {
    const { kaart, id, pointerId, type } = wacht, plaats = kaart.closest("[data-plaats]");
    clearTimeout(wacht.klok);
    wacht = null;
    const schim = document.createElement("div");
    schim.className = "bord-schim";
    schim.textContent = kaart.querySelector(".font-semibold")?.textContent || "";
    document.body.append(schim);
    sleep = { id, kaart, pointerId, type, van: plaats?.dataset.plaats, schim, x, y, doel: null, beeld: 0 };
    kaart.classList.add("bord-sleept");
    document.body.dataset.sleept = "zoekt";
    document.getElementById("bord-wie").textContent = schim.textContent;
    getSelection()?.removeAllRanges();
    if (type !== "mouse") navigator.vibrate?.(15);
    const form = document.getElementById("bord-pak");
    form.elements.deelnemer.value = id;
    form.requestSubmit();
    beweeg(x, y);
    sleep.beeld = requestAnimationFrame(schuif);
  }

  // The answer is there: mark the places that are drawn.
  function markeer() {
    const uit = oordelen();
    if (!uit) return;
    document.body.dataset.sleept = "ja";
    for (const el of document.querySelectorAll(".bord-plaats[data-plaats]")) {
      const [oordeel, kort] = uit[el.dataset.plaats] || [];
      if (oordeel) { el.dataset.oordeel = oordeel; el.dataset.kort = kort; }
    }
    wijs();
  }

  function beweeg(x, y) {
    Object.assign(sleep, { x, y });
    sleep.schim.style.transform = `translate(${x + 12}px, ${y + 12}px)`;
    const doel = op(x, y), nieuw = doel && doel.dataset.plaats !== sleep.van ? doel : null;
    if (nieuw === sleep.doel) return;
    sleep.doel?.classList.remove("sleep-doel");
    nieuw?.classList.add("sleep-doel");
    sleep.doel = nieuw;
    wijs();
  }
  function wijs() {
    const [oordeel, , tekst] = (sleep.doel && oordelen()?.[sleep.doel.dataset.plaats]) || ["", "", ""];
    document.getElementById("bord-oordeel").textContent = tekst;
    document.getElementById("bord-hint").hidden = tekst !== "";
    sleep.schim.dataset.oordeel = oordeel;
  }

  // Near an edge the page moves along, or the tray when the pointer is in it.
  function schuif() {
    if (!sleep) return;
    const lijst = bak().querySelector(".bord-doelen"), r = lijst.getBoundingClientRect(), { x, y } = sleep;
    const boven = document.querySelector(".bord-balk")?.getBoundingClientRect().bottom || 0;
    const onder = bak().getBoundingClientRect().top;
    const stap = (diep) => Math.ceil(SNEL * Math.min(1, diep / RAND));
    if (y >= onder) {
      if (y < r.top + 28) lijst.scrollBy(0, -stap(r.top + 28 - y)); else if (y > r.bottom - 28) lijst.scrollBy(0, stap(y - r.bottom + 28));
    } else if (y < Math.max(0, boven) + RAND) scrollBy(0, -stap(Math.max(0, boven) + RAND - y));
    else if (y > onder - RAND) scrollBy(0, stap(y - onder + RAND));
    beweeg(x, y);
    sleep.beeld = requestAnimationFrame(schuif);
  }

  function eind(laatLos) {
    clearTimeout(wacht?.klok);
    wacht = null;
    if (!sleep) return;
    const { id, kaart, schim, doel, beeld } = sleep;
    cancelAnimationFrame(beeld);
    sleep = null;
    naKlik = performance.now();
    schim.remove();
    kaart.classList.remove("bord-sleept");
    doel?.classList.remove("sleep-doel");
    delete document.body.dataset.sleept;
    document.getElementById("bord-oordeel").textContent = "";
    document.getElementById("bord-hint").hidden = false;
    for (const el of document.querySelectorAll("[data-oordeel]")) { delete el.dataset.oordeel; delete el.dataset.kort; }
    const form = document.getElementById("bord-zet");
    if (!laatLos || !doel || !form) return;
    form.elements.deelnemer.value = id;
    form.elements.naar.value = doel.dataset.plaats;
    form.requestSubmit();
  }

  document.addEventListener("pointerdown", (e) => {
    if (sleep || wacht || e.button > 0 || !(e.target instanceof Element)) return;
    const kaart = e.target.closest('[data-sleepbaar="ja"]'), greep = e.target.closest("[data-greep]");
    if (!kaart || !bak() || (!greep && e.target.closest("button, a, input, select"))) return;
    wacht = { kaart, id: kaart.dataset.kaart, pointerId: e.pointerId, type: e.pointerType, x: e.clientX, y: e.clientY, greep: Boolean(greep) };
    if (e.pointerType !== "mouse" && !greep) wacht.klok = setTimeout(() => wacht && pakOp(wacht.x, wacht.y), VASTHOUDEN);
    // A finger is captured by what it touched; that may be drawn anew while it drags.
    if (e.target.hasPointerCapture?.(e.pointerId)) e.target.releasePointerCapture(e.pointerId);
  });
  document.addEventListener("pointermove", (e) => {
    if (sleep) { if (e.pointerId === sleep.pointerId) beweeg(e.clientX, e.clientY); return; }
    if (!wacht || e.pointerId !== wacht.pointerId) return;
    const ver = Math.hypot(e.clientX - wacht.x, e.clientY - wacht.y);
    if (e.pointerType === "mouse" || wacht.greep) { if (ver > BEGIN) pakOp(e.clientX, e.clientY); }
    else if (ver > VINGER) eind(false); // this finger scrolls
  });
  document.addEventListener("pointerup", (e) => {
    if (sleep && e.pointerId !== sleep.pointerId) return;
    if (sleep) beweeg(e.clientX, e.clientY);
    eind(true);
  });
  document.addEventListener("pointercancel", () => eind(false));
  addEventListener("blur", () => eind(false));
  document.addEventListener("touchmove", (e) => { if (sleep) e.preventDefault(); }, { passive: false });
  document.addEventListener("contextmenu", (e) => { if (sleep || wacht?.klok) e.preventDefault(); });
  document.addEventListener("selectstart", (e) => { if (sleep || wacht) e.preventDefault(); });
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || !sleep) return;
    e.preventDefault();
    eind(false);
  });
  document.addEventListener("click", (e) => {
    const greep = e.target instanceof Element && e.target.closest("[data-greep]");
    if (!greep) return;
    // The mouse that let go of a dragged card did not click its grip.
    if (performance.now() - naKlik < 50) { e.preventDefault(); e.stopImmediatePropagation(); return; }
    wilNaar = true;
  }, true);

  // The answer about the card in hand, and the window that a grip opens: straight to the choice of a place.
  new MutationObserver((lijst) => {
    for (const m of lijst) {
      if (m.target.id === "bord-bak") { if (sleep) markeer(); }
      else if (m.target.id === "waarom" && m.target.open && wilNaar) {
        wilNaar = false;
        requestAnimationFrame(() => document.getElementById("zet-naar")?.focus());
      }
    }
  }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-van", "open"] });

  // After a move by keyboard the focus goes to the card where it is now; when that is not drawn, to the message.
  function naar(id) {
    requestAnimationFrame(() => requestAnimationFrame(() => {
      const kaart = document.querySelector(`[data-kaart="${id}"]`), k = kaart?.querySelector("button");
      kaart?.classList.add("bord-net");
      setTimeout(() => kaart?.classList.remove("bord-net"), 2500);
      if (document.activeElement && document.activeElement !== document.body && document.activeElement.isConnected && !document.activeElement.closest("dialog")) {
        if (document.activeElement.closest("[data-kaart]")?.dataset.kaart === id) return;
      }
      if (k) k.focus({ preventScroll: performance.now() - naKlik < 5000 }); else document.getElementById("kop")?.focus();
    }));
  }
  window.bpvBord = { naar };
})();
