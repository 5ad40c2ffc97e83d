-- Lists over some states are merged of a page of each, by time as by number.
create index lab_object_time on lab_object (site, portal_type, state, created, uid) where deleted = 0;
