"""Students, enrolments (verbintenissen), programmes, teams and classes, as the KRD gives them."""
