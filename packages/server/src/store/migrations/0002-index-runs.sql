-- By themselves, because who adds very many runs drops these first and makes them again afterwards.
create index runs_by_age on runs (created_at desc, id desc);
create index runs_by_status on runs (status, created_at desc, id desc);
create index runs_by_workspace on runs (workspace_id, created_at desc, id desc);
