-- « Première connexion », asked for once more: the same row for a newcomer and for nobody. A worker sends, or does not.
create table activation_asked (
    id uuid primary key,
    institution text not null,
    client_id uuid,      -- null: nobody's identifier; without a foreign key, whose check would cost a client more time
    asked_at timestamptz not null
);
create index on activation_asked (asked_at);
