create index if not exists runs_by_workspace on runs (workspace_id, status, created_at desc, id desc)
