/**
 * One statement that reads everything about the user's schemas as one JSON text. Rows are arrays, in the order that
 * catalog/rows.ts names; identifiers are joined there, since Postgres would need a subquery for each.
 */
export const catalogQuery = `
with user_schemas as (
  select oid, nspname from pg_catalog.pg_namespace
  where nspname !~ '^pg_' and nspname not in ('information_schema', 'hdb_catalog')
),
relations as (
  select c.oid, c.relname, c.relkind, s.nspname,
    case
      when c.relkind in ('r', 'p') then 28
      when c.relkind in ('v', 'f') then pg_catalog.pg_relation_is_updatable(c.oid, true)
      else 0
    end as writable
  from pg_catalog.pg_class c
  join user_schemas s on s.oid = c.relnamespace
  where c.relkind in ('r', 'p', 'v', 'm', 'f')
),
columns as (
  select a.attrelid, json_agg(json_build_array(
      a.attname, a.attnum, a.atttypid::text, a.attnotnull, a.atthasdef, a.attidentity, a.attgenerated, d.description
    ) order by a.attnum) as list
  from pg_catalog.pg_attribute a
  join relations r on r.oid = a.attrelid
  left join pg_catalog.pg_description d
    on d.objoid = a.attrelid and d.classoid = 'pg_catalog.pg_class'::regclass and d.objsubid = a.attnum
  where a.attnum > 0 and not a.attisdropped
  group by a.attrelid
),
constraints as (
  select c.conrelid, json_agg(json_build_array(
      c.conname, c.contype, c.conkey, c.confrelid::text, c.confkey
    ) order by c.conname) as list
  from pg_catalog.pg_constraint c
  join relations r on r.oid = c.conrelid
  where c.contype in ('p', 'u', 'f')
    -- a foreign key to a partitioned table has one more row for each partition
    and not exists (
      select from pg_catalog.pg_constraint parent where parent.oid = c.conparentid and parent.conrelid = c.conrelid
    )
  group by c.conrelid
),
functions as (
  select json_agg(json_build_array(
      p.oid::text, s.nspname, p.proname, d.description, p.provolatile, p.prokind,
      string_to_array(p.proargtypes::text, ' '), p.proargnames, p.proargmodes, p.pronargdefaults,
      p.prorettype::text, p.proretset, p.provariadic <> 0
    ) order by s.nspname, p.proname, p.oid) as list
  from pg_catalog.pg_proc p
  join user_schemas s on s.oid = p.pronamespace
  left join pg_catalog.pg_description d
    on d.objoid = p.oid and d.classoid = 'pg_catalog.pg_proc'::regclass and d.objsubid = 0
  where p.prorettype not in ('pg_catalog.trigger'::regtype, 'pg_catalog.event_trigger'::regtype)
    and not exists (
      select from pg_catalog.pg_depend e
      where e.classid = 'pg_catalog.pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e'
    )
),
types as (
  select json_agg(json_build_array(
      t.oid::text, n.nspname, t.typname, t.typtype, t.typbasetype::text,
      case when e.oid is null then null else e.oid::text end,
      case when t.typtype = 'c' then t.typrelid::text end
    )) as list
  from pg_catalog.pg_type t
  join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  left join pg_catalog.pg_type e on e.oid = t.typelem and e.typarray = t.oid
  where n.nspname !~ '^pg_(toast|temp)' and n.nspname <> 'hdb_catalog'
    -- nobody has columns of a system table's row type
    and not (n.nspname in ('pg_catalog', 'information_schema')
      and (t.typtype = 'c' or exists (select from pg_catalog.pg_type r where r.oid = t.typelem and r.typtype = 'c')))
)
select json_build_object(
  'types', (select list from types),
  'functions', (select list from functions),
  'tables', (
    select json_agg(json_build_array(
        r.oid::text, r.nspname, r.relname, r.relkind, r.writable, d.description, columns.list, constraints.list
      ) order by r.nspname, r.relname)
    from relations r
    left join pg_catalog.pg_description d
      on d.objoid = r.oid and d.classoid = 'pg_catalog.pg_class'::regclass and d.objsubid = 0
    left join columns on columns.attrelid = r.oid
    left join constraints on constraints.conrelid = r.oid
  )
)::text as catalog`;
