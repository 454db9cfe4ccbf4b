blocked-wanted-access = Access by identifier
blocked-line-wanted = To be unblocked
blocked-line-nothing = Nothing is blocked any more
blocked-line-account = Account number given
blocked-line-account-yes = It is one of theirs
blocked-line-account-no = It is none of theirs
blocked-notice-opened-subject = Your access was unblocked
blocked-notice-opened-email =
    Hello,

    Your branch has checked your documents and unblocked your access to { $institution } ({ $when }, case { $reference }). If you need a temporary code, it has left in another message.

    Was it not you who asked? Call us without delay.
blocked-notice-opened-sms = { $institution }: your branch has unblocked your access, case { $reference }. Was it not you? Call us without delay.
