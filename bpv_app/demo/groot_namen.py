"""What a ROC has more of than the demo school: places where it teaches, and trades it teaches. All of it made up."""

from __future__ import annotations

PLAATSEN = (
    ("LEI", "Leiden"), ("ZOE", "Zoetermeer"), ("ALP", "Alphen aan den Rijn"), ("KAT", "Katwijk"), ("LIS", "Lisse"),
    ("NOO", "Noordwijk"), ("SAS", "Sassenheim"), ("VOO", "Voorburg"), ("WAS", "Wassenaar"), ("HIL", "Hillegom"),
    ("OEG", "Oegstgeest"), ("NIE", "Nieuw-Vennep"), ("LDD", "Leidschendam"), ("RIJ", "Rijnsburg"),
)  # fmt: skip
"""Code and name."""

NIVEAUS = ((2, "Medewerker", 2), (3, "Vakman", 3), (4, "Specialist", 4))
"""Level, what somebody is called who has it, and the years it takes."""

VAKKEN: dict[str, tuple[str, ...]] = {
    "TEC": (
        "Koudetechniek", "Werktuigbouw", "Mechatronica", "Infra", "Houtbewerking", "Scheepsbouw", "Carrosserie",
        "Schilderwerk",
    ),
    "ICT": ("Netwerken", "Webontwikkeling", "Gamedesign", "Databeheer", "Mediavormgeving", "Beveiliging"),
    "ZW": (
        "Ouderenzorg", "Gehandicaptenzorg", "Kraamzorg", "Doktersassistentie", "Tandartsassistentie", "Jeugdhulp",
        "Apotheek", "Maatschappelijk werk",
    ),
    "EO": ("Administratie", "Juridisch", "Winkelverkoop", "Marketing", "Transport", "Secretariaat", "Makelaardij"),
    "HT": ("Bediening", "Bakkerij", "Recreatie", "Reizen", "Facilitair", "Evenementen"),
}  # fmt: skip
"""Trades of each sector (the code of a team of the demo); every one is taught at each level."""
EERSTE_CREBO = 90_001
"""The register gives out no numbers like these."""
