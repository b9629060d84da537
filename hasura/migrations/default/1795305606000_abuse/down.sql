drop table if exists auth.password_history;
