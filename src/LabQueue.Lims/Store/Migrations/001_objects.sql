-- The laboratory's objects. What all types share has a column; what a type adds is JSON in body.
create table lab_object (
  site text not null,
  uid text not null,
  portal_type text not null,
  id text not null,
  path text not null,
  parent_uid text not null,
  client_uid text,
  container_uid text,
  service_uid text,
  title text not null,
  state text not null,
  sort_key text not null,
  creator text not null,
  created bigint not null,
  modified bigint not null,
  version bigint not null check (version > 0),
  deleted integer not null default 0 check (deleted in (0, 1)),
  body text not null,
  primary key (site, uid)
);

create unique index lab_object_path on lab_object (site, path) where deleted = 0;
create index lab_object_list on lab_object (site, portal_type, state, sort_key, uid) where deleted = 0;
create index lab_object_created on lab_object (site, portal_type, created, uid) where deleted = 0;
create index lab_object_parent on lab_object (site, parent_uid, sort_key, uid) where deleted = 0;
create index lab_object_client on lab_object (site, client_uid, created, uid) where client_uid is not null;
create index lab_object_container on lab_object (site, container_uid, state) where container_uid is not null and deleted = 0;
create index lab_object_service on lab_object (site, service_uid, state, sort_key) where service_uid is not null and deleted = 0;

-- An analysis lies in one slot at most: the key says so, and nothing else says where it lies.
create table slot (
  site text not null,
  analysis_uid text not null,
  worksheet_uid text not null,
  position integer not null check (position > 0),
  ordinal bigint not null,
  kind integer not null check (kind between 0 and 3),
  container_uid text not null,
  service_uid text not null,
  source_uid text,
  primary key (site, analysis_uid)
);

create unique index slot_worksheet on slot (site, worksheet_uid, position, ordinal);

-- Words that objects are found by, in small letters. Analyses have none: they are found by their sample.
create table object_word (
  site text not null,
  word text not null,
  uid text not null,
  primary key (site, word, uid)
);

create index object_word_uid on object_word (site, uid);

-- Numbers of ids. A number is taken last in a transaction and given back when that fails: no gaps, no long lock.
create table sequence (
  site text not null,
  name text not null,
  value bigint not null,
  primary key (site, name)
);

-- What was done to which object, before and after. Never changed, never removed.
create table audit (
  number integer primary key,
  site text not null,
  uid text not null,
  path text not null,
  action text not null,
  actor text not null,
  roles text not null,
  time bigint not null,
  decided bigint not null,
  address text,
  comment text,
  task_uid text,
  consumer_id text,
  before text,
  after text
);

create index audit_object on audit (site, uid, number);
