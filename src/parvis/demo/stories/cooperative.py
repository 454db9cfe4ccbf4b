"""Coopérative Solidaire: two users of one workshop, and an association."""

from parvis.demo.story import Story, a_client, an_account, bill, income, monthly, rent, suppliers, takings

TILLEULS, MAINS_VERTES = "Atelier des Tilleuls", "Association Les Mains Vertes"

SABINE = a_client(
    "Sabine Rocher", identifier="client_number=40718265 user_number=001", secret="647281", company=TILLEULS,
    company_role="main",
    certificate_pin="482915",
    email="sabine.rocher@tilleuls.example", sms="+33639980401", about="demo-about-sabine",
    card_number="9991440718265010", card_pin="4826",
    accounts=(
        an_account(
            "current", "Compte courant de l’atelier", "40718265001",
            takings("Règlement client", a_day=1, cents=(190_00, 820_00)),
            suppliers("Scierie du Val", "Quincaillerie Roux", "Vernis & Couleurs", times=9,
                      cents=(160_00, 890_00)),
            rent("Foncière des Ateliers", 980_00, day=3),
            monthly("Salaires de l’équipe", "Équipe de l’atelier", 4_380_00, day=28),
            bill("Énergie solidaire", "Énergie solidaire", 190_00, day=14),
            start=14_000_00, floor=-5_000_00, keeps=11_000_00, spares_to="Compte sur livret", years=3,
        ),
        an_account("savings", "Compte sur livret", "40718265002", start=6_000_00, rate=0.015, years=3),
    ),
)  # fmt: skip

IDRIS = a_client(
    "Idris Konaté", identifier="client_number=40718265 user_number=002", secret="905136", company=TILLEULS,
    email="idris.konate@tilleuls.example", sms="+33639980402", about="demo-about-idris",
    card_number="9991440718265028", card_pin="9153",
    accounts=(
        an_account(
            "current", "Compte de la boutique", "40718265003",
            takings("Vente boutique", a_day=2, cents=(9_00, 86_00)),
            suppliers("Quincaillerie Roux", "Emballages du Val", times=6, cents=(90_00, 320_00)),
            monthly("Reversement à l’atelier", TILLEULS, 2_250_00, day=26),
            start=1_800_00, years=1.5,
        ),
    ),
)  # fmt: skip

AMELIE = a_client(
    "Amélie Duval", identifier="client_number=51829374 user_number=001", secret="318052",
    company=MAINS_VERTES, company_role="main", email="amelie.duval@mains-vertes.example", sms="+33639980403",
    about="demo-about-amelie",
    card_number="9991451829374013", card_pin="3074",
    accounts=(
        an_account(
            "current", "Compte de l’association", "51829374001",
            income("Cotisations des adhérents", "Adhérents", 640_00, day=10),
            income("Subvention municipale", "Ville de Valmer", 380_00, day=20),
            suppliers("Pépinière des Coteaux", "Outillage Vert", times=4, cents=(45_00, 240_00)),
            rent("Jardin partagé", 210_00), start=2_350_00, years=2,
        ),
    ),
)  # fmt: skip

STORY = Story("cooperative", (SABINE, IDRIS, AMELIE))
