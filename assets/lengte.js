// A field has a most number of characters, and a browser cuts what is too long without a word. This says it: how much room
// is left when the end comes near, and that a text which does not fit was not pasted (it is still on the clipboard).
(() => {
  "use strict";
  if (window.bpvLengte) return;
  window.bpvLengte = true;
  const VANAF = 0.9, KORT = 100;
  const TEKSTEN = {
    nl: {
      bijna: (n, max) => `Nog ${n} van de ${max} tekens over.`, vol: (max) => `Dit veld is vol: er passen ${max} tekens in.`,
      plak: (n, max) => `Niet geplakt: de tekst is ${n} tekens te lang. Er passen ${max} tekens in dit veld. Maak de tekst korter en plak opnieuw.`,
    },
    en: {
      bijna: (n, max) => `${n} of ${max} characters left.`, vol: (max) => `This field is full: it holds ${max} characters.`,
      plak: (n, max) => `Not pasted: the text is ${n} characters too long. This field holds ${max} characters. Make the text shorter and paste again.`,
    },
  };
  const isTekst = (el) => el instanceof HTMLTextAreaElement || el instanceof HTMLInputElement;
  const veldVan = (e) => (isTekst(e.target) && e.target.maxLength >= KORT ? e.target : null);
  const taal = (el) => (el.closest("[lang]")?.lang === "en" ? "en" : "nl");
  const getal = (n, el) => n.toLocaleString(taal(el) === "en" ? "en-GB" : "nl-NL");
  // In a row of fields the line comes under the row, elsewhere under the field itself.
  const onder = (el) => (getComputedStyle(el.parentElement).display === "flex" && el.parentElement.childElementCount > 1 ? el.parentElement : el);

  function zeg(el, tekst, fout) {
    const plek = onder(el);
    let regel = plek.nextElementSibling;
    if (!regel?.hasAttribute("data-lengte")) {
      if (!tekst) return;
      regel = document.createElement("p");
      regel.setAttribute("data-lengte", "");
      regel.setAttribute("role", "status");
      plek.after(regel);
    }
    regel.className = `text-sm ${fout ? "text-error" : "text-base-content/80"}`;
    if (regel.textContent !== tekst) regel.textContent = tekst;
  }
  function tel(el) {
    const over = el.maxLength - el.value.length, t = TEKSTEN[taal(el)], max = getal(el.maxLength, el);
    if (el.value.length < el.maxLength * VANAF) zeg(el, "", false);
    else zeg(el, over > 0 ? t.bijna(getal(over, el), max) : t.vol(max), over <= 0);
  }
  document.addEventListener("input", (e) => { const el = veldVan(e); if (el) tel(el); });
  document.addEventListener("paste", (e) => {
    const el = veldVan(e), tekst = e.clipboardData?.getData("text/plain").replace(/\r\n?/g, "\n") || "";
    const teveel = el ? el.value.length - (el.selectionEnd - el.selectionStart) + tekst.length - el.maxLength : 0;
    if (teveel <= 0) return;
    e.preventDefault();
    zeg(el, TEKSTEN[taal(el)].plak(getal(teveel, el), getal(el.maxLength, el)), true);
  }, true);
})();
