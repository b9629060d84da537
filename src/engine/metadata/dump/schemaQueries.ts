/**
 * The statements that make a schema again, each query answering one column of text. `$1` is the list of schemas.
 * With an empty search_path Postgres writes every name with its schema.
 */

const schemas = `any ($1::text[])`;

/** Made by an extension, or for a constraint or an identity: not to be made by itself. */
const ownedByExtension = (kind: string, oid: string): string =>
  `exists (select 1 from pg_depend e where e.classid = '${kind}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

const comments = (kind: string, objects: string): string => `
  select format('COMMENT ON ${kind} %s IS %L;', o.label, d.description)
  from (${objects}) as o join pg_description d on d.objoid = o.oid and d.classoid = o.class::regclass and d.objsubid = o.sub
  order by o.label`;

const tableName = `format('%I.%I', n.nspname, c.relname)`;

const createSchemas = `
  select format('CREATE SCHEMA %I;', nspname) from pg_namespace where nspname = ${schemas} and nspname <> 'public' order by 1`;

const createEnums = `
  select format(E'CREATE TYPE %I.%I AS ENUM (\\n%s\\n);', n.nspname, t.typname,
    string_agg('    ' || quote_literal(e.enumlabel), E',\\n' order by e.enumsortorder))
  from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_enum e on e.enumtypid = t.oid
  where n.nspname = ${schemas} and not ${ownedByExtension('pg_type', 't.oid')}
  group by t.oid, n.nspname, t.typname order by n.nspname, t.typname`;

const createDomains = `
  select format('CREATE DOMAIN %I.%I AS %s%s%s%s;', n.nspname, t.typname, format_type(t.typbasetype, t.typtypmod),
    coalesce(' DEFAULT ' || t.typdefault, ''), case when t.typnotnull then ' NOT NULL' else '' end,
    (select coalesce(string_agg(format(E'\\n\\tCONSTRAINT %I %s', conname, pg_get_constraintdef(oid)), '' order by conname), '')
     from pg_constraint where contypid = t.oid and contype = 'c'))
  from pg_type t join pg_namespace n on n.oid = t.typnamespace
  where t.typtype = 'd' and n.nspname = ${schemas} and not ${ownedByExtension('pg_type', 't.oid')} order by t.oid`;

const createComposites = `
  select format(E'CREATE TYPE %I.%I AS (\\n%s\\n);', n.nspname, c.relname,
    string_agg(format('    %I %s', a.attname, format_type(a.atttypid, a.atttypmod)), E',\\n' order by a.attnum))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
  where c.relkind = 'c' and n.nspname = ${schemas} and a.attnum > 0 and not a.attisdropped
    and not ${ownedByExtension('pg_class', 'c.oid')}
  group by c.oid, n.nspname, c.relname order by c.oid`;

/** Functions over rows of tables come after the tables, others before: defaults and triggers need them. */
const createFunctions = (overRows: boolean): string => `
  select regexp_replace(rtrim(pg_get_functiondef(p.oid)), '^CREATE OR REPLACE ', 'CREATE ') || ';'
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace
  where n.nspname = ${schemas} and p.prokind in ('f', 'p') and not ${ownedByExtension('pg_proc', 'p.oid')}
    and ${overRows ? '' : 'not '}exists (
      select 1 from pg_type t join pg_class c on c.oid = t.typrelid
      where c.relkind in ('r', 'v', 'm', 'p', 'f')
        and t.oid = any (array[p.prorettype] || p.proargtypes::oid[] || coalesce(p.proallargtypes, '{}')))
  order by n.nspname, p.proname, p.oid`;

const sequenceOptions = `format('START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s%s',
    s.seqstart, s.seqincrement, s.seqmin, s.seqmax, s.seqcache, case when s.seqcycle then ' CYCLE' else '' end)`;

const createSequences = `
  select format('CREATE SEQUENCE %s AS %s %s;', ${tableName}, format_type(s.seqtypid, null), ${sequenceOptions})
  from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = ${schemas} and not ${ownedByExtension('pg_class', 'c.oid')}
    and not exists (select 1 from pg_depend d where d.objid = c.oid and d.classid = 'pg_class'::regclass and d.deptype = 'i')
  order by 1`;

const identity = `(
    select format(' GENERATED %s AS IDENTITY (SEQUENCE NAME %s %s)',
      case a.attidentity when 'a' then 'ALWAYS' else 'BY DEFAULT' end, d.objid::regclass, ${sequenceOptions})
    from pg_depend d join pg_sequence s on s.seqrelid = d.objid
    where d.classid = 'pg_class'::regclass and d.refobjid = a.attrelid and d.refobjsubid = a.attnum and d.deptype = 'i')`;

const columnDefinition = `format('    %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attcollation <> t.typcollation
        then (select format(' COLLATE %I.%I', cn.nspname, co.collname)
              from pg_collation co join pg_namespace cn on cn.oid = co.collnamespace where co.oid = a.attcollation)
        else '' end,
      case when a.attidentity <> '' then ${identity}
        when a.attgenerated = 's' then format(' GENERATED ALWAYS AS (%s) STORED', pg_get_expr(f.adbin, f.adrelid))
        when f.adbin is not null then ' DEFAULT ' || pg_get_expr(f.adbin, f.adrelid) else '' end,
      case when a.attnotnull then ' NOT NULL' else '' end)`;

const createTables = `
  select format(E'CREATE %sTABLE %s (\\n%s%s\\n);', case c.relpersistence when 'u' then 'UNLOGGED ' else '' end, ${tableName},
    (select string_agg(${columnDefinition}, E',\\n' order by a.attnum)
     from pg_attribute a join pg_type t on t.oid = a.atttypid
       left join pg_attrdef f on f.adrelid = a.attrelid and f.adnum = a.attnum
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
    (select coalesce(string_agg(format(E',\\n    CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)), '' order by conname), '')
     from pg_constraint where conrelid = c.oid and contype = 'c'))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname = ${schemas} and not ${ownedByExtension('pg_class', 'c.oid')}
  order by n.nspname, c.relname`;

const ownSequences = `
  select format('ALTER SEQUENCE %s OWNED BY %s.%I;', d.objid::regclass, d.refobjid::regclass, a.attname)
  from pg_depend d join pg_class c on c.oid = d.objid and c.relkind = 'S' join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
  where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'a' and n.nspname = ${schemas}
  order by 1`;

const createViews = `
  select format(E'CREATE %s %s AS\\n%s', case c.relkind when 'm' then 'MATERIALIZED VIEW' else 'VIEW' end, ${tableName},
    pg_get_viewdef(c.oid))
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind in ('v', 'm') and n.nspname = ${schemas} and not ${ownedByExtension('pg_class', 'c.oid')} order by c.oid`;

const constraints = (foreign: boolean): string => `
  select format(E'ALTER TABLE ONLY %s\\n    ADD CONSTRAINT %I %s;', ${tableName}, k.conname, pg_get_constraintdef(k.oid))
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
  where k.contype in (${foreign ? `'f'` : `'p', 'u', 'x'`}) and n.nspname = ${schemas} order by n.nspname, c.relname, k.conname`;

const createIndexes = `
  select pg_get_indexdef(i.indexrelid) || ';'
  from pg_index i join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace
    join pg_class x on x.oid = i.indexrelid
  where n.nspname = ${schemas} and not exists (select 1 from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
    and not ${ownedByExtension('pg_class', 'c.oid')}
  order by n.nspname, x.relname`;

const createTriggers = `
  select pg_get_triggerdef(t.oid) || ';'
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  where not t.tgisinternal and n.nspname = ${schemas} order by n.nspname, c.relname, t.tgname`;

const relationComments = comments(
  'TABLE',
  `select c.oid, 'pg_class' as class, 0 as sub, ${tableName} as label from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'r' and n.nspname = ${schemas}`,
);

const viewComments = comments(
  'VIEW',
  `select c.oid, 'pg_class' as class, 0 as sub, ${tableName} as label from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind = 'v' and n.nspname = ${schemas}`,
);

const columnComments = comments(
  'COLUMN',
  `select c.oid, 'pg_class' as class, a.attnum as sub, format('%s.%I', ${tableName}, a.attname) as label
   from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
   where c.relkind in ('r', 'v', 'm') and a.attnum > 0 and n.nspname = ${schemas}`,
);

const functionComments = comments(
  'FUNCTION',
  `select p.oid, 'pg_proc' as class, 0 as sub, p.oid::regprocedure::text as label
   from pg_proc p join pg_namespace n on n.oid = p.pronamespace
   where p.prokind = 'f' and n.nspname = ${schemas} and not ${ownedByExtension('pg_proc', 'p.oid')}`,
);

const schemaComments = comments(
  'SCHEMA',
  `select n.oid, 'pg_namespace' as class, 0 as sub, quote_ident(n.nspname) as label
   from pg_namespace n where n.nspname = ${schemas} and n.nspname <> 'public'`,
);

/** In the order in which the statements can run. */
export const schemaQueries: readonly string[] = [
  createSchemas,
  createEnums,
  createDomains,
  createComposites,
  createFunctions(false),
  createSequences,
  createTables,
  ownSequences,
  createFunctions(true),
  createViews,
  constraints(false),
  createIndexes,
  createTriggers,
  constraints(true),
  schemaComments,
  relationComments,
  viewComments,
  columnComments,
  functionComments,
];

/** What the queries above would leave out, by name: a dump without it would be wrong. */
export const beyondQuery = `
  select what from (
    select format('the partitioned or inherited table %s', ${tableName}) as what, n.nspname as schema
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'p' or exists (select 1 from pg_inherits h where h.inhrelid = c.oid)
    union all select format('the foreign table %s', ${tableName}), n.nspname
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'f'
    union all select format('row level security of %s', ${tableName}), n.nspname
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relrowsecurity
    union all select format('the rule %s', r.rulename), n.nspname
      from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
      where r.rulename <> '_RETURN'
    union all select format('the aggregate %s', p.proname), n.nspname
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prokind = 'a' and not ${ownedByExtension('pg_proc', 'p.oid')}
    union all select format('the range type %s', t.typname), n.nspname
      from pg_type t join pg_namespace n on n.oid = t.typnamespace
      where t.typtype = 'r' and not ${ownedByExtension('pg_type', 't.oid')}
  ) as beyond where schema = ${schemas} limit 1`;
