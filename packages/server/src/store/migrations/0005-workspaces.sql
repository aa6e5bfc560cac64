create table if not exists workspaces (
  id {{id}} primary key,
  organization_name {{id}} not null references organizations (name),
  name {{id}} not null,
  name_search text not null,
  vcs_identifier text,
  vcs_search text,
  locked boolean not null,
  locked_by {{id}},
  current_run_id {{id}},
  unique (organization_name, name)
)
