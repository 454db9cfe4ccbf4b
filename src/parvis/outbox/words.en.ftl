# What the outbox adds to e-mails. Never a link here, nor in a message that carries a code.

outbox-closing-code =
    { $name }
    No adviser will ever ask you for this code. Our messages never hold a link to a page that asks for one. Automatic message: please do not reply.
outbox-closing-notice =
    { $name }
    No adviser will ever ask you for a code. If what is written here was not you, call us at the number printed on your statements. Automatic message: please do not reply.
