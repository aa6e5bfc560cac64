-- How many runs are in each status: of a workspace, by its ID, and of the whole installation, with an empty scope.
create table if not exists run_counts (
  scope {{id}} not null,
  status {{id}} not null,
  n bigint not null,
  primary key (scope, status)
) {{clustered}}
