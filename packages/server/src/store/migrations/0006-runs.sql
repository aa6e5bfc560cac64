-- Timestamps are JSON; created_at is in milliseconds since 1970.
create table if not exists runs (
  id {{id}} primary key,
  workspace_id {{id}} not null references workspaces (id),
  status {{id}} not null,
  timestamps text not null,
  has_changes boolean not null,
  created_at bigint not null
)
