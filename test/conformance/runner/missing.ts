import { splitStatements, splitTopLevel } from './sqlText.js';

/** What a setup may use and this database doesn't have. */
export interface Missing {
  /** Types, as of PostGIS. */
  readonly types: readonly string[];
  /** Locales that the server's system doesn't know: `set lc_… to` one of these is left out. */
  readonly locales: readonly string[];
}

/** Columns left out, by table. */
export type DroppedColumns = Map<string, Set<string>>;

type Command = Readonly<Record<string, unknown>>;

/**
 * A setup without what the database can't hold: columns of the missing types, their values in inserts, their names
 * in permissions. Everything else is used as it is.
 */
export function withoutMissing(command: unknown, missing: Missing, dropped: DroppedColumns): unknown {
  if (Array.isArray(command)) {
    return command.map((each) => withoutMissing(each, missing, dropped)).filter((each) => each !== undefined);
  }
  if (!isObject(command)) return command;
  const { type, args } = command;
  if (Array.isArray(args)) return { ...command, args: withoutMissing(args, missing, dropped) };
  if (!isObject(args)) return command;
  if (String(type).endsWith('run_sql') && typeof args.sql === 'string') {
    return { ...command, args: { ...args, sql: rewriteSql(args.sql, missing, dropped) } };
  }
  return withoutColumns(command, args, dropped);
}

function withoutColumns(command: Command, args: Command, dropped: DroppedColumns): unknown {
  const table = isObject(args.table) ? args.table.name : args.table;
  const columns = dropped.get(String(table));
  if (!columns) return command;
  if (Array.isArray(args.objects)) {
    const kept = (row: Command) =>
      Object.fromEntries(Object.entries(row).filter(([name]) => !columns.has(name)));
    return { ...command, args: { ...args, objects: args.objects.map(kept) } };
  }
  if (!isObject(args.permission)) return command;
  const { permission } = args;
  const named = [permission.filter, permission.check, permission.set].some((part) => mentions(part, columns));
  if (named) return undefined;
  const listed = permission.columns;
  const kept = Array.isArray(listed) ? listed.filter((column) => !columns.has(String(column))) : listed;
  return { ...command, args: { ...args, permission: { ...permission, columns: kept } } };
}

/** A request without the nulls that its variables give to columns that were left out: null is what they would hold. */
export function withoutNulls(query: unknown, dropped: DroppedColumns): unknown {
  if (!isObject(query) || !isObject(query.variables)) return query;
  const columns = new Set([...dropped.values()].flatMap((each) => [...each]));
  const strip = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(strip);
    if (!isObject(value)) return value;
    const kept = Object.entries(value).filter(([name, each]) => each !== null || !columns.has(name));
    return Object.fromEntries(kept.map(([name, each]) => [name, strip(each)]));
  };
  return { ...query, variables: strip(query.variables) };
}

function mentions(part: unknown, columns: ReadonlySet<string>): boolean {
  if (Array.isArray(part)) return part.some((each) => mentions(each, columns));
  return (
    isObject(part) && Object.entries(part).some(([key, each]) => columns.has(key) || mentions(each, columns))
  );
}

function rewriteSql(sql: string, missing: Missing, dropped: DroppedColumns): string {
  return splitStatements(sql)
    .map((statement) => rewriteStatement(statement, missing, dropped))
    .filter((statement) => statement !== undefined)
    .join(';');
}

function rewriteStatement(statement: string, missing: Missing, dropped: DroppedColumns): string | undefined {
  if (missing.types.length > 0 && /create\s+extension\s+[^;]*postgis/i.test(statement)) return undefined;
  const locale = /^\s*set\s+lc_\w+\s+to\s+"?([\w.-]+)"?\s*$/i.exec(statement)?.[1];
  if (locale && missing.locales.includes(locale.toLowerCase())) return undefined;
  const table = /^\s*create\s+table\s+(?:if\s+not\s+exists\s+)?(?:\w+\.)?"?(\w+)"?\s*\(/i.exec(
    statement,
  )?.[1];
  if (table) return withoutDefinitions(statement, table, missing, dropped);
  const insert = /^(\s*insert\s+into\s+(?:\w+\.)?"?(\w+)"?\s*\()([^)]*)(\)\s*values\s*)([\s\S]*)$/i.exec(
    statement,
  );
  const columns = dropped.get(insert?.[2] ?? '');
  if (!insert || !columns) return statement;
  const [, head = '', , names = '', middle = '', rows = ''] = insert;
  const listed = splitTopLevel(names);
  const keep = (values: readonly string[]) =>
    values.filter((_value, index) => !columns.has((listed[index] ?? '').trim().replaceAll('"', '')));
  const kept = splitTopLevel(rows).map(
    (row) => `(${keep(splitTopLevel(row.trim().slice(1, -1))).join(',')})`,
  );
  return `${head}${keep(listed).join(',')}${middle}${kept.join(',')}`;
}

function withoutDefinitions(
  statement: string,
  table: string,
  missing: Missing,
  dropped: DroppedColumns,
): string {
  const open = statement.indexOf('(');
  const close = statement.lastIndexOf(')');
  const columnOf = new RegExp(`^\\s*"?(\\w+)"?\\s+(${missing.types.join('|') || '(?!)'})\\b`, 'i');
  const kept = splitTopLevel(statement.slice(open + 1, close)).filter((definition) => {
    const column = columnOf.exec(definition)?.[1];
    if (column) dropped.set(table, (dropped.get(table) ?? new Set()).add(column));
    return !column;
  });
  return `${statement.slice(0, open + 1)}${kept.join(',')}${statement.slice(close)}`;
}

const isObject = (value: unknown): value is Command =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
