-- Duplicates go with what they repeat, so they are found by it.
create index slot_source on slot (site, source_uid) where source_uid is not null;
