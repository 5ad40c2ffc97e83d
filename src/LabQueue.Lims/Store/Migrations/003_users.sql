-- People of a site's laboratory, and programs that work for it.
create table lab_user (
  site text not null,
  username text not null,
  fullname text not null,
  email text not null,
  password_hash text not null,
  roles text not null,
  disabled integer not null default 0 check (disabled in (0, 1)),
  linked_contact_uid text,
  client_uid text check (client_uid is null or linked_contact_uid is not null),
  primary key (site, username)
);

-- A contact is one user at most.
create unique index lab_user_contact on lab_user (site, linked_contact_uid) where linked_contact_uid is not null;
create index lab_user_client on lab_user (site, client_uid) where client_uid is not null;

-- What a client's contact was given to see. It counts only while the user's contact is of that client.
create table access_grant (
  site text not null,
  username text not null,
  uid text not null,
  client_uid text not null,
  primary key (site, username, uid)
);

create index access_grant_client on access_grant (site, username, client_uid, uid);

-- How far the giving, or the taking away, of a client's tree has come; no row: it is finished.
create table rights_walk (
  site text not null,
  username text not null,
  client_uid text not null,
  contact_uid text not null,
  gives integer not null check (gives in (0, 1)),
  created bigint,
  uid text,
  primary key (site, username, client_uid),
  check ((created is null) = (uid is null))
);

create index rights_walk_contact on rights_walk (site, contact_uid);
