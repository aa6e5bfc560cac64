create index if not exists owners_by_user on owners (user_id)
