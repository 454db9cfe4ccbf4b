queue-title = Cases to handle
queue-lead =
    { $waiting ->
        [0] Nothing waits for the agency.
        [one] One case waits for the agency{ $late ->
            [0] .
           *[other] , and it is late.
        }
       *[other] { NUMBER($waiting) } cases wait for the agency{ $late ->
            [0] , none of them late.
            [one] , one of them late.
           *[other] , { NUMBER($late) } of them late.
        }
    }
queue-show-agency = To handle
queue-show-mine = Mine
queue-show-confirm = For me to confirm
queue-show-client = With the client
queue-show-closed = Closed
queue-kind = Kind of case
queue-kind-all = All
queue-filter = Filter
queue-reference = Reference
queue-reference-hint = Such as { $example }
queue-find = Find
queue-more = Next cases
queue-back = Back to the cases
queue-end-title = This is the end of the list
queue-end-text = The cases of this page have been handled, or went to another list.
queue-empty-agency-title = Everything is done
queue-empty-agency = No case waits for the agency. The next ones will arrive here, the most urgent first.
queue-empty-mine-title = You have no case in hand
queue-empty-mine = Take one in the list “To handle”: everybody will know that you look after it.
queue-empty-confirm-title = Nothing to confirm
queue-empty-confirm = Cases that a colleague has accepted and that ask for two people will arrive here.
queue-empty-client-title = No client has to answer
queue-empty-client = Cases for which more is asked wait here, their clock standing still.
queue-empty-closed-title = No closed case
queue-empty-closed = Cases that are accepted, refused or taken back will stay readable here.
queue-empty-kind = No case of this kind here. Choose “All” to see the others.

case-client-file = See the client’s file
case-client = Client
case-look-title = Open this case
case-look-text = You have not opened this case yet. The client will see that you read it, and when.
case-look = Open the case
case-held-by = { $agent }, { $branch }, has had this case in hand since { $moment }
case-held-by-you = You have had this case in hand since { $moment }
case-asked-title = What is asked
case-documents-title = Documents sent
case-documents-text = A document is saved, it does not open here. The client will see that you took it.
case-documents-none = No document was sent.
case-document-detail = { $type }, { $size } KB, sent { $moment }
case-document-save = Save
case-type-pdf = PDF
case-type-jpeg = JPEG picture
case-type-png = PNG picture
case-decide-title = Your decision
case-decide-what = What do you do?
case-decide-go = Continue
case-then-confirm-blocked_access = The client will receive a temporary code, to be changed at the next sign-in. You will not see it.
case-then-confirm-means_lost = What is lost is removed for good. The client learns how to get the next one; whoever has no secret left is sent a temporary one. You will see none.
case-then-confirm-means_renewal = The client learns that the next one waits at the branch. Hand it over in person, on proof of identity.
case-then-confirm-contact_change = The new contact details will replace the old ones, which will be told.
case-then-confirm-address_change = The new address will replace the old one.
case-then-confirm-disavowed = The client will know that you have seen their report.
case-then-four-eyes = Somebody else will have to confirm. Nothing changes before.
case-then-ask = The client is told, and the clock stands still until they answer.
case-then-refuse = The client is told, with the reason that you choose.
case-then-return = The case goes back to whoever accepted it, with your words.
case-reason = Reason for a refusal
case-reason-none = Not a refusal
case-reason-hint = The client will read this sentence.
case-words = Your words to the client
case-words-hint = Never a code or a password. 1,000 characters at most.
case-steps-title = What happened
case-steps-text = The client reads the same list.
live-queue = The list has changed.
live-case = This case has just changed. What you have written is kept.
live-again = Refresh
live-done = The page is up to date.
