"""Caisse d’allocations du Littoral: rights are credited, then paid to the bank of each. The numbers name no
commune.
"""

from parvis.demo.story import Story, a_client, an_account, paid_out

CAISSE = "Caisse d’allocations du Littoral"

NADIA = a_client(
    "Nadia Lefèvre", identifier="nir=2840135990127", secret="Brise-marine.27",
    email="nadia.lefevre@courriel.example", sms="+33639980201", about="demo-about-nadia",
    born={
        "given_name": "Nadia Yasmine", "family_name": "Benhaddou", "birthdate": "1984-01-17", "gender": "female",
        "birthplace": "35990", "birthcountry": "99100",
    },
    accounts=(
        an_account(
            "technical", "Compte allocataire", "00010000127",
            paid_out("Allocations familiales", CAISSE, 151_05, day=5, bank="••41"),
            paid_out("Aide au logement", CAISSE, 238_00, day=5, bank="••41"),
            start=0, years=3,
        ),
    ),
)  # fmt: skip

PAUL = a_client(
    "Paul Kerbrat", identifier="nir=1571129990043", secret="Phare.et.sable9",
    email="paul.kerbrat@courriel.example", sms="+33639980202", about="demo-about-paul",
    born={
        "given_name": "Paul Yves Marie", "family_name": "Kerbrat", "birthdate": "1957-11-03", "gender": "male",
        "birthplace": "29990", "birthcountry": "99100",
    },
    accounts=(
        an_account(
            "technical", "Compte allocataire", "00010000043",
            paid_out("Aide au logement", CAISSE, 196_40, day=5, bank="••07"),
            paid_out("Prime d’activité", CAISSE, 122_18, day=5, bank="••07"),
            start=0, years=2,
        ),
    ),
)  # fmt: skip

YVONNE = a_client(
    "Yvonne Le Goff", identifier="nir=2470335990058", secret="Grand-phare.1947", has_sheet=True,
    about="demo-about-yvonne",
    accounts=(
        an_account(
            "technical", "Compte allocataire", "00010000058",
            paid_out("Aide au logement", CAISSE, 211_70, day=5, bank="••19"),
            start=0, years=2,
        ),
    ),
)  # fmt: skip

STORY = Story("allocations", (NADIA, PAUL, YVONNE))
