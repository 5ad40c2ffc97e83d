-- Everything that queue servers share. Times are whole microseconds since 1970; site is the first column of every key.

create table site (
  id integer generated always as identity primary key,
  name text collate "C" not null unique,
  settings text not null,
  paused boolean not null,
  keys text not null,
  -- When only the first of them is good.
  old_keys_end bigint
);

-- Whoever changes anything of a site locks its row here first, and keeps it to the commit. So numbers are given out in the
-- order in which they are seen, and all that must hold over a whole site holds. version grows when the site's settings, keys
-- or users change; ranked_to is the row up to which waiting tasks have been ranked by a new list, null when all have.
create table site_state (
  site integer primary key references site,
  sequence bigint not null default 0,
  version bigint not null default 0,
  ends bigint not null default 0,
  ranked_to bigint
) with (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

create table account (
  site integer not null references site,
  username text collate "C" not null,
  password_hash text not null,
  roles text not null,
  disabled boolean not null,
  primary key (site, username)
);

-- The tasks that the queue has. status: 0 queued, 1 running, 2 failed. wait says what a queued task waits for: 1 its time, 2 its
-- lane, 3 a consumer. Keys are made of texts that an index could not take: of a name, of a lane, of context and name.
-- started, consumer_id and fence are those of the last run. Wide columns stand last.
create table task (
  site integer not null references site,
  id bigint not null,
  status smallint not null check (status between 0 and 2),
  wait smallint check (wait between 1 and 3),
  uid text collate "C" not null,
  name_key uuid not null,
  lane_key uuid,
  twin_key uuid not null,
  rank integer not null,
  due bigint not null,
  context_uid text collate "C" not null,
  arrival bigint not null,
  created bigint not null,
  ready_at bigint not null,
  failed_at bigint,
  priority integer not null,
  retries integer not null,
  is_unique boolean not null,
  min_seconds integer not null,
  max_seconds integer not null,
  chunk_size integer not null,
  ghost boolean not null,
  delay integer,
  not_before bigint,
  orphaned integer not null,
  cancel_requested boolean not null,
  attempts integer not null,
  started bigint,
  fence bigint,
  done integer not null,
  refused integer not null,
  failed integer not null,
  skipped integer not null,
  name text not null,
  username text not null,
  place text,
  action text,
  lane text,
  origin_uid text,
  consumer_id text,
  context_path text not null,
  error_message text,
  uids text not null,
  extra bytea,
  primary key (site, id),
  check ((status = 0) = (wait is not null)),
  check (status <> 1 or attempts > 0)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 1,
  autovacuum_analyze_scale_factor = 0.1, autovacuum_analyze_threshold = 1000);

create unique index task_uid on task (site, uid);

-- The queue's order, for lists.
create index task_order on task (site, status, rank, due, context_uid, arrival);

-- What may be claimed, in the queue's order; for consumers of some names only, by name.
create index task_ready on task (site, rank, due, context_uid, arrival) where wait = 3;
create index task_ready_name on task (site, name_key, rank, due, context_uid, arrival) where wait = 3;

-- The tasks of a lane, the best one first. Only it may be claimed, and at most one of a lane runs, whatever the code does.
create index task_lane on task (site, lane_key, rank, due, context_uid, arrival) where wait >= 2 and lane_key is not null;
create unique index task_lane_running on task (site, lane_key) where status = 1 and lane_key is not null;

create index task_later on task (site, ready_at, id) where wait = 1;
create index task_twin on task (site, twin_key) where wait is not null;
create index task_created on task (site, created) where wait is not null;
create index task_failed on task (site, failed_at) where status = 2;

-- What runs: all that claims and heartbeats need of it, so that a heartbeat writes little. No index has a column that changes.
create table run (
  site integer not null references site,
  id bigint not null,
  until bigint not null,
  started bigint not null,
  number bigint not null,
  lease_seconds double precision,
  max_seconds integer not null,
  cancel_requested boolean not null,
  uid text collate "C" not null,
  consumer_id text not null,
  request text,
  name_key uuid,
  place text,
  primary key (site, id)
) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

-- Runs and outcomes of the tasks that the queue has; those of ended tasks lie in the history.
create table attempt (
  site integer not null references site,
  task bigint not null,
  number integer not null,
  consumer_id text not null,
  started bigint not null,
  ended bigint,
  outcome text,
  fence bigint,
  reported bigint,
  reported_by text,
  error text,
  primary key (site, task, number)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

create table outcome (
  site integer not null references site,
  task bigint not null,
  ordinal integer not null,
  uid text not null,
  outcome smallint not null,
  message text,
  primary key (site, task, ordinal)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);

-- Ends, a partition for each month. status: 2 failed (the task is still in the queue), 3 done, 4 cancelled, 5 deleted. runs and
-- items are the attempts and the outcomes of a task that left the queue.
create table history (
  site integer not null,
  status smallint not null check (status between 2 and 5),
  number bigint not null,
  ended bigint not null,
  ended_by text,
  reason text,
  id bigint not null,
  uid text collate "C" not null,
  rank integer not null,
  due bigint not null,
  context_uid text collate "C" not null,
  arrival bigint not null,
  created bigint not null,
  priority integer not null,
  retries integer not null,
  is_unique boolean not null,
  min_seconds integer not null,
  max_seconds integer not null,
  chunk_size integer not null,
  ghost boolean not null,
  delay integer,
  not_before bigint,
  orphaned integer not null,
  cancel_requested boolean not null,
  attempts integer not null,
  started bigint,
  fence bigint,
  done integer not null,
  refused integer not null,
  failed integer not null,
  skipped integer not null,
  name text not null,
  username text not null,
  action text,
  lane text,
  origin_uid text,
  consumer_id text,
  context_path text not null,
  error_message text,
  uids text not null,
  extra bytea,
  runs json,
  items json,
  primary key (site, status, number, ended)
) partition by range (ended);

create index history_uid on history (site, uid);

-- What happened: the events of one transaction in a row, under the number of the last of them.
create table event (
  site integer not null references site,
  number bigint not null,
  events text not null,
  primary key (site, number)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

create table name_count (
  site integer not null references site,
  name_key uuid not null,
  name text not null,
  queued bigint not null,
  running bigint not null,
  failed bigint not null,
  done bigint not null,
  primary key (site, name_key)
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

create table minute (
  site integer not null references site,
  minute bigint not null,
  added bigint not null,
  started bigint not null,
  done bigint not null,
  failed bigint not null,
  primary key (site, minute)
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);

create table consumer (
  site integer not null references site,
  consumer_key uuid not null,
  consumer_id text not null,
  first_heard bigint not null,
  last_heard bigint not null,
  leased boolean not null,
  version text,
  primary key (site, consumer_key)
) with (fillfactor = 50);

-- What people changed.
create table audit (
  site integer not null references site,
  number bigint not null,
  time bigint not null,
  actor text not null,
  action text not null,
  target text,
  reason text,
  detail text,
  primary key (site, number)
);

create index audit_action on audit (site, action, number);

-- The servers that live, and for each the last group of changes that it brought to a site: a server whose connection broke
-- while it committed finds out here whether it did.
create table server (
  id uuid primary key,
  seen bigint not null
) with (fillfactor = 20);

create table written (
  site integer not null references site,
  server uuid not null,
  number bigint not null,
  primary key (site, server)
) with (fillfactor = 20, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 500);
