// Forms that are kept on this device, field by field, until the server has answered: the judgement of a company or the
// school, and an evaluation. The server side is in bpv_app/beoordeling/pages/concept.py.
import { losseVelden } from "/bewaren.js";

const scherm = () => document.getElementById("concept-scherm").dataset;
const velden = losseVelden({
  id: "concept",
  eigen: { nl: { niets: "niets" }, en: { niets: "nothing" } },
  plek: () => `bpv-concept-${scherm().wie}-${scherm().sleutel}`,
  formulier: "concept-wachtrij",
  verzend(form, veld, { tekst, was }) {
    form.elements.concept.value = JSON.stringify({ sleutel: scherm().sleutel, veld, tekst, was });
    form.requestSubmit();
  },
  // What is elsewhere, in the words of the choice.
  citaat: (tekst, vakken, t) => vakken.find((v) => v.type === "radio" && v.value === tekst)?.dataset.label || tekst || t.niets,
  hoort: (a) => a.sleutel === scherm().sleutel,
  knopKlasse: "mr-2",
  inBeeld: true,
});
window.bpvConcept = { antwoord: velden.antwoord };
velden.herstel();
