drop table if exists public.notes;
drop function if exists public.set_notes_updated_at();
