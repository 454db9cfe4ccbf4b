refusal-case-closed = This case is closed already: nothing more was done. Its page says how it ended.
refusal-case-no-documents = This case does not wait for a document. You can answer in writing.
refusal-case-documents-enough = This case already has { $at_most } documents, which is the most. Write to us what is still missing.
refusal-case-words-enough = You have answered { $at_most } times already. An adviser will read you; if something is missing, call us and give the reference of the case.
refusal-case-words-too-long = Your text is too long: { $at_most } characters at most.
refusal-case-taken = Somebody else has taken this case: their name stands at the top of the page.
refusal-case-not-claimed = Take this case first: everybody will know that you look after it.
refusal-case-moved = This case has changed since you read it. Here it is as it stands now: read it again before you decide.
refusal-case-own-decision = You accepted this case: somebody else has to confirm it.
refusal-case-read-only = Your role lets you read cases, not act in them.
refusal-case-apart = For this client you have decided a case that must not be handled by the same person as this one. Leave it to a colleague.
refusal-case-not-resolvable = This kind of case cannot be accepted here yet.
refusal-case-not-opened = Open this case first: the client sees who has read it.
refusal-case-unknown = No case has this reference. Check it with the client, letter by letter.
refusal-case-reason-missing = Choose the reason for the refusal: the client will read it.
refusal-case-words-missing = Write what you ask for: whoever reads you must know what to do.

case-kind-blocked_access = Access blocked
case-kind-means_lost = Authentication means lost
case-kind-means_renewal = Means to renew
case-kind-contact_change = Change of contact details
case-kind-address_change = Change of address
case-kind-disavowed = Reported sign-in or operation
case-asks-blocked_access = The client can no longer sign in and asks to have access again.
case-asks-means_lost = The client has lost what proves who they are. Before you accept, make sure that it is they who ask.
case-asks-means_renewal = This means comes to its end, and the client asks for the next one.
case-asks-contact_change = The client can no longer be reached at the old address or number and asks to replace it.
case-asks-address_change = The client has moved and sends a proof.
case-asks-disavowed = The client said “it was not me”. Their space is protected already; they wait for your call.
case-disavowed-what = What is reported
case-disavowed-sessions = Sessions closed at once
case-disavowed-suspended = Means suspended
case-disavowed-kept = Means that served and stay

case-state-open = To be taken
case-state-claimed = In hand
case-state-more_asked = Waits for the client
case-state-to_confirm = To be confirmed
case-state-accepted = Accepted
case-state-refused = Refused
case-state-withdrawn = Taken back by the client

case-due = To be decided before { $moment }
case-late = Late by { $time }
case-not-our-turn = The client has to answer: the clock stands still
case-ended = Closed { $moment }
case-opened = Opened { $moment }
case-age = Open for { $time }

case-reason-unreadable = A document cannot be read.
case-reason-incomplete = A document or a piece of information is missing.
case-reason-mismatch = The documents do not match what we know.
case-reason-unanswered = We had no answer to our question.
case-reason-not_sure = We could not make sure that the request comes from you.
case-reason-not_needed = This request is no longer needed.
case-reason-not_possible = We cannot do what is asked.

case-step-opened = Request received
case-step-document_added = Document sent
case-step-widened = The client asks for more
case-step-answered = The client’s answer
case-step-withdrawn = Taken back by the client
case-step-read = Case read
case-step-claimed = Case taken in hand
case-step-released = Case given back, another adviser will take it
case-step-more_asked = More is asked for
case-step-refused = Request refused.
case-step-decided = Accepted once, somebody else has to confirm
case-step-returned = Not confirmed, the case is looked at again
case-step-accepted = Request accepted
case-step-confirmed = Request confirmed and accepted
case-step-by = by { $agent }, { $branch }

case-line-act = What you do
case-line-kind = Case
case-line-reference = Reference
case-line-reason = Reason
case-line-words = What the client will read
case-act-read = Open
case-act-claim = Take
case-act-release = Give this case back
case-act-ask = Ask for more
case-act-refuse = Refuse
case-act-accept = Accept
case-act-confirm = Confirm
case-act-return = Do not confirm

cases-notice-more-subject = Your case { $reference }: more is asked for
cases-notice-more-email =
    Hello,

    { $agent }, { $branch }, needs more for your case { $reference } ({ $what }).

    Open your { $institution } space as usual to read the question and answer it. The clock stands still until then. No adviser will ever ask you for a code, by telephone or in a message.
cases-notice-more-sms = { $institution }: more is asked for your case { $reference } ({ $what }). Open your space as usual. No adviser will ever ask you for a code.
cases-notice-accepted-subject = Your case { $reference } is accepted
cases-notice-accepted-email =
    Hello,

    Your case { $reference } ({ $what }) was accepted { $moment } by { $agent }, { $branch }.

    You asked for nothing? Call us at once, at the number you know, and give this reference.
cases-notice-accepted-sms = { $institution }: your case { $reference } ({ $what }) is accepted. You asked for nothing? Call us at once.
cases-notice-refused-subject = Your case { $reference } is refused
cases-notice-refused-email =
    Hello,

    Your case { $reference } ({ $what }) was refused { $moment } by { $agent }, { $branch }. { $reason }

    The details are in your { $institution } space. You can ask again, or call your branch and give this reference.
cases-notice-refused-sms = { $institution }: your case { $reference } ({ $what }) is refused. { $reason } The details are in your space.

cases-title = My requests to the agency
cases-tab = Requests
cases-lead = What you asked for and an adviser decides: where it stands, who looks after it, when you will have an answer.
cases-none-title = No request
cases-none-text = When something you ask for goes through your branch, you follow it here.
cases-state-open = Received
cases-state-claimed = In hand
cases-state-more_asked = Your turn to answer
cases-state-to_confirm = Being confirmed
cases-state-accepted = Accepted
cases-state-refused = Refused
cases-state-withdrawn = Taken back
cases-your-turn = We need something more
cases-due = Answer { $moment } at the latest.
cases-late = We are past the date we gave. Your request goes before the others; you can call your branch and give the reference.
cases-documents = What you have sent
cases-answer-title = Write to your branch
cases-answer = Your message
cases-answer-hint = Never a code or a password. 1,000 characters at most.
cases-answer-send = Send
cases-no-code = No adviser will ever ask you for a code, here, by telephone or in a message.
cases-withdraw = Take this request back
cases-document-title = Send a document
cases-document = Your document
cases-document-hint = A PDF, a JPEG or PNG photograph. Only your adviser will be able to read it, and you will see when they took it.
cases-document-send = Send this document

lost-line-what = What is lost
lost-line-all = Everything: the client has nothing left to sign in with
renewal-line-what = Means to renew
lost-notice-own-subject = The lost means is removed
lost-notice-own-email =
    Hello,

    The means that you declared lost at { $institution } is removed for good, { $when } (reference { $reference }). Nobody can use it any more.

    For the next one, open your space as usual, under Security, “My authentication means”. This was not you? Call us at once.
lost-notice-own-sms = { $institution }: the lost means is removed ({ $reference }). Add the next one in your space, under Security. Not you? Call us.
lost-notice-first-subject = You can start again
lost-notice-first-email =
    Hello,

    What you declared lost at { $institution } is removed for good, { $when } (reference { $reference }). A temporary secret has just left for your other address: at your next sign-in you will choose your own, then a new means.

    No adviser will ask you for it. You had not asked for anything? Call us at once.
lost-notice-first-sms = { $institution }: what was lost is removed ({ $reference }). A temporary secret has just left for your other address. Not you? Call us at once.
lost-notice-agency-subject = The lost means is removed: your branch hands over the next one
lost-notice-agency-email =
    Hello,

    The means that you declared lost at { $institution } is removed for good, { $when } (reference { $reference }). Your branch will hand you the next one in person, on proof of identity.

    No adviser will ask you for a code. This was not you? Call us at once.
lost-notice-agency-sms = { $institution }: the lost means is removed ({ $reference }). Your branch will hand you the next one in person. Not you? Call us.
