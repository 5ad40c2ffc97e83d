-- The chain over the audit trail: each seal covers an entry and the seal before it. Made behind the commits, so that no
-- transaction waits for it.
create table audit_seal (
  site text not null,
  position bigint not null check (position > 0),
  audit_number bigint not null,
  hash text not null,
  sealed bigint not null,
  primary key (site, position)
);

create unique index audit_seal_entry on audit_seal (audit_number);
create index audit_site on audit (site, number);

create trigger audit_no_update before update on audit
begin
  select raise(abort, 'The audit trail is not changed.');
end;

create trigger audit_no_delete before delete on audit
begin
  select raise(abort, 'The audit trail is not shortened.');
end;

create trigger audit_seal_no_update before update on audit_seal
begin
  select raise(abort, 'The audit trail is not changed.');
end;

create trigger audit_seal_no_delete before delete on audit_seal
begin
  select raise(abort, 'The audit trail is not shortened.');
end;
