-- The demo's bank cards, as their chips are: a key and a PIN that never come out, a counter, wrong PINs. Empty anywhere else.

create table demo_card (
    client_id uuid primary key references client,
    institution text not null,
    label text not null,                 -- what is embossed on it: « •••• 5012 »
    chip bytea not null,                 -- sealed: the card's key, its sequence number, its PIN
    counter int not null default 0,      -- ATC: grows with each cryptogram, and never goes back
    wrong_pins int not null default 0    -- in a row: three lock it
);
