"""Every refusal as data: a stable code, a status, the key of its sentence, a note for whoever answers the telephone.

A refusal is returned, never raised: what it counted is committed. `docs/errors.md` is generated from this list.
The sentence of `code` is the message `refusal-<code with dashes>` in the words of the feature that returns it.
"""

from typing import Any

import msgspec


class Refusal(msgspec.Struct, frozen=True):
    """One way of saying no. `code` never changes once published."""

    code: str
    status: int
    note: str

    @property
    def key(self) -> str:
        """The message that says it to the client."""
        return "refusal-" + self.code.replace("_", "-")


class Refused(msgspec.Struct, frozen=True):
    """A refusal that happened, with the figures its sentence needs and the form field it is about, if any."""

    refusal: Refusal
    values: dict[str, Any] = msgspec.field(default_factory=dict)
    field: str = ""


def _catalogue(*refusals: Refusal) -> dict[str, Refusal]:
    assert len({refusal.code for refusal in refusals}) == len(refusals), "a code stands twice"
    return {refusal.code: refusal for refusal in refusals}


CATALOGUE = _catalogue(
    # Anyone, anywhere.
    Refusal("page_not_found", 404, "No such page, or an object of somebody else: both are answered alike."),
    Refusal("sign_in_needed", 401, "The page asks for a session and there is none, or it has ended."),
    Refusal("session_elsewhere", 401, "The session was ended from another one, or to protect the client."),
    Refusal("session_idle", 401, "The session has just ended by itself: no activity, or its longest life is over."),
    Refusal("other_origin", 403, "A write that does not come from our own pages (Origin, Sec-Fetch-Site)."),
    Refusal("cookies_refused", 403, "The browser did not give back the cookie that came with the form. Not counted."),
    Refusal("insecure_connection", 403, "A write from an http page of a site that is served over TLS only."),
    Refusal("form_unreadable", 400, "The form has a field too many, twice, too long, or bytes that are not UTF-8."),
    Refusal("form_incomplete", 422, "A field that must be filled is empty."),
    Refusal("form_expired", 409, "The form's token has served or is too old: a fresh form is shown."),
    Refusal("body_too_large", 413, "More bytes than any of our forms sends."),
    Refusal("body_too_slow", 408, "The body of a write did not arrive whole within ten seconds."),
    Refusal("too_busy", 503, "The queue of secret verifications is full; Retry-After says when to try again."),
    Refusal("unknown_institution", 421, "The host name belongs to no institution served here."),
    Refusal("out_of_service", 503, "The database does not answer. What was under way may be done: look, then retry."),
    Refusal("internal", 500, "Something broke on our side; nothing was done. The reference finds it in the log."),
    # First step of a sign-in.
    Refusal("not_recognised", 422, "Identifier or secret wrong, or unknown: never said which. Counted."),
    Refusal("last_try", 422, "As not_recognised, and the next wrong one holds the access."),
    Refusal(
        "means_not_recognised", 422,
        "Who knocked at a door is nobody's means here, or the answer is wrong: never said which.",
    ),
    Refusal(
        "last_try_before_block", 422,
        "As not_recognised, and the next wrong one blocks the access until the agency opens it again (RTS 4.4).",
    ),
    Refusal(
        "access_blocked", 423,
        "Too many failures: this lane opens no more until the agency has unblocked it. Known devices have their own.",
    ),
    Refusal("held", 429, "Too many failures: this lane waits until the time shown. Known devices have their own lane."),
    Refusal("identifier_malformed", 422, "The identifier has not the shape of this institution's; not counted."),
    # An identity provider.
    Refusal("identity_cancelled", 409, "The person said no at the identity provider. Nothing was done."),
    Refusal(
        "identity_stale", 409,
        "The provider's answer came too late, twice, or to another browser than the one that left.",
    ),
    Refusal("identity_level_too_low", 403, "Identified, by a lower level (acr) than the institution's file asks for."),
    Refusal("identity_unsound", 403, "The provider's answer cannot be believed; the log says which check it failed."),
    Refusal("identity_unreachable", 503, "The identity provider does not answer, or no secret of ours is there."),
    Refusal("identity_unknown", 403, "Identified, and nobody has bound this identity here: the same for a stranger."),
    Refusal(
        "identity_differs", 403,
        "The identity received is not this client's, or theirs is not known here: never said which.",
    ),
    # The gate.
    Refusal("no_rule_covers_this", 403, "The institution's policy has no rule for this request: the answer is no."),
    Refusal("refused_by_policy", 403, "A rule of the policy refuses this request, for instance a risk too high."),
    Refusal("too_many_waiting", 429, "Three requests wait already: push bombing is resisted."),
    Refusal("cooling_down", 429, "Refusals or expiries in a row on the phone: no new alert before the time shown."),
    Refusal("key_reused", 409, "The same form was sent before with other content, and that one is settled."),
    Refusal("request_settled", 409, "The request has left `waiting`: its outcome is shown."),
    Refusal("request_expired", 410, "The time to approve has passed; nothing was done."),
    Refusal(
        "means_not_usable", 409,
        "The authenticator is unknown here, suspended, blocked, or not part of any way left.",
    ),
    Refusal("means_not_yet", 409, "Added or renewed just now: it serves once the safety delay (hold_hours) is over."),
    Refusal("answer_wrong", 422, "The proof does not verify. Counted on the authenticator."),
    Refusal("answer_last_try", 422, "As answer_wrong, and the next wrong one blocks this authenticator."),
    Refusal("answer_spent", 409, "This very code, counter or challenge has served before."),
    Refusal("answer_expired", 410, "The code or challenge is too old: ask for another."),
    Refusal("means_blocked", 423, "The authenticator is blocked after too many failures."),
    Refusal("sent_too_often", 429, "A code was sent a moment ago: wait before another one leaves."),
    Refusal("sent_enough", 429, "As many codes were sent as one request may have: the last one, or a new request."),
    Refusal("stricter_now", 409, "At execution the policy asks for more than at opening: back to the client."),
    # Money: the ledger, accounts and transfers.
    Refusal("account_unknown", 404, "No such account here, or another currency, or not an account of this client."),
    Refusal(
        "funds_insufficient", 422,
        "The account would go under its floor (agreed overdraft), promised amounts counted.",
    ),
    Refusal("hold_settled", 409, "What was set aside has been posted or given back before."),
    Refusal("amount_missing", 422, "The amount field is empty."),
    Refusal("amount_unreadable", 422, "What was typed is not an amount of money as French or English people write it."),
    Refusal(
        "amount_ambiguous", 422,
        "« 1,234 »: a thousand to some, one to others. The client is asked to write the cents.",
    ),
    Refusal("amount_negative", 422, "The amount has a minus sign."),
    Refusal("amount_zero", 422, "The amount typed is zero."),
    Refusal("amount_decimals", 422, "More than two decimals."),
    Refusal("amount_too_large", 422, "More than any transfer or search can be (999,999,999.99)."),
    Refusal("iban_missing", 422, "The IBAN field is empty."),
    Refusal("iban_characters", 422, "The IBAN has a character that is neither a letter nor a digit."),
    Refusal("iban_country", 422, "The IBAN begins with no country of the IBAN registry."),
    Refusal("iban_length", 422, "The IBAN has not the length of its country."),
    Refusal("iban_structure", 422, "The IBAN has letters where its country has digits, or the reverse."),
    Refusal("iban_checksum", 422, "The IBAN's check digits, or the national key inside, do not agree with the rest."),
    Refusal(
        "payee_account_unknown", 422,
        "A sound IBAN that is no account of this institution; no name is ever given.",
    ),
    Refusal("payee_name_missing", 422, "A transfer to somebody else needs the payee's name."),
    Refusal("same_account", 422, "Source and target are one account."),
    Refusal(
        "transfers_to_others_closed", 403,
        "The institution's file keeps transfers between the client's own accounts.",
    ),
    Refusal("transfer_above_ceiling", 422, "More than the institution allows for one transfer."),
    Refusal("transfer_above_daily", 422, "More than the institution allows in one day, today's transfers added."),
    Refusal("date_missing", 422, "The date field is empty."),
    Refusal("date_unreadable", 422, "What was typed is no date."),
    Refusal("date_past", 422, "The day has passed, in the institution's time zone."),
    Refusal("date_too_far", 422, "More than a year ahead."),
    Refusal("choice_missing", 422, "Nothing was chosen, or something that the page does not offer."),
    Refusal("transfer_target_missing", 422, "Nobody was chosen to send the money to."),
    Refusal("label_too_long", 422, "More than 140 characters, the length that payment messages carry (ISO 20022)."),
    Refusal(
        "transfer_settled", 409,
        "The transfer has been executed, cancelled or has failed: it cannot be cancelled.",
    ),
    Refusal("period_reversed", 422, "The first day, or the least amount, comes after the last one."),
    # The phone's own calls (docs/phone-protocol.md).
    Refusal("phone_unknown", 401, "Unknown phone, bad signature, or a nonce that has served: all answered alike."),
    Refusal("phone_clock", 401, "The phone's clock is more than two minutes off: it is told ours and tries again."),
    Refusal(
        "phone_code_wrong", 422,
        "No pending phone has this activation code: wrong, used, or older than ten minutes.",
    ),
    Refusal("phone_code_held", 429, "Too many wrong activation codes from this network: wait until the time shown."),
    Refusal(
        "phone_unreadable", 400,
        "The phone's message is not one of protocol version 1, or is not signed by its key.",
    ),
    Refusal("phone_change_over", 409, "What the phone had prepared to change is not there any more, or another came."),
    Refusal("phone_biometrics_unusable", 422, "Its platform made no key that verifies its owner for this site."),
    Refusal("phone_too_old", 409, "The app is older than the institution asks for: it is told to update (DR17)."),
    Refusal("phone_push_unusable", 422, "A push address that is not one: https, public, with a key on P-256."),
    Refusal("phone_nothing_waits", 404, "No such request for this phone's owner."),
    # Certificates: at the dedicated host, then of signed orders. Each is about the certificate or file that was given.
    Refusal("certificate_proxy", 403, "The dedicated host was not reached through the configured proxy: see metrics."),
    Refusal("certificate_not_presented", 422, "The browser gave no certificate: no token, or none was chosen."),
    Refusal("certificate_unreadable", 422, "What the browser gave is no certificate that can be read."),
    Refusal("certificate_unknown_issuer", 422, "No path to an authority of the institution's certificates.toml."),
    Refusal("certificate_path", 422, "The path breaks a rule of RFC 5280: constraints, names, critical extension."),
    Refusal("certificate_expired", 422, "The certificate's last day has passed."),
    Refusal("certificate_not_yet_valid", 422, "The certificate's first day has not come."),
    Refusal("certificate_wrong_use", 422, "Not made for this: key usage, extended key usage, or it is an authority."),
    Refusal("certificate_weak", 422, "RSA under 2048 bits, another curve than P-256/384/521, or signed with SHA-1."),
    Refusal("certificate_revoked", 422, "OCSP or a revocation list says that it was taken back: a new one is needed."),
    Refusal("certificate_status_unknown", 422, "Neither OCSP nor a list answered freshly; the institution says no."),
    Refusal("certificate_other_browser", 409, "The detection was begun in another browser, has served, or is too old."),
    Refusal("signature_missing", 422, "No signature file was given."),
    Refusal("signature_unreadable", 422, "The file is no CMS signed message, DER or PEM, of at most 24 KB."),
    Refusal("signature_not_detached", 422, "The message holds its content: a detached signature is asked for."),
    Refusal("signature_several_signers", 422, "The message has no signer, or more than one."),
    Refusal("signature_other_certificate", 422, "Signed with another certificate than the one bound to this client."),
    Refusal("signature_other_order", 422, "The signature is of another file than this order."),
    Refusal("signature_incomplete", 422, "Content type, message digest and signing time must be signed attributes."),
    Refusal("signature_weak", 422, "SHA-1 or another algorithm than RSA (PKCS #1, PSS) or ECDSA with SHA-2."),
    Refusal("signature_forged", 422, "The signature does not verify with the key of the bound certificate."),
    Refusal("signature_not_now", 422, "The signing time is more than ten minutes from ours: a machine's clock is off."),
    # Documents that people send, and access asked for again.
    Refusal("unblocking_too_many", 429, "Three requests a day for one identifier, anybody's, twenty for one network."),
    Refusal("unblocking_unknown", 422, "No request of that reference and code: never said which. Nothing to count."),
    Refusal("unblocking_without_document", 422, "A request leaves for the agency with one document at least."),
    Refusal("document_empty", 422, "No file was chosen, or it holds nothing."),
    Refusal("document_unknown", 422, "Its bytes are no PDF, JPEG or PNG, whatever its name says."),
    Refusal("document_unreadable", 422, "It is broken, takes too long to read, or is made to: nothing of it was kept."),
    Refusal("document_locked", 422, "The PDF is protected by a password: nobody here could read it."),
    Refusal("document_pages", 422, "The PDF has more than twenty pages."),
    Refusal("document_too_large", 413, "The file is larger than 8 MiB."),
    Refusal("picture_too_large", 422, "The picture has more pixels than any telephone makes."),
    # Secrets and means.
    Refusal("secret_code_digits_only", 422, "A new secret code holds something else than digits."),
    Refusal("secret_code_length", 422, "A new secret code has too few or too many digits."),
    Refusal("secret_code_trivial", 422, "A new secret code is a sequence, a repetition or among the most used."),
    Refusal("password_too_long", 422, "A new password is longer than 128 characters, or is no text."),
    Refusal("password_too_short", 422, "A new password has fewer than 8 characters."),
    Refusal("password_too_plain", 422, "A new password of 8 to 11 characters has fewer than 3 classes (CNIL)."),
    Refusal("password_known", 422, "A new password is on the list of known ones, or close to one of them."),
    Refusal("password_about_you", 422, "A name or number of the client makes most of a new password."),
    Refusal("secrets_differ", 422, "The new secret was not typed twice alike."),
    Refusal("no_channel", 409, "The client has no address left that a temporary secret could be sent to."),
    Refusal("secret_same", 422, "The new secret is the one that was given for a time: it must be another one."),
    Refusal("means_not_offered", 404, "The institution does not offer this means, or not to be added alone."),
    Refusal("means_not_confirmed", 422, "The first code of a new means is not right: nothing was added."),
    Refusal("means_known", 409, "The new means is enrolled already, for this client or another: never said which."),
    Refusal("means_unanswered", 409, "The new means has not been heard of yet: the phone was not activated."),
    Refusal("means_secret", 409, "A secret (code, password) is changed: it is neither suspended nor removed."),
    Refusal("means_gone", 409, "The means has been removed, suspended or resumed meanwhile: nothing more was done."),
    Refusal("means_last", 409, "Without this means the client could not sign in any more: another one comes first."),
    Refusal("means_found", 409, "What was declared lost is in service again: its owner has found it."),
    Refusal("means_not_ending", 409, "This means does not end soon, or its owner adds the next one alone."),
    Refusal(
        "means_smartphone_only", 422,
        "Without this means only a smartphone would let the client in, and they have not said yes to that.",
    ),
    # A newcomer's first access.
    Refusal("activation_not_offered", 404, "The institution's file has no [activation], or not by that way."),
    Refusal("activation_done", 409, "This client has a secret of their own, or had one: recovery, or the agency."),
    Refusal("activation_known", 409, "The identifier is that of a client with another name."),
    Refusal("activation_no_email", 409, "The identifier leaves by e-mail, and this client has no such address."),
    Refusal("activation_no_mobile", 409, "The first secret leaves by SMS, and this client has no number: by letter."),
    # Addresses: e-mail, phone.
    Refusal("email_malformed", 422, "What was typed is no e-mail address. Whose it may be is never looked at."),
    Refusal("phone_malformed", 422, "What was typed is no French mobile number (E.164, overseas included)."),
    Refusal("contact_same", 422, "The new address is the one in use already."),
    Refusal("contact_code_wrong", 422, "The code sent to the new address was not that one; five wrong ones end it."),
    Refusal("contact_change_over", 410, "This change was finished, given up or begun again: nothing was changed."),
    Refusal("contact_change_waits", 409, "An approved change of this address waits for its delay: cancel it first."),
    Refusal("postcode_malformed", 422, "A French postcode has five digits."),
    Refusal("address_too_long", 422, "A line of a postal address is longer than an envelope takes."),
    Refusal("contact_changes_too_many", 429, "Five changes of address were begun in a day."),
    Refusal("shown_once", 409, "What an enrolment gives once (the sheet of a code card) has been given: it is gone."),
    Refusal("enrolments_too_many", 429, "Five enrolments of one kind were begun in half an hour, none finished."),
    Refusal("enrolment_over", 410, "This enrolment is too old, or has been finished or begun again."),
    Refusal(
        "asked_too_often", 429,
        "As many codes as may be asked for about one identifier, or from one network: known or not, counted alike.",
    ),
    Refusal(
        "not_your_colleague", 403,
        "A new code is asked by a main user or administrator, for another user of the same company.",
    ),
    Refusal("colleague_blocked", 409, "That user's access is blocked for good: only the agency opens it again."),
    Refusal("address_unreadable", 422, "What was typed is neither an e-mail address nor a telephone number."),
    Refusal("recovery_over", 410, "This recovery is too old, has served, or too many codes were wrong: begin again."),
    # The agency: agents and what they may do.
    Refusal("role_needed", 403, "An agent's page that belongs to another role: least rights."),
    Refusal("call_taken", 409, "A colleague has a call open with this client: one at a time (EP7)."),
    Refusal("call_own", 409, "This agent has a call open already: one at a time (EP7)."),
    Refusal("call_over", 409, "The call is over, or is not this agent's."),
    Refusal("agent_gone", 409, "The agent who asks, or who is spoken of, has left or has another role meanwhile."),
    Refusal("agent_oneself", 409, "Nobody gives oneself a role, an invitation, or ends one's own access."),
    Refusal("looked_up_too_often", 429, "One agent has looked up too many clients in an hour; supervisors are told."),
    Refusal("search_too_short", 422, "A client is looked for by a whole identifier, a case, or 3 letters of a name."),
    Refusal("invitation_over", 410, "The invitation has served, is older than 24 hours, or another took its place."),
    Refusal("enrolment_not_here", 409, "A sign-in enrols only what its institution allows, and only the first."),
    # Cases: what agents decide for clients.
    Refusal("case_unknown", 404, "No case has the reference that an agent typed."),
    Refusal("case_reason_missing", 422, "An agent refuses a case for a reason of the list (cases/rules.py)."),
    Refusal("case_words_missing", 422, "Asking for more, or giving back to a colleague, says what is needed."),
    Refusal("case_closed", 409, "The case is accepted, refused or taken back already: nothing more was done."),
    Refusal("case_no_documents", 409, "The institution's file takes no documents for this kind of case."),
    Refusal("case_documents_enough", 429, "As many documents as one case may have."),
    Refusal("case_words_enough", 429, "As many answers of the client as one case may have."),
    Refusal("case_words_too_long", 422, "What was written is longer than 1000 characters."),
    Refusal("case_taken", 409, "Another agent has claimed the case: its page says who. A supervisor may release it."),
    Refusal("case_not_claimed", 409, "An agent claims a case before deciding anything in it."),
    Refusal("case_moved", 409, "The case has changed since it was read: the page shows it as it is now."),
    Refusal("case_own_decision", 403, "Four eyes: whoever accepted a case never confirms it."),
    Refusal(
        "case_apart", 403,
        "This agent decided another case of this client of a kind that must not be the same person's ([cases] apart).",
    ),
    Refusal("case_not_resolvable", 409, "No resolution is written for this kind of case: it can only be refused."),
    Refusal("case_not_opened", 409, "A document is taken by an agent who has opened the case: the client sees who."),
    Refusal("case_read_only", 403, "Auditors read cases and act in none."),
)


def refused(code: str, *, field: str = "", **values: Any) -> Refused:
    """The refusal of that code, ready to be returned. A code that is not in the catalogue is a bug: KeyError."""
    return Refused(CATALOGUE[code], values, field)
