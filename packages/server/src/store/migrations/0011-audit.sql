-- Ordered by number, not by time: a clock can jump. A run is force-canceled once, because then it is final.
create table if not exists audit (
  number {{identity}},
  run_id {{id}} not null unique references runs (id),
  actor text not null,
  comment text,
  former_status {{id}} not null,
  at bigint not null
)
