# My data: taking it away, knowing how long it is kept.
own-data-title = My data
own-data-link = Take my data away
own-data-lead = All that { $institution } keeps of you in this space is yours: you can take it away whenever you like.
own-data-archive = A copy of everything
own-data-archive-text = A ZIP file: your contact details, accounts, operations, sign-ins, devices, means, requests and cases, in JSON. No code and no secret is in it: we do not know them. Keep this file safe.
own-data-proof = This copy goes back further than 90 days: we check once more that it is you.
own-data-take = Download the copy
own-data-prove = Prove that it is me
own-data-kept = How long we keep it
own-data-years = { $count } years
own-data-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
 }
own-data-kept-messages = Messages sent
own-data-kept-places = From where you signed in
own-data-kept-documents = Documents sent, once the case is closed
own-data-kept-requests = Requests and their proofs
own-data-kept-rest = Your accounts, their operations and the journal are kept for as long as the law wants. Past these times, the rest is erased by itself.
own-data-readme =
    { $institution }

    One file for each subject, in JSON (UTF-8). Amounts are in cents, dates in UTC.

    me: who you are; identifiers, contacts: your identifiers and contact details; accounts, operations, transfers: your accounts, operations and transfers; devices, sessions, means, requests: your devices, sign-ins, means and requests; cases, documents, calls: your cases, documents and our calls; journal: what happened.
own-data-notice-subject = A copy of your data was downloaded
own-data-notice-email =
    Hello,

    A copy of your data at { $institution } has just been downloaded from your space, { $moment }.

    Was it not you? Open your space as usual, under Security, to end the other sessions and change your code, or call { -desk }.
own-data-notice-sms = { $institution }: a copy of your data has just been downloaded from your space. Was it not you? Change your code, or call us.
