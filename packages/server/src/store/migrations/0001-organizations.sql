-- What is searched is stored in lower case too: databases disagree about the lower case of anything but ASCII.
create table if not exists organizations (
  name {{id}} primary key,
  name_search text not null,
  email_search text not null,
  attributes text not null
)
