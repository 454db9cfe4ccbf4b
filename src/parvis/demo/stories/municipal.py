"""Crédit municipal de Valmer: the technical account first, which feeds the savings. One has TOTP, one is to
enrol it.
"""

from parvis.demo.story import Story, a_client, an_account, feeds, income, monthly, yearly

HELENE = a_client(
    "Hélène Vasseur", identifier="subscriber=104827365910", secret="Colonne&Clef-88",
    email="helene.vasseur@courriel.example", sms="+33639980301", about="demo-about-helene",
    totp_key=b"Valmer demo key 0001",
    accounts=(
        an_account(
            "technical", "Compte technique (DAV)", "00104827365",
            income("Versement", "Hélène Vasseur", 450_00, day=2),
            feeds("Livret Valmer", 260_00, day=6), feeds("Livret Solidaire", 90_00, day=6),
            monthly("Échéance prêt personnel", "Crédit municipal de Valmer", 84_30, day=10),
            start=320_00, years=4,
        ),
        an_account("savings", "Livret Valmer", "00104827373", start=6_200_00, rate=0.026, years=4),
        an_account("savings", "Livret Solidaire", "00104827381", start=1_500_00, rate=0.02, years=4),
    ),
)  # fmt: skip

BRUNO = a_client(
    "Bruno Castel", identifier="subscriber=207159483621", secret="Lanterne!rouge41",
    email="bruno.castel@courriel.example", sms="+33639980302", about="demo-about-bruno",
    accounts=(
        an_account(
            "technical", "Compte technique (DAV)", "00207159483",
            income("Versement", "Bruno Castel", 180_00, day=3), feeds("Livret Valmer", 150_00, day=7),
            yearly("Dépôt exceptionnel", "Bruno Castel", 600_00, month=5, day=20, sign=1),
            start=140_00, years=1.2,
        ),
        an_account("savings", "Livret Valmer", "00207159491", start=900_00, rate=0.026, years=1.2),
    ),
)  # fmt: skip

STORY = Story("municipal", (HELENE, BRUNO))
