create table if not exists owners (
  organization_name {{id}} not null references organizations (name),
  user_id {{id}} not null references users (id),
  position int not null,
  primary key (organization_name, user_id)
)
