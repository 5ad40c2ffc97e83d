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
  keys text not null,
  -- When only the first of them is good.
  old_keys_end integer
);

create table account (
  site integer not null references site,
  username text not null,
  password_hash text not null,
  roles text not null,
  disabled integer not null default 0,
  primary key (site, username)
) without rowid;

-- state: 2 queued, 3 running, 4 failed; ended: 5 done, 6 cancelled, 7 deleted. From 2 on, because 0 and 1 take less room than
-- other numbers: a row that keeps its size when its state changes stays on its page. Which of the queued tasks may be claimed
-- follows from the time, the order and what runs, and is known in memory (decision 0012). end_number is 0 while the queue has
-- the task, then the number of its end. Blobs stand last, so that lists never read them.
create table task (
  id integer primary key,
  site integer not null references site,
  uid text not null,
  end_number integer not null default 0,
  name text not null,
  state integer not null check (state between 2 and 7),
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
  context_path text not null,
  error_message text,
  uids text not null,
  extra blob,
  check ((end_number = 0) = (state < 5)),
  check (state <> 3 or attempts > 0)
);

-- The queue's order, for lists.
create index task_order on task (site, state, rank, due, context_uid, arrival) where end_number = 0;

-- At most one task of a lane runs, whatever the code does.
create unique index task_lane_running on task (site, lane_key) where state = 3 and lane_key is not null;

-- Runs. The last one of a task says who has it, or who had it last, so that a claim leaves the wide row at its size. reported is
-- the kind of the report that ended it, or a digest of a report that said more than its kind.
create table attempt (
  task integer not null,
  number integer not null,
  consumer_id text not null,
  started integer not null,
  fence integer,
  lease_seconds real,
  request text,
  ended integer,
  outcome text,
  reported integer,
  reported_by text,
  error text,
  primary key (task, number)
) without rowid;

-- Ends, in their order. status: 2 failed (the task is still in the queue), 3 done, 4 cancelled, 5 deleted. uid_key is made
-- of the task's uid: by it ends are found in memory, as tasks in the queue are (decision 0009).
create table history (
  site integer not null references site,
  status integer not null,
  number integer not null,
  task integer not null,
  ended integer not null,
  uid_key integer not null,
  ended_by text,
  reason text,
  primary key (site, status, number)
) without rowid;

create table outcome (
  task integer not null,
  ordinal integer not null,
  uid text not null,
  outcome integer not null,
  message text,
  primary key (task, ordinal)
) without rowid;

-- What is gone from the queue and must not be counted: how many tasks of a name went well, up to the end of that number.
create table done (
  site integer not null,
  name text not null,
  done integer not null,
  primary key (site, name)
) without rowid;

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

create index audit_action on audit (site, action, number);
