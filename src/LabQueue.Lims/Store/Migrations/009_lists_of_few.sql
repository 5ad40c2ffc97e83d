-- Analyses that were taken away from a sample: its trail tells of them.
create index lab_object_removed on lab_object (site, container_uid) where container_uid is not null and deleted = 1;

-- A client's samples of a state, however many others the laboratory has.
create index lab_object_client_time on lab_object (site, client_uid, portal_type, state, created, uid)
where client_uid is not null and deleted = 0;
