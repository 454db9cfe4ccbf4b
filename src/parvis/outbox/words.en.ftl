# What the outbox adds to e-mails. Never a link here, nor in a message that carries a code.

outbox-closing-code =
    Give this code to nobody: no adviser will ever ask you for this code, by telephone or by message.
    If you did not ask for it, ignore it and call us at the number printed on your statements.

    { $name }
    Automatic message: please do not reply. Our messages never hold a link to a page that asks for a code.
outbox-closing-notice =
    If this was not you, call us at the number printed on your statements.

    { $name }
    Automatic message: please do not reply. We will never ask you for a code by telephone or by message.
