-- survived-from: 4
-- The Webex user behind a subscriber: what a hard deletion needs once the subscriber itself is gone, and when that person was
-- reminded of the consent that is awaited.
alter table subscribers add column person_id text not null default '';
alter table subscribers add column erases_person boolean not null default false;
alter table subscribers add column reminded_at timestamptz;
