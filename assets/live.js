// A dashboard that is looked at follows what others do: every three seconds it asks for the mark of the database's state,
// and when that is another one than the page was made from, it has itself read again. Nobody touches the page for twenty
// minutes: it stops asking, so that an unattended screen does not keep a session alive.
(() => {
  if (window.bpvLevend) return;
  window.bpvLevend = true;
  const ELKE = 3000, RUST = 20 * 60 * 1000, GEDULD = 10000;
  let aangeraakt = Date.now(), gevraagd = "", gevraagdOp = 0;
  for (const soort of ["pointerdown", "keydown", "scroll", "focus"])
    addEventListener(soort, () => { aangeraakt = Date.now(); }, { capture: true, passive: true });

  async function kijk() {
    const knop = document.getElementById("levend");
    if (!knop?.dataset.merk || document.hidden || Date.now() - aangeraakt > RUST) return;
    const oud = knop.dataset.merk;
    try {
      const antwoord = await fetch("/api/levend", { cache: "no-store" });
      if (!antwoord.ok || !antwoord.headers.get("content-type")?.startsWith("text/plain")) return;
      const nieuw = (await antwoord.text()).trim();
      const alGevraagd = gevraagd === oud && Date.now() - gevraagdOp < GEDULD;
      if (nieuw === oud || alGevraagd || !knop.isConnected) return;
      [gevraagd, gevraagdOp] = [oud, Date.now()];
      knop.click();
    } catch { /* no line now: the next turn */ }
  }
  setInterval(kijk, ELKE);
})();
