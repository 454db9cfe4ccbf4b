# The agents' space.

agency-mark = Agency space
agency-mark-for = for agents only, not the clients' space
agency-nav-home = Home
agency-nav-queue = Cases
agency-nav-team = Team
agency-nav-keys = My passkeys

agency-role-adviser = adviser
agency-role-supervisor = supervisor
agency-role-auditor = auditor
agency-may-adviser = Open a client's file and say why, deal with what waits, call a client.
agency-may-supervisor = All that an adviser does, confirm what takes two, invite colleagues and end their access.
agency-may-auditor = Read what was done, by whom and when. Change nothing, and see no amount.

agency-sign-in-title = Agents' sign-in
agency-sign-in-lead = Use the passkey of your workstation, or plug your security key in.
agency-sign-in-none = Lost your key? Your supervisor can send you a new invitation. Nobody can give you a password: there is none.
agency-sign-in-client = Are you a client? This page is not for you: go back to the address of your space.

agency-home-title = Home
agency-home-hello = Hello { $name }
agency-home-lead = You are signed in as { $role }, { $branch }.
agency-home-queue = See the cases
agency-home-mine = { $count ->
    [one] Go on with mine
   *[other] Go on with mine ({ NUMBER($count) })
}
agency-home-may = What your role allows
agency-home-slowed-title = Unusual lookups
agency-home-slowed-text = These agents looked for or opened too many clients within an hour, and had to wait. Ask them why.
agency-home-slowed-line = { $count } clients within an hour, { $moment }.
agency-home-second-title = Add a second passkey
agency-home-second = If you lose your only key, it takes a new invitation to come back. A second one, kept elsewhere, spares you that.
agency-home-second-go = See my passkeys

agency-team-title = Team
agency-team-lead = Who works here, and in which role. Nobody gives themselves a role.
agency-team-who = Name
agency-team-state = Access
agency-team-used = A key last used
agency-team-never = never
agency-team-since = Since
agency-state-active = Open
agency-state-invited = Invited
agency-state-no-key = No key
agency-state-left = Closed
agency-line-agent = Agent
agency-line-role = Role
agency-line-role-before = Present role
agency-line-branch = Branch

agency-invite-title = Invite a colleague
agency-invite-text = You will approve the invitation with your passkey, then get a link to hand over in person.
agency-invite-given = Given name
agency-invite-family = Family name
agency-invite-submit = Prepare the invitation
agency-invite-supervisor = A supervisor is only appointed by the management, with the command “parvis agent invite”.
agency-invited-title = Invitation
agency-invited-text = This is { $name }'s link. It serves once, until { $until }.
agency-invited-link = Link to hand over
agency-invited-copy = Copy the link
agency-invited-how = Hand it over in person or by a safe channel: whoever opens it first registers their key. It gives nothing else.
agency-invited-over = { $name }'s link serves no more: it has served, it is too old, or another one took its place.

agency-oneself = This is you. Your role and your access are another supervisor's business.
agency-role-change-title = Change the role
agency-role-change-adviser = Make them an adviser
agency-role-change-auditor = Make them an auditor
agency-again-title = New invitation
agency-again-text = For a colleague who has lost their keys. When the link is used, the keys of before are destroyed and their sessions ended.
agency-again-submit = Prepare a new invitation
agency-end-title = End the access
agency-end-text = Their sessions end at once and their keys are destroyed. What they did stays in the journal.
agency-end-submit = End their access

agency-invitation-title = Your invitation
agency-invitation-hello = Hello { $name }
agency-invitation-text = { $institution } invites you to its agency space: { $role }, { $branch }.
agency-invitation-what = You are going to register a passkey. You need one of the two:
agency-invitation-platform = a computer, a phone or a tablet that checks your fingerprint, your face or your code;
agency-invitation-key = or a security key to plug in, with its code.
agency-invitation-begin = Prepare my passkey
agency-invitation-until = This link serves once, until { $until }.
agency-made-title = Your passkey is registered
agency-made-text = The invitation has served: its link opens nothing any more. Sign in with your passkey.
agency-made-go = Sign in

# A call to a client (EP7)
bank-call-go = Call this client
bank-call-title = Call { $name }
bank-call-lead = Open the call before you dial: the client space and the app will say at once to this person that it is you.
bank-call-line-whom = You call
bank-call-line-shown = The client will read
bank-call-line-over = Call over with
bank-call-begin = I am calling now
bank-call-open-title = Call open
bank-call-open-text = The client’s screens say: “{ $shown }”. The call ends by itself { $until }.
bank-call-end = I have hung up
bank-call-other-title = You have a call open
bank-call-other-text = With { $name }. End it before you open another one.
bank-call-other-go = Go to that call
bank-call-taken-title = A colleague is already calling
bank-call-taken-text = { $agent }, { $branch }, since { $since }.
bank-call-never-title = What we never ask
bank-call-never-text = No code, no password, no approval of an operation during the call. If the client is in doubt, tell them to look at their app, or to hang up.
operation-open_bank_call = Call to a client
operation-end_bank_call = End of a call to a client
refusal-call-taken = A colleague is already on the line with this person.
    .title = Call already open
refusal-call-own = You already have a call open. End it before you open another one.
    .title = One call at a time
refusal-call-over = This call is already over.
    .title = Call over
agency-key-suspended = This key serves no more. If you have no other, ask your supervisor for a new invitation.
