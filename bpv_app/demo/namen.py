"""Names, streets and places of the demo school. Every person and company here is made up."""

from __future__ import annotations

VOORNAMEN: tuple[tuple[str, str], ...] = (
    ("Aïsha", "V"), ("Noor", "V"), ("Łukasz", "M"), ("Fatma", "V"), ("Sem", "M"), ("Linh", "V"), ("Daan", "M"),
    ("Zeynep", "V"), ("Mohamed", "M"), ("Lotte", "V"), ("Jayden", "M"), ("Chiara", "V"), ("Thijs", "M"),
    ("Oluwaseun", "M"), ("Femke", "V"), ("Anass", "M"), ("Małgorzata", "V"), ("Bram", "M"), ("Shanice", "V"),
    ("Ömer", "M"), ("Sanne", "V"), ("Andrei", "M"), ("Yasmina", "V"), ("Ruben", "M"), ("Mei", "V"), ("Jesse", "M"),
    ("Ifrah", "V"), ("Kevin", "M"), ("Siobhán", "V"), ("Björn", "M"), ("Dewi", "V"), ("Tariq", "M"), ("Iris", "V"),
    ("Mateusz", "M"), ("Chloé", "V"), ("Stijn", "M"), ("Rania", "V"), ("Nguyên", "M"), ("Anouk", "V"), ("İbrahim", "M"),
    ("Amber", "V"), ("Levi", "M"), ("Zoë", "V"), ("Djairo", "M"), ("Eva", "V"), ("Goran", "M"), ("Hanna", "V"),
    ("Ravi", "M"), ("Roos", "V"), ("Đorđe", "M"), ("Samira", "V"), ("Tim", "M"), ("Esmée", "V"), ("Kwame", "M"),
    ("Julia", "V"), ("Finn", "M"), ("Ilse", "V"), ("Çağlar", "M"), ("Nina", "V"), ("Jelle", "M"), ("Maud", "V"),
    ("Youssef", "M"), ("Lieke", "V"), ("Pim", "M"), ("Anna-Sophie", "V"), ("Rayan", "M"),
)  # fmt: skip
"""First name and sex as the register writes it (M, V)."""

ACHTERNAMEN: tuple[tuple[str, str], ...] = (
    ("", "Đặng"), ("", "Şahin"), ("de", "Vries"), ("", "Kowalczyk"), ("van den", "Berg"), ("", "El Amrani"),
    ("", "Jansen"), ("", "Yıldız"), ("van", "Dijk"), ("", "Okafor"), ("", "Bakker"), ("", "Nguyễn"), ("", "Visser"),
    ("", "Benali"), ("de", "Boer"), ("", "Ramdin"), ("", "Mulder"), ("", "Öztürk"), ("van 't", "Hof"), ("", "Popescu"),
    ("", "Hendriks"), ("", "Abdi"), ("van der", "Meer"), ("", "Martina"), ("", "Smit"), ("", "Wójcik"),
    ("", "Dekker"), ("", "Bouzid"), ("van der", "Linden"), ("", "Çelik"), ("", "Brouwer"), ("", "Sardjoe"),
    ("de", "Groot"), ("", "Petrović"), ("", "Koster"), ("", "Haddad"), ("ter", "Horst"), ("", "Traoré"),
    ("", "Vos"), ("", "Yilmaz"), ("", "Kuipers"), ("", "Pinas"), ("van", "Leeuwen"), ("", "Ferreira"),
    ("", "Scholten"), ("", "Aydın"), ("", "Postma"), ("", "Chen"), ("op den", "Kamp"), ("", "Zając"),
    ("", "Willems"), ("", "Bouali"), ("", "Huisman"), ("", "Ó Briain"), ("", "Sanders"), ("", "Mensah"),
    ("", "Hoekstra"), ("", "Tjon-A-Ten"), ("", "Peeters"), ("", "Demir"),
)  # fmt: skip
"""Prefix and last name."""

STRATEN = (
    "Lindelaan", "Merelstraat", "Havenkade", "Molenwerf", "Zonneplein", "Kastanjelaan", "Vlietweg", "Duinpad",
    "Weversgang", "Spaarnestraat", "Rietveldlaan", "Prof. Eijkmanstraat", "Turfmarkt", "Boterhuisweg", "Elzenhof",
    "Beethovenlaan", "Sint-Jorissteeg", "Noordbuurtseweg", "Kwikstaart", "Torenvalk", "Dorpsstraat", "Parklaan",
)  # fmt: skip

BEDRIJFSSTRATEN = (
    "Ambachtsweg", "Industriekade", "Vondelingenweg", "Energieweg", "Kanaaldijk", "Loodsweg", "Zuidplein",
    "Marktveld", "Handelsweg", "Lammenpoort", "Ringdijk", "Hoogstraat", "Stationsplein", "Bedrijvenlaan",
)  # fmt: skip

# Made up, though roughly where these towns lie: a school imports a real table (docs, postcodes).
POSTCODES: tuple[tuple[str, str, float, float], ...] = (
    ("2311", "Leiden", 52.157, 4.496), ("2312", "Leiden", 52.164, 4.488), ("2313", "Leiden", 52.154, 4.513),
    ("2314", "Leiden", 52.148, 4.507), ("2315", "Leiden", 52.161, 4.515), ("2316", "Leiden", 52.169, 4.499),
    ("2317", "Leiden", 52.173, 4.511), ("2318", "Leiden", 52.181, 4.487), ("2321", "Leiden", 52.146, 4.493),
    ("2322", "Leiden", 52.142, 4.479), ("2323", "Leiden", 52.152, 4.478), ("2324", "Leiden", 52.149, 4.467),
    ("2331", "Leiden", 52.150, 4.449), ("2332", "Leiden", 52.157, 4.455), ("2333", "Leiden", 52.167, 4.464),
    ("2334", "Leiden", 52.165, 4.451), ("2341", "Oegstgeest", 52.184, 4.474), ("2342", "Oegstgeest", 52.178, 4.466),
    ("2343", "Oegstgeest", 52.188, 4.481), ("2351", "Leiderdorp", 52.158, 4.529), ("2352", "Leiderdorp", 52.152, 4.541),
    ("2353", "Leiderdorp", 52.163, 4.546), ("2355", "Hoogmade", 52.169, 4.588), ("2361", "Warmond", 52.196, 4.503),
    ("2371", "Roelofarendsveen", 52.204, 4.633), ("2381", "Zoeterwoude", 52.121, 4.507),
    ("2382", "Zoeterwoude", 52.131, 4.511), ("2394", "Hazerswoude-Rijndijk", 52.132, 4.591),
    ("2396", "Koudekerk aan den Rijn", 52.135, 4.601), ("2251", "Voorschoten", 52.127, 4.448),
    ("2252", "Voorschoten", 52.121, 4.441), ("2253", "Voorschoten", 52.131, 4.436),
    ("2241", "Wassenaar", 52.142, 4.402),
    ("2242", "Wassenaar", 52.137, 4.391), ("2244", "Wassenaar", 52.150, 4.382), ("2231", "Rijnsburg", 52.191, 4.443),
    ("2235", "Valkenburg", 52.180, 4.432), ("2221", "Katwijk", 52.201, 4.416), ("2223", "Katwijk", 52.198, 4.404),
    ("2224", "Katwijk", 52.206, 4.411), ("2225", "Katwijk", 52.203, 4.396), ("2201", "Noordwijk", 52.241, 4.446),
    ("2202", "Noordwijk", 52.236, 4.436), ("2203", "Noordwijk", 52.228, 4.445), ("2215", "Voorhout", 52.222, 4.486),
    ("2171", "Sassenheim", 52.224, 4.522), ("2172", "Sassenheim", 52.230, 4.514), ("2161", "Lisse", 52.257, 4.558),
    ("2162", "Lisse", 52.251, 4.551), ("2181", "Hillegom", 52.291, 4.581), ("2151", "Nieuw-Vennep", 52.264, 4.631),
    ("2401", "Alphen aan den Rijn", 52.135, 4.651), ("2402", "Alphen aan den Rijn", 52.129, 4.664),
    ("2403", "Alphen aan den Rijn", 52.122, 4.656), ("2405", "Alphen aan den Rijn", 52.141, 4.671),
    ("2408", "Alphen aan den Rijn", 52.117, 4.662), ("2711", "Zoetermeer", 52.060, 4.495),
    ("2712", "Zoetermeer", 52.055, 4.506), ("2715", "Zoetermeer", 52.067, 4.518), ("2718", "Zoetermeer", 52.043, 4.474),
    ("2261", "Leidschendam", 52.085, 4.396), ("2271", "Voorburg", 52.073, 4.361),
)  # fmt: skip
"""PC4, place, latitude and longitude in degrees."""

POSTCODE_LETTERS = "ABCDEGHJKLNPRTVXZ"

BEDRIJF_STAMMEN = (
    "Rijnlicht", "Vlietzicht", "Zonnewacht", "De Twaalf Sleutels", "Kade Negen", "Noorderling", "Merwenoord",
    "Duinroos", "De Groene Kraan", "Windvang", "Blauwe Schuit", "Oud-Poelgeester", "Kraaienest", "Zilverberk",
    "De Lange Brug", "Zuiderster", "Het Scharnier", "Waterlinie", "Zandloper", "De Halve Maan", "Goudsbloem",
    "Sterrenveld", "Turfschip", "Weteringse", "De Rode Draad", "Lakenhoek", "Torenhoog", "Klaverveld", "Veerhuys",
    "De Nieuwe Ree", "Polderlicht", "IJsvogel", "Café Één", "Singelhof", "Ambachtsgilde",
)  # fmt: skip
"""First half of a company's name; the second half comes from its trade."""

BRANCHES: dict[str, tuple[str, ...]] = {
    "TEC": ("Elektrotechniek", "Installaties B.V.", "Autobedrijf", "Techniek & Onderhoud"),
    "ICT": ("Software", "ICT Diensten B.V.", "Systeembeheer"),
    "ZW": ("Zorggroep", "Thuiszorg", "Kinderopvang & School"),
    "EO": ("Handelsonderneming", "Logistiek B.V.", "Groothandel"),
    "HT": ("Restaurant", "Eten & Drinken"),
}

FUNCTIES: dict[str, tuple[str, ...]] = {
    "TEC": ("Eerste monteur", "Werkvoorbereider", "Werkplaatschef"),
    "ICT": ("Teamlead ontwikkeling", "Senior systeembeheerder", "Projectleider"),
    "ZW": ("Teamleider zorg", "Verpleegkundige", "Leerkracht"),
    "EO": ("Vestigingsmanager", "Ploegleider magazijn", "Verkoopleider"),
    "HT": ("Chef-kok", "Bedrijfsleider", "Souschef"),
}
