-- When the result of an open analysis is due, so that samples are found that are late.
alter table lab_object add column due bigint;

update lab_object set due = cast(strftime('%s', json_extract(body, '$.DueDate')) as integer) * 1000000
where container_uid is not null and state in ('registered', 'unassigned', 'assigned') and json_extract(body, '$.DueDate') is not null;

create index lab_object_due on lab_object (site, container_uid, due) where due is not null and deleted = 0;
