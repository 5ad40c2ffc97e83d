-- compatible from 1
-- The names of tasks that a consumer asked for last, a list in JSON, empty for any; and what people let it do: 0 active,
-- 1 quiet, 2 draining.
alter table consumer add column names text not null default '[]';
alter table consumer add column mode smallint not null default 0 check (mode between 0 and 2);
