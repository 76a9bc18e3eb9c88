"""What the companies of the demo write about their places: title and tasks, per trade. All made up."""

from __future__ import annotations

TEKSTEN: dict[str, tuple[tuple[str, str], ...]] = {
    "Elektrotechniek": (
        (
            "Leerling-monteur woningbouw",
            (
                "Je trekt kabels, monteert wandcontactdozen en sluit groepenkasten aan in nieuwe woningen. Je werkt "
                "in een ploeg van vier en rijdt mee vanaf de zaak. Om 7.00 uur drinken we koffie en lopen we de dag "
                "door."
            ),
        ),
        (
            "Monteur verlichting en storingen",
            (
                "Met een ervaren monteur ga je langs winkels en scholen. Je vervangt verlichting, zoekt storingen "
                "en meet na of alles veilig is. Je leert tekeningen lezen en een werkbon invullen."
            ),
        ),
        (
            "Hulp in de paneelbouw",
            (
                "In onze werkplaats bouw je schakelkasten van tekening tot test. Rustig werk met veel precisie. Je "
                "krijgt een eigen werkplek en een vaste begeleider."
            ),
        ),
    ),
    "Installaties B.V.": (
        (
            "Leerling-monteur zonnepanelen en laadpalen",
            (
                "Je helpt bij het plaatsen van zonnepanelen, omvormers en laadpalen. Je werkt buiten en op hoogte; "
                "een valcursus krijg je van ons. Je leert een installatie doormeten en opleveren."
            ),
        ),
        (
            "Monteur utiliteit",
            (
                "Je werkt mee op een bouwplaats aan scholen en kantoren: kabelgoten, noodverlichting, brandmelding. "
                "Je ziet hoe een project loopt van eerste tekening tot oplevering."
            ),
        ),
    ),
    "Techniek & Onderhoud": (
        (
            "Stage onderhoud en verbetering machines",
            (
                "Je gaat mee met de onderhoudsdienst van een fabriek, bekijkt storingsgegevens en maakt een "
                "voorstel om stilstand te voorkomen. Je tekent onderdelen in 3D en laat ze maken."
            ),
        ),
        (
            "Junior-engineer werkvoorbereiding",
            (
                "Je maakt stuklijsten en tekeningen voor kleine projecten, belt met leveranciers en bewaakt de "
                "planning. Eén dag per week werk je mee in de werkplaats."
            ),
        ),
    ),
    "Autobedrijf": (
        (
            "Leerling-autotechnicus",
            (
                "Je doet onderhoudsbeurten, vervangt remmen en banden en leest storingen uit. Na een maand krijg je "
                "een eigen brug. We werken aan alle merken, ook elektrisch."
            ),
        ),
        (
            "Hulp in de werkplaats en bij de keuring",
            (
                "Je bereidt auto's voor op de APK, helpt bij het afstellen en spreekt klanten aan de balie. Je "
                "leert een diagnose stellen en uitleggen."
            ),
        ),
    ),
    "Software": (
        (
            "Junior developer webapplicaties",
            (
                "Je bouwt mee aan een planningsapp voor de zorg. Je werkt in een team van zes, met een korte "
                "staande vergadering elke ochtend. Je code wordt door een collega gelezen voordat ze naar klanten "
                "gaat."
            ),
        ),
        (
            "Stage app-ontwikkeling",
            (
                "Je maakt een eigen onderdeel van onze app, van schets tot test met gebruikers. Thuis werken kan "
                "één dag per week. Je presenteert elke twee weken wat je hebt gemaakt."
            ),
        ),
    ),
    "ICT Diensten B.V.": (
        (
            "Medewerker servicedesk",
            (
                "Je neemt de telefoon op, lost inlogproblemen op en zet laptops klaar. Je begint met meeluisteren "
                "en doet na twee weken zelf meldingen. Geduld en goed Nederlands zijn belangrijk."
            ),
        ),
        (
            "Stage werkplekbeheer",
            (
                "Je richt werkplekken in, beheert telefoons en gaat mee naar klanten. Je schrijft korte "
                "handleidingen waar collega's echt iets aan hebben."
            ),
        ),
    ),
    "Systeembeheer": (
        (
            "Stage netwerk en servers",
            (
                "Je werkt mee aan het beheer van servers en netwerken: back-ups controleren, switches vervangen, "
                "bewaking inrichten. Je krijgt een eigen proefopstelling om te oefenen."
            ),
        ),
        (
            "Hulp bij een verhuizing van systemen",
            (
                "Dit half jaar verhuizen we klanten naar een nieuw datacentrum. Je maakt een overzicht van wat er "
                "staat, test en helpt op de avond zelf. Soms werk je 's avonds; die uren krijg je overdag terug."
            ),
        ),
    ),
    "Zorggroep": (
        (
            "Stage verpleeghuis, afdeling somatiek",
            (
                "Je helpt bewoners bij het wassen, aankleden en eten en leert rapporteren. Je draait dag- en "
                "avonddiensten en hebt elke week een gesprek met je begeleider. Je bent minstens 17 jaar."
            ),
        ),
        (
            "Stage kleinschalig wonen",
            (
                "Op een woning met acht bewoners met dementie zorg je voor een fijne dag: samen koken, wandelen, "
                "zorg geven. Je leert omgaan met familie en met onbegrepen gedrag."
            ),
        ),
    ),
    "Thuiszorg": (
        (
            "Stage wijkteam",
            (
                "Op de fiets ga je met een verpleegkundige langs cliënten: wondzorg, medicijnen, steunkousen. Je "
                "leert zelfstandig werken en op tijd hulp vragen."
            ),
        ),
        (
            "Stage avond- en weekendzorg",
            (
                "Je rijdt mee met de avondroute. Een rijbewijs is nodig, omdat de afstanden groot zijn. Je werkt om "
                "het weekend en bent dan doordeweeks vrij."
            ),
        ),
    ),
    "Kinderopvang & School": (
        (
            "Onderwijsassistent groep 3 en 4",
            (
                "Je leest met kinderen die extra hulp nodig hebben, zet materiaal klaar en begeleidt een kleine "
                "groep bij rekenen. Een verklaring omtrent het gedrag regel je met ons."
            ),
        ),
        (
            "Stage op een brede school",
            (
                "'s Ochtends help je in de klas, 's middags op de buitenschoolse opvang. Je bedenkt zelf een "
                "activiteit per week en voert die uit."
            ),
        ),
    ),
    "Handelsonderneming": (
        (
            "Stage commerciële binnendienst",
            (
                "Je maakt offertes, belt klanten na en houdt het klantenbestand bij. Je gaat af en toe mee op "
                "bezoek bij een klant. Je leert onderhandelen en afspraken vastleggen."
            ),
        ),
        (
            "Medewerker webwinkel",
            (
                "Je schrijft productteksten, maakt foto's en beantwoordt vragen van klanten. Je bekijkt de cijfers "
                "en doet voorstellen om meer te verkopen."
            ),
        ),
    ),
    "Groothandel": (
        (
            "Stage verkoop en magazijn",
            (
                "Je verzamelt bestellingen, controleert leveringen en helpt klanten aan de balie. Na een maand kies "
                "je of je meer in de verkoop of in het magazijn wilt leren."
            ),
        ),
        (
            "Medewerker ordersystemen",
            (
                "Je voert bestellingen in, lost verschillen op en houdt de voorraad bij. Je werkt in een rustig "
                "kantoor naast het magazijn."
            ),
        ),
    ),
    "Logistiek B.V.": (
        (
            "Leerling logistiek medewerker",
            (
                "Je laadt en lost, scant pakketten en leert op een elektrische pallettruck rijden. We werken in "
                "twee ploegen; je begint om 6.00 of om 14.00 uur. Veiligheidsschoenen krijg je van ons."
            ),
        ),
        (
            "Stage expeditie",
            (
                "Je maakt vrachtbrieven, plant ritten en controleert of alles op tijd vertrekt. Je werkt nauw samen "
                "met de chauffeurs."
            ),
        ),
    ),
    "Restaurant": (
        (
            "Leerling-kok à la carte",
            (
                "Je begint bij de koude kant en schuift door naar vis, vlees en sauzen. Je werkt in een brigade van "
                "vijf en leert een mise en place plannen. Vijf avonden per week, zondag en maandag vrij."
            ),
        ),
        (
            "Leerling-kok lunch en banqueting",
            (
                "Je kookt lunch voor zestig gasten en helpt bij feesten. Overdag werken, dus je bent 's avonds "
                "thuis. Je denkt mee over de weekkaart."
            ),
        ),
    ),
    "Eten & Drinken": (
        (
            "Kok in een bedrijfsrestaurant",
            (
                "Je maakt elke dag soep, salades en een warme maaltijd voor tweehonderd mensen. Gezond koken en "
                "weinig weggooien vinden we belangrijk."
            ),
        ),
        (
            "Leerling-kok catering",
            (
                "Je bereidt hapjes en diners voor en gaat mee naar de klant. Elke week een andere plek. Je leert "
                "rekenen met porties en inkoop."
            ),
        ),
    ),
}

INTREKREDENEN = (
    "Onze praktijkopleider gaat weg en er is nog geen ander.",
    "We verhuizen dit najaar en hebben geen werkplek over.",
    "Er is te weinig werk om een student goed te begeleiden.",
)
