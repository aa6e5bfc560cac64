-- The portable subset: text, integers for booleans, bigint for milliseconds since 1970, JSON as text. What is searched
-- is stored in lower case beside itself, because databases disagree about the lower case of anything but ASCII.
create table organizations (
  name text primary key,
  name_search text not null,
  email_search text not null,
  attributes text not null
);

create table users (
  id text primary key,
  attributes text not null
);

create table owners (
  organization_name text not null references organizations (name),
  user_id text not null references users (id),
  position integer not null,
  primary key (organization_name, user_id)
);

create index owners_by_user on owners (user_id);

create table workspaces (
  id text primary key,
  organization_name text not null references organizations (name),
  name text not null,
  name_search text not null,
  vcs_identifier text,
  vcs_search text,
  locked integer not null,
  locked_by text,
  current_run_id text,
  unique (organization_name, name)
);

create table runs (
  id text primary key,
  workspace_id text not null references workspaces (id),
  status text not null,
  timestamps text not null,
  has_changes integer not null,
  created_at bigint not null
);

-- A run is force-canceled once, for then it is final.
create table audit (
  run_id text primary key references runs (id),
  actor text not null,
  comment text,
  former_status text not null,
  at bigint not null
);
