create table if not exists users (
  id {{id}} primary key,
  attributes text not null
)
