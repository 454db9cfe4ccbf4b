# The users of a company, and the forgotten code of one of them.
company-users-title = Users
company-users-link = The company's users
company-users-lead = Has somebody forgotten their code? Ask for a new one for them: they alone receive it, and change it when they first sign in. You never see it.
company-users-ask = When somebody forgets their code, one of these people has a new one sent to them.
company-role-main = Main user
company-role-administrator = Administrator
company-users-hints = The code will go to one of these: { $hints }.
company-users-renew = New code for { $name }
company-users-unreachable = We have neither a telephone nor an e-mail address for this person: they go through the branch.
company-users-never = Ask nobody for the code they received, and do not give yours: each has their own.
operation-renew_user_code = New code for a user
colleague-line-what = You ask for
colleague-line-what-value = A new, temporary secret code
colleague-line-for = For
colleague-line-then = Then
colleague-line-then-value = Their old code will no longer serve, their sessions will be closed
colleague-notice-subject = A new code was asked for you
colleague-notice-email =
    Hello,

    { $who } asked { $institution } for a new code for you, { $when }. It was sent to you alone, elsewhere, and is changed at the first sign-in. Your sessions are closed.

    Was it agreed? There is nothing to do. If not, call us without delay.
colleague-notice-sms = { $institution }: { $who } asked for a new code for you. Not agreed? Call us without delay.
refusal-not-your-colleague = Only the main user and the administrators ask for a new code, for the other users of their company.
refusal-colleague-blocked = This person's access is blocked: only the branch can open it again, with them.
