-- What decides with the type and the state who may see an object, so that lists and their counts leave out what is not to be seen.
alter table lab_object add column analyst text;
alter table lab_object add column hidden integer not null default 0 check (hidden in (0, 1));

update lab_object set analyst = json_extract(body, '$.Analyst') where portal_type = 'Worksheet';
update lab_object set hidden = 1 where portal_type = 'Analysis' and json_extract(body, '$.Hidden');

create index lab_object_analyst on lab_object (site, portal_type, analyst, sort_key, uid) where analyst is not null and deleted = 0;
