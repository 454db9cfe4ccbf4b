# The demonstration's card reader.

demo-nav-reader = Card reader
demo-step-reader-title = Take the card reader
demo-step-reader = To sign at the Coopérative: choose a card, type its PIN and the figures that are asked for.
demo-open-reader = Open the reader
demo-card-pin = PIN of the card
demo-reader-of = Reader with { $name }’s card
demo-reader-title = Demonstration card reader
demo-reader-lead = A simulated reader, with invented cards. It knows only what a real reader knows: what you type, and the key that the chip keeps.
demo-reader-device = Card reader
demo-reader-brand = PARVIS · DEMO
demo-reader-screen-empty = Insert a card
demo-reader-screen-ready = Ready. Choose a key.
demo-reader-screen-wrong = Something is missing
demo-reader-screen-pin = { $tries ->
    [one] Wrong PIN. { $tries } try left.
   *[other] Wrong PIN. { $tries } tries left.
}
demo-reader-screen-locked = Card locked
demo-reader-screen-unreadable = Card cannot be read
demo-reader-screen-code = Your code
demo-reader-mode = Key
demo-reader-identify = Identify
demo-reader-respond = Respond
demo-reader-sign = Sign
demo-reader-pin = PIN
demo-reader-challenge = Reference
demo-reader-amount = Amount
demo-reader-ok = OK
demo-reader-wrong-challenge = Type the reference: 8 digits at most.
demo-reader-wrong-amount = Type the amount, for instance 250.00.
demo-reader-carry = To copy onto the institution’s page:
demo-reader-locked-title = This card is locked
demo-reader-locked = Three wrong PINs have locked it, as they would a real one. A branch would unlock it; here, this button is enough.
demo-reader-unlock = Unlock the card
demo-reader-drawer = Cards to insert
demo-reader-no-card = No institution of this demonstration has handed over a card.
demo-reader-how = What the keys do
demo-reader-how-identify = “Identify”: a code to sign in, with nothing else to type.
demo-reader-how-sign = “Sign”: a code for a payment, from its reference and its amount.
demo-reader-how-respond = “Respond”: a code for any other request, from its reference.
demo-reader-how-pin = Three wrong PINs in a row lock the card.
