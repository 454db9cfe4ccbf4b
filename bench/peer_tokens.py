"""Run by privacyIDEA's own Python: a realm of users out of a file, and a TOTP token for each, by its own library."""

import json
import sys
from pathlib import Path

from privacyidea.app import create_app

place = Path(sys.argv[1])
app = create_app(config_name="production", config_file=str(place / "pi.cfg"), silent=True)
with app.test_request_context():
    from privacyidea.lib.realm import set_default_realm, set_realm
    from privacyidea.lib.resolver import save_resolver
    from privacyidea.lib.token import init_token
    from privacyidea.lib.user import User

    save_resolver({"resolver": "users", "type": "passwdresolver", "fileName": str(place / "users")})
    set_realm("bench", [{"name": "users"}])
    set_default_realm("bench")
    for number, person in enumerate(json.loads((place / "people.json").read_text())):
        init_token(
            {"type": "totp", "otpkey": person["totp"], "serial": f"T{number:06d}", "hashlib": "sha1", "otplen": 6,
             "timeStep": 30},
            user=User(person["user"], realm="bench"),
        )
