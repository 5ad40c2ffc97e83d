-- The laboratory, as the scripts for SQLite have made it up to 009. Texts that are compared or sorted go by their bytes, as there.
-- Times are whole microseconds since 1970; site is the first column of every key.

-- Of SQLite's functions those that the statements use.
create function instr(text, text) returns bigint language sql immutable strict parallel safe
as 'select strpos($1, $2)::bigint';

-- What a path such as $.Uid names: a member of a JSON object.
create function json_extract(document text, path text) returns text language sql immutable strict parallel safe
as $$ select document::json ->> substr(path, 3) $$;

-- The items of a JSON list, or the members of an object.
create function json_each(document text) returns table (key text, value text) language sql immutable strict parallel safe rows 50
as $$
  select member.key, member.value
  from json_each_text(case when json_typeof(document::json) = 'object' then document::json end) as member
  union all
  select (item.place - 1)::text, item.value
  from json_array_elements_text(case when json_typeof(document::json) = 'array' then document::json end)
    with ordinality as item (value, place)
$$;

-- The laboratory's objects. What all types share has a column; what a type adds is JSON in body. due is when the result of an
-- open analysis is due; analyst and hidden decide with type and state who may see an object.
create table lab_object (
  site text collate "C" not null,
  uid text collate "C" not null,
  portal_type text collate "C" not null,
  id text collate "C" not null,
  path text collate "C" not null,
  parent_uid text collate "C" not null,
  client_uid text collate "C",
  container_uid text collate "C",
  service_uid text collate "C",
  title text collate "C" not null,
  state text collate "C" not null,
  sort_key text collate "C" not null,
  creator text collate "C" not null,
  created bigint not null,
  modified bigint not null,
  version bigint not null check (version > 0),
  deleted integer not null default 0 check (deleted in (0, 1)),
  analyst text collate "C",
  hidden integer not null default 0 check (hidden in (0, 1)),
  due bigint,
  body text not null,
  primary key (site, uid)
);

create unique index lab_object_path on lab_object (site, path) where deleted = 0;
create index lab_object_list on lab_object (site, portal_type, state, sort_key, uid) where deleted = 0;
create index lab_object_created on lab_object (site, portal_type, created, uid) where deleted = 0;
create index lab_object_time on lab_object (site, portal_type, state, created, uid) where deleted = 0;
create index lab_object_parent on lab_object (site, parent_uid, sort_key, uid) where deleted = 0;
create index lab_object_client on lab_object (site, client_uid, created, uid) where client_uid is not null;
create index lab_object_client_time on lab_object (site, client_uid, portal_type, state, created, uid)
where client_uid is not null and deleted = 0;
create index lab_object_container on lab_object (site, container_uid, state) where container_uid is not null and deleted = 0;
create index lab_object_removed on lab_object (site, container_uid) where container_uid is not null and deleted = 1;
create index lab_object_service on lab_object (site, service_uid, state, sort_key) where service_uid is not null and deleted = 0;
create index lab_object_analyst on lab_object (site, portal_type, analyst, sort_key, uid) where analyst is not null and deleted = 0;
create index lab_object_due on lab_object (site, container_uid, due) where due is not null and deleted = 0;

-- An analysis lies in one slot at most: the key says so, and nothing else says where it lies.
create table slot (
  site text collate "C" not null,
  analysis_uid text collate "C" not null,
  worksheet_uid text collate "C" not null,
  position integer not null check (position > 0),
  ordinal bigint not null,
  kind integer not null check (kind between 0 and 3),
  container_uid text collate "C" not null,
  service_uid text collate "C" not null,
  source_uid text collate "C",
  primary key (site, analysis_uid)
);

create unique index slot_worksheet on slot (site, worksheet_uid, position, ordinal);
create index slot_source on slot (site, source_uid) where source_uid is not null;

-- Words that objects are found by, in small letters. Analyses have none: they are found by their sample.
create table object_word (
  site text collate "C" not null,
  word text collate "C" not null,
  uid text collate "C" not null,
  primary key (site, word, uid)
);

create index object_word_uid on object_word (site, uid);

-- Numbers of ids.
create table sequence (
  site text collate "C" not null,
  name text collate "C" not null,
  value bigint not null,
  primary key (site, name)
);

-- What was done to which object, before and after. Never changed, never removed.
create table audit (
  number bigint generated always as identity primary key,
  site text collate "C" not null,
  uid text collate "C" not null,
  path text collate "C" not null,
  action text collate "C" not null,
  actor text collate "C" not null,
  roles text not null,
  time bigint not null,
  decided bigint not null,
  address text,
  comment text,
  task_uid text collate "C",
  consumer_id text collate "C",
  before text,
  after text
);

create index audit_object on audit (site, uid, number);
create index audit_site on audit (site, number);

-- The chain over the audit trail: each seal covers an entry and the seal before it. Made behind the commits, so that no
-- transaction waits for it.
create table audit_seal (
  site text collate "C" not null,
  position bigint not null check (position > 0),
  audit_number bigint not null,
  hash text not null,
  sealed bigint not null,
  primary key (site, position)
);

create unique index audit_seal_entry on audit_seal (audit_number);

create function keep_audit() returns trigger language plpgsql
as $$
begin
  raise exception '%', case tg_op when 'UPDATE' then 'The audit trail is not changed.' else 'The audit trail is not shortened.' end;
end
$$;

create trigger audit_keep before update or delete or truncate on audit for each statement execute function keep_audit();
create trigger audit_seal_keep before update or delete or truncate on audit_seal for each statement execute function keep_audit();

-- Work that people handed to the queue: what they decided, and what came of it.
create table work (
  site text collate "C" not null,
  task_uid text collate "C" not null,
  name text collate "C" not null,
  action text collate "C" not null,
  context_uid text collate "C" not null,
  context_path text collate "C" not null,
  username text collate "C" not null,
  roles text not null,
  decided bigint not null,
  address text,
  comment text,
  follow_up text,
  total integer not null check (total >= 0),
  done integer not null default 0,
  refused integer not null default 0,
  failed integer not null default 0,
  skipped integer not null default 0,
  status text collate "C" not null default 'queued'
    check (status in ('queued', 'running', 'done', 'failed', 'cancelled', 'deleted')),
  error text,
  consumer_id text collate "C",
  ended bigint,
  told integer not null default 0 check (told in (0, 1)),
  primary key (site, task_uid),
  check (done + refused + failed + skipped <= total)
);

create index work_context on work (site, context_uid, decided);
create index work_user on work (site, username, decided);
create index work_open on work (site, decided) where ended is null;
create index work_untold on work (site, username, ended) where told = 0 and ended is not null;

-- Objects that a task is to work on and has not. One object waits for one task at most; it guards every way to change it.
create table pending_item (
  site text collate "C" not null,
  object_uid text collate "C" not null,
  task_uid text collate "C" not null,
  context_uid text collate "C" not null,
  number integer not null,
  version bigint not null,
  slot integer,
  primary key (site, object_uid)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create unique index pending_item_task on pending_item (site, task_uid, number);
create index pending_item_context on pending_item (site, context_uid);

-- What came of each object of a task. Written in the transaction of the effect, so that no effect happens twice. A released
-- one had no effect: its task ended without it, and takes it up again if it is put back.
create table outcome (
  site text collate "C" not null,
  task_uid text collate "C" not null,
  object_uid text collate "C" not null,
  number integer not null,
  outcome text collate "C" not null check (outcome in ('done', 'refused', 'failed', 'skipped')),
  message text,
  time bigint not null,
  released integer not null default 0 check (released in (0, 1)),
  primary key (site, task_uid, object_uid)
);

-- Work whose task the queue has not acknowledged yet. The task is made of the work's row and its pending objects.
create table outbox (
  site text collate "C" not null,
  task_uid text collate "C" not null,
  kept bigint not null,
  primary key (site, task_uid)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

create index outbox_order on outbox (kept, site, task_uid);

-- How far the queue's history was followed.
create table follow (
  site text collate "C" not null primary key,
  number bigint not null
);

-- People of a site's laboratory, and programs that work for it.
create table lab_user (
  site text collate "C" not null,
  username text collate "C" not null,
  fullname text collate "C" not null,
  email text not null,
  password_hash text not null,
  roles text not null,
  disabled integer not null default 0 check (disabled in (0, 1)),
  linked_contact_uid text collate "C",
  client_uid text collate "C" check (client_uid is null or linked_contact_uid is not null),
  primary key (site, username)
);

-- A contact is one user at most.
create unique index lab_user_contact on lab_user (site, linked_contact_uid) where linked_contact_uid is not null;
create index lab_user_client on lab_user (site, client_uid) where client_uid is not null;

-- What a client's contact was given to see. It counts only while the user's contact is of that client.
create table access_grant (
  site text collate "C" not null,
  username text collate "C" not null,
  uid text collate "C" not null,
  client_uid text collate "C" not null,
  primary key (site, username, uid)
);

create index access_grant_client on access_grant (site, username, client_uid, uid);

-- How far the giving, or the taking away, of a client's tree has come; no row: it is finished.
create table rights_walk (
  site text collate "C" not null,
  username text collate "C" not null,
  client_uid text collate "C" not null,
  contact_uid text collate "C" not null,
  gives integer not null check (gives in (0, 1)),
  created bigint,
  uid text collate "C",
  primary key (site, username, client_uid),
  check ((created is null) = (uid is null))
);

create index rights_walk_contact on rights_walk (site, contact_uid);
