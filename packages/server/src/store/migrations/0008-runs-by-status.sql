create index if not exists runs_by_status on runs (status, created_at desc, id desc, workspace_id)
