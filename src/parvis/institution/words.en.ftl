# The fields of the identifier. An institution may have its own words for them.

identifier-client_id = Client identifier
identifier-nir = Social security number
identifier-subscriber = Subscriber number
identifier-client_number = Client number
identifier-user_number = User number
identifier-client_id-hint = It stands on your statements and on the letter that opened your space.
identifier-nir-hint = The 13 characters of your health card. The 2-digit key may be left out.
identifier-subscriber-hint = 12 digits, received by e-mail when your space was opened.
identifier-client_number-hint = The 8 digits of the company or association.
identifier-user_number-hint = Your own 3 digits.

# The reasons of a risk, told to the client and to support alike.

risk-new_device = browser never seen for this client
risk-new_network = unusual network
risk-odd_hour = unusual hour
risk-recent_failures = several failures in the last 24 hours
risk-recent_change = contact, code or means of approval changed recently
risk-unusual_amount = amount far above this client's habits
risk-new_payee = payee never paid before
risk-many_payments = many payments in the last 24 hours

# “parvis explain”: why a request needed what it needed.

explain-title = { $operation }, at { $institution }
explain-number = Request { $request }
explain-unknown = No request has the number { $request }.
explain-opened = Opened on { $when }.
explain-settled = Settled on { $when }.
explain-expires = Without an answer it expires on { $when }.
explain-state = State: { $state }.
explain-state-waiting = waiting
explain-state-executed = executed
explain-state-refused = refused
explain-state-expired = expired, nothing was done
explain-state-withdrawn = withdrawn
explain-state-failed = could not be executed, nothing was done
explain-because = Reason: { $code }
explain-rule = Rule that decided: “{ $rule }”.
explain-when = It applies when { $fact } is { $values }.
explain-ways = It asks for: { $ways }.
explain-or = or else
explain-nothing = nothing more
explain-refusal = no proof is enough, it refuses
explain-basis = Basis: { $basis }.
explain-policy-same = Policy { $hash }, the same as today's.
explain-policy-other = Policy { $hash }, as it stood that day; it has changed since.
explain-risk = Risk: { $score } points, { $level }.
explain-level-ordinary = ordinary
explain-level-doubt = doubt
explain-level-high = high
explain-bounds = Doubt from { $doubt } points, high from { $high }.
explain-no-reason = No reason to doubt.
explain-proofs = Proofs accepted:
explain-proof = { $factor }, { $when }
explain-no-proof = No proof was given.
