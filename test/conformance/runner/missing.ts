/** What a setup may use and this database doesn't have. */
export interface Missing {
  /** Types, as of PostGIS. */
  readonly types: readonly string[];
  /** Locales that the server's system doesn't know: `set lc_… to` one of these is left out. */
  readonly locales: readonly string[];
}

const extensionStatement = /create\s+extension\s+(if\s+not\s+exists\s+)?"?(postgis\w*)"?[^;]*;/gi;

/**
 * A setup without what the database can't hold: columns of the missing types, their values in inserts, their names
 * in permissions. Everything else is used as it is. `dropped` collects the columns left out, by table.
 */
export function withoutMissing(
  command: unknown,
  missing: Missing,
  dropped: Map<string, Set<string>>,
): unknown {
  if (typeof command !== 'object' || command === null) return command;
  if (Array.isArray(command)) {
    return command.map((each) => withoutMissing(each, missing, dropped)).filter((each) => each !== undefined);
  }
  const { type, args } = command as { type?: string; args?: unknown };
  if (Array.isArray(args)) return { ...command, args: withoutMissing(args, missing, dropped) };
  if (typeof args !== 'object' || args === null) return command;
  if (typeof type === 'string' && type.endsWith('run_sql')) {
    const { sql } = args as { sql?: string };
    return typeof sql === 'string'
      ? { ...command, args: { ...args, sql: rewriteSql(sql, missing, dropped) } }
      : command;
  }
  return withoutColumns(command as Record<string, unknown>, args as Record<string, unknown>, dropped);
}

function withoutColumns(
  command: Record<string, unknown>,
  args: Record<string, unknown>,
  dropped: Map<string, Set<string>>,
) {
  const table =
    typeof args.table === 'string' ? args.table : (args.table as { name?: string } | undefined)?.name;
  const columns = table === undefined ? undefined : dropped.get(table);
  const permission = args.permission as Record<string, unknown> | undefined;
  if (!columns || !permission) return command;
  const mentions = (part: unknown) =>
    [...columns].some((column) => JSON.stringify(part ?? null).includes(`"${column}"`));
  if (mentions(permission.filter) || mentions(permission.check) || mentions(permission.set)) return undefined;
  const kept = Array.isArray(permission.columns)
    ? permission.columns.filter((column) => !columns.has(String(column)))
    : permission.columns;
  return { ...command, args: { ...args, permission: { ...permission, columns: kept } } };
}

function rewriteSql(sql: string, missing: Missing, dropped: Map<string, Set<string>>): string {
  const columnOf = new RegExp(`^\\s*"?(\\w+)"?\\s+(${missing.types.join('|')})\\b`, 'i');
  const withoutDefinitions = sql
    .replace(extensionStatement, '')
    .replace(/set\s+lc_\w+\s+to\s+"?([\w.-]+)"?\s*;/gi, (all, locale) =>
      missing.locales.includes(String(locale).toLowerCase()) ? '' : all,
    )
    .replace(
      /(create\s+table\s+(?:if\s+not\s+exists\s+)?(?:\w+\.)?"?(\w+)"?\s*\()([\s\S]*?)(\)\s*;)/gi,
      (_all, head, table, body, tail) => {
        const kept = splitTopLevel(body).filter((definition) => {
          const column = columnOf.exec(definition)?.[1];
          if (column) dropped.set(table, (dropped.get(table) ?? new Set()).add(column));
          return !column;
        });
        return `${head}${kept.join(',')}${tail}`;
      },
    );
  return withoutDefinitions.replace(
    /(insert\s+into\s+(?:\w+\.)?"?(\w+)"?\s*\()([^)]*)(\)\s*values\s*)([\s\S]*?)(;)/gi,
    (all, head, table, columns, middle, rows, tail) => {
      const gone = dropped.get(table);
      if (!gone) return all;
      const names = splitTopLevel(columns).map((name) => name.trim().replaceAll('"', ''));
      const keep = (values: readonly string[]) =>
        values.filter((_value, index) => !gone.has(names[index] ?? ''));
      const kept = splitTopLevel(rows).map(
        (row) => `(${keep(splitTopLevel(row.trim().slice(1, -1))).join(',')})`,
      );
      return `${head}${keep(splitTopLevel(columns)).join(',')}${middle}${kept.join(',')}${tail}`;
    },
  );
}

/** Splits at commas that stand outside of parentheses and string constants. */
function splitTopLevel(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let current = '';
  for (const character of text) {
    if (character === "'") quoted = !quoted;
    if (!quoted && character === '(') depth++;
    if (!quoted && character === ')') depth--;
    if (character === ',' && depth === 0 && !quoted) {
      parts.push(current);
      current = '';
    } else current += character;
  }
  return [...parts, current];
}
