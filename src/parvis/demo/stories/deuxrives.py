"""Banque des Deux Rives: a nurse, a bookseller with ten years of takings, a newcomer who reads English."""

from parvis.demo.story import (
    Story,
    a_client,
    an_account,
    bill,
    card,
    cash,
    groceries,
    monthly,
    rent,
    salary,
    suppliers,
    takings,
    yearly,
)  # fmt: skip

HALLES = ("Halles des Deux Rives", "Primeurs du Pont", "Boulangerie Quai Nord", "Fromagerie Aubin")

CAMILLE = a_client(
    "Camille Moreau", identifier="client_id=10482637591", secret="739204",
    email="camille.moreau@courriel.example", sms="+33639980101", about="demo-about-camille",
    accounts=(
        an_account(
            "current", "Compte courant", "00010482637",
            salary("Clinique des Saules", 1_896_00),
            rent("Régie du Quai", 715_00),
            bill("Énergie des Rives", "Énergie des Rives", 84_00, day=12),
            bill("Eau de la Métropole", "Eau de la Métropole", 46_00, day=18, every_months=3),
            monthly("Abonnement transports", "Tram & Fleuve", 38_50, day=3),
            monthly("Forfait mobile", "Onde Mobile", 14_99, day=8),
            groceries(*HALLES, times=11), cash(),
            card("Librairie Faure", "Cinéma Le Lavoir", "Café des Mariniers", "Pharmacie du Pont", times=7,
                 cents=(4_20, 46_00)),
            yearly("Assurance habitation", "Mutuelle du Confluent", 187_40, month=2, day=10),
            start=1_240_00, floor=-300_00, keeps=1_950_00, spares_to="Livret d’épargne", years=2,
        ),
        an_account("savings", "Livret d’épargne", "00010482645", start=4_300_00, rate=0.024, years=2),
    ),
)  # fmt: skip

MIREILLE = a_client(
    "Mireille Faure", identifier="client_id=20715948362", secret="518360",
    email="mireille.faure@librairie-faure.example", sms="+33639980102", about="demo-about-mireille",
    accounts=(
        an_account(
            "current", "Compte de la librairie", "00020715948",
            takings("Vente par carte", a_day=7, cents=(12_90, 89_00)),
            suppliers("Éditions du Héron", "Diffusion Rivage", "Papeterie Aubin", "Imprimerie Delta",
                      times=14, cents=(150_00, 310_00)),
            rent("SCI des Arcades", 1_180_00, day=2),
            bill("Énergie des Rives", "Énergie des Rives", 210_00, day=14),
            monthly("Cotisations sociales", "Caisse des indépendants", 640_00, day=15),
            monthly("Rémunération de la gérante", "Mireille Faure", 1_950_00, day=27),
            start=8_500_00, floor=-2_000_00, keeps=12_000_00, spares_to="Réserve de trésorerie", years=10,
        ),
        an_account("savings", "Réserve de trésorerie", "00020715956", start=5_000_00, rate=0.012, years=10),
    ),
)  # fmt: skip

EMMA = a_client(
    "Emma Clarke", identifier="client_id=30926471850", secret="260917", language="en",
    email="emma.clarke@courriel.example", sms="+33639980103", about="demo-about-emma",
    accounts=(
        an_account(
            "current", "Compte courant", "00030926471",
            salary("Institut du Fleuve", 1_640_00),
            rent("Résidence des Tanneurs", 540_00, day=4),
            groceries(*HALLES, times=8),
            card("Vélo Rive Gauche", "Café des Mariniers", "Piscine du Confluent", times=12,
                 cents=(3_50, 48_00)),
            start=960_00, years=0.8,
        ),
    ),
)  # fmt: skip

STORY = Story("deuxrives", (CAMILLE, MIREILLE, EMMA))
