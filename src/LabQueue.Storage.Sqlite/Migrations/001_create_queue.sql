-- Everything that a queue server keeps. Times are whole microseconds since 1970; site is the first column of every index.

create table meta (
  name text primary key,
  value
) without rowid;

create table site (
  id integer primary key,
  name text not null unique,
  settings text not null,
  paused integer not null default 0,
  keys text not null
);

create table account (
  site integer not null references site,
  username text not null,
  password_hash text not null,
  roles text not null,
  disabled integer not null default 0,
  primary key (site, username)
) without rowid;

-- state: 0 ready (may be claimed), 1 blocked (a better one of its lane waits or runs), 2 later (not before ready_at),
-- 3 running, 4 failed. Blobs stand last, so that lists never read them.
create table task (
  id integer primary key,
  site integer not null references site,
  uid text not null,
  name text not null,
  state integer not null check (state between 0 and 4),
  rank integer not null,
  due integer not null,
  context_uid text not null,
  arrival integer not null,
  created integer not null,
  priority integer not null,
  retries integer not null,
  is_unique integer not null,
  username text not null,
  ready_at integer not null,
  lane_key text,
  place text,
  started integer,
  consumer_id text,
  fence integer,
  lease_seconds real,
  claim_request text,
  min_seconds integer not null,
  max_seconds integer not null,
  chunk_size integer not null,
  ghost integer not null,
  delay integer,
  action text,
  lane text,
  not_before integer,
  origin_uid text,
  orphaned integer not null,
  cancel_requested integer not null,
  attempts integer not null,
  done integer not null,
  refused integer not null,
  failed integer not null,
  skipped integer not null,
  reported_fence integer,
  reported_kind integer,
  context_path text not null,
  error_message text,
  uids text not null,
  extra blob,
  check (state <> 3 or (started is not null and consumer_id is not null)),
  check ((fence is null) or state = 3)
);

create unique index task_uid on task (site, uid);

-- The queue's order. Claims read its head for state 0; lists merge the states they want.
create index task_order on task (site, state, rank, due, context_uid, arrival);

-- Claims by name, and new ranks when the top-priority list changes.
create index task_name on task (site, name, state, rank, due, context_uid, arrival) where state < 3;
create index task_action on task (site, action, id) where state < 3 and action is not null;

-- The best waiting task of each lane; and at most one task of a lane runs, whatever the code does.
create index task_lane on task (site, lane_key, rank, due, context_uid, arrival) where state < 2;
create unique index task_lane_running on task (site, lane_key) where state = 3 and lane_key is not null;

-- Unique tasks, and what is queued for an object.
create index task_context_queued on task (site, context_uid, name) where state < 3;
create index task_context_failed on task (site, context_uid) where state = 4;

create index task_created on task (site, created) where state < 3;
create index task_later on task (site, ready_at) where state = 2;

-- Ended tasks, in the order of their ends. status: 2 failed, 3 done, 4 cancelled, 5 deleted.
create table history (
  number integer primary key autoincrement,
  site integer not null references site,
  status integer not null,
  ended integer not null,
  ended_by text,
  reason text,
  id integer not null,
  uid text not null,
  name text not null,
  rank integer not null,
  due integer not null,
  context_uid text not null,
  arrival integer not null,
  created integer not null,
  priority integer not null,
  retries integer not null,
  is_unique integer not null,
  username text not null,
  started integer,
  consumer_id text,
  min_seconds integer not null,
  max_seconds integer not null,
  chunk_size integer not null,
  ghost integer not null,
  delay integer,
  action text,
  lane text,
  not_before integer,
  origin_uid text,
  orphaned integer not null,
  cancel_requested integer not null,
  attempts integer not null,
  done integer not null,
  refused integer not null,
  failed integer not null,
  skipped integer not null,
  reported_fence integer,
  reported_kind integer,
  context_path text not null,
  error_message text,
  uids text not null,
  extra blob
);

create index history_status on history (site, status, number);
create index history_uid on history (site, uid);

-- Runs that ended. The one that goes on stands on the task itself.
create table attempt (
  task integer not null,
  number integer not null,
  consumer_id text not null,
  started integer not null,
  ended integer not null,
  outcome text not null,
  error text,
  primary key (task, number, ended)
) without rowid;

create table outcome (
  task integer not null,
  ordinal integer not null,
  uid text not null,
  outcome integer not null,
  message text,
  primary key (task, ordinal)
) without rowid;

-- Figures, changed in the transaction of what they count, so that no page counts rows.
create table counter (
  site integer not null,
  name text not null,
  queued integer not null,
  running integer not null,
  failed integer not null,
  done integer not null,
  primary key (site, name)
) without rowid;

create table ends (
  site integer primary key,
  ends integer not null
);

create table minute (
  site integer not null,
  minute integer not null,
  added integer not null,
  started integer not null,
  done integer not null,
  failed integer not null,
  primary key (site, minute)
) without rowid;

create table consumer (
  site integer not null,
  consumer_id text not null,
  first_heard integer not null,
  last_heard integer not null,
  leased integer not null,
  version text,
  primary key (site, consumer_id)
) without rowid;

-- Words of the top-priority list whose waiting tasks still carry an old rank.
create table rerank (
  site integer not null,
  word text not null,
  primary key (site, word)
) without rowid;

-- What people changed.
create table audit (
  number integer primary key autoincrement,
  site integer not null,
  time integer not null,
  actor text not null,
  action text not null,
  target text,
  reason text,
  detail text
);
