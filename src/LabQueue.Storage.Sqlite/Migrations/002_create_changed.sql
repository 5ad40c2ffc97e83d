-- What the index for searches follows (decision 0015). It finds new tasks and ends by their numbers; what else changes of a task
-- that is searched for is rare, and noted here until the index has it.
create table changed (
  number integer primary key,
  task integer not null
);

-- By this the index knows whether it belongs to this file.
insert into meta (name, value) values ('identity', lower(hex(randomblob(16))));

-- Tasks that are to start later, by when. All others start when they were created, and take no room here.
create index task_scheduled on task (site, ready_at, id) where state = 2 and ready_at > created;
