"""Épargne de l’Estuaire: phone first. Nobody has enrolled one yet: that is what there is to try."""

from parvis.demo.story import (
    Story,
    a_client,
    an_account,
    bill,
    card,
    feeds,
    groceries,
    monthly,
    rent,
    salary,
    suppliers,
    takings,
)  # fmt: skip

INES = a_client(
    "Inès Marchand", identifier="client_id=7304819265", secret="482915",
    email="ines.marchand@courriel.example", sms="+33639980501", about="demo-about-ines",
    accounts=(
        an_account(
            "current", "Compte du quotidien", "00730481926",
            salary("Chantier naval de l’Estuaire", 1_845_00),
            rent("Logis du Port", 690_00),
            bill("Énergie marine", "Énergie marine", 71_00, day=11),
            monthly("Forfait mobile", "Onde Mobile", 19_99, day=8),
            feeds("Livret Grand Large", 150_00, day=2),
            groceries("Marché du Port", "Épicerie du Phare", "Poissonnerie Belle-Anse", times=10),
            card("Voile & Vent", "Café de la Jetée", "Cinéma Le Ponton", times=9, cents=(3_80, 59_00)),
            start=1_620_00, floor=-500_00, keeps=1_900_00, spares_to="Livret Grand Large", years=2.5,
        ),
        an_account("savings", "Livret Grand Large", "00730481934", start=3_100_00, rate=0.027, years=2.5),
    ),
)  # fmt: skip

LUCAS = a_client(
    "Lucas Fontaine", identifier="client_id=8126593704", secret="570483",
    email="lucas.fontaine@voilerie.example", sms="+33639980502", about="demo-about-lucas",
    accounts=(
        an_account(
            "current", "Compte pro Voilerie", "00812659370",
            takings("Paiement atelier", a_day=1, cents=(35_00, 310_00)),
            suppliers("Toiles de l’Ouest", "Accastillage Nord", times=8, cents=(90_00, 420_00)),
            rent("Hangar du Bassin", 460_00, day=1),
            monthly("Rémunération", "Lucas Fontaine", 1_150_00, day=27),
            start=3_400_00, floor=-1_000_00, keeps=4_000_00, spares_to="Livret Grand Large", years=2,
        ),
        an_account("savings", "Livret Grand Large", "00812659388", start=2_000_00, rate=0.027, years=2),
    ),
)  # fmt: skip

STORY = Story("epargne", (INES, LUCAS))
