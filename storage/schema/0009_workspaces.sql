-- survived-from: 6
-- Webex lists no workspaces: what is known of one stands in its user's row. An order waits there until the bridge's holder takes
-- it up.
alter table subscribers add column workspace jsonb;
alter table subscribers add column workspace_order text not null default '';
create index subscribers_workspace on subscribers (bridge, user_key) where workspace is not null;
