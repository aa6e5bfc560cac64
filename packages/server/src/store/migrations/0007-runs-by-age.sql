-- Covering: a walk along the age reads no table to filter by workspace and status, and to count by status.
create index if not exists runs_by_age on runs (created_at desc, id desc, workspace_id, status)
