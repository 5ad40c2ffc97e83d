-- Work that people handed to the queue: what they decided, and what came of it.
create table work (
  site text not null,
  task_uid text not null,
  name text not null,
  action text not null,
  context_uid text not null,
  context_path text not null,
  username text not null,
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
  status text not null default 'queued' check (status in ('queued', 'running', 'done', 'failed', 'cancelled', 'deleted')),
  error text,
  consumer_id text,
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
  site text not null,
  object_uid text not null,
  task_uid text not null,
  context_uid text not null,
  number integer not null,
  version bigint not null,
  slot integer,
  primary key (site, object_uid)
);

create unique index pending_item_task on pending_item (site, task_uid, number);
create index pending_item_context on pending_item (site, context_uid);

-- What came of each object of a task. Written in the transaction of the effect, so that no effect happens twice. A released
-- one had no effect: its task ended without it, and takes it up again if it is put back.
create table outcome (
  site text not null,
  task_uid text not null,
  object_uid text not null,
  number integer not null,
  outcome text not null check (outcome in ('done', 'refused', 'failed', 'skipped')),
  message text,
  time bigint not null,
  released integer not null default 0 check (released in (0, 1)),
  primary key (site, task_uid, object_uid)
);

-- Work whose task the queue has not acknowledged yet. The task is made of the work's row and its pending objects.
create table outbox (
  site text not null,
  task_uid text not null,
  kept bigint not null,
  primary key (site, task_uid)
);

create index outbox_order on outbox (kept, site, task_uid);

-- How far the queue's history was followed.
create table follow (
  site text not null,
  number bigint not null,
  primary key (site)
);
