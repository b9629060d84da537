/** A claim of access tokens whose value is read through Hasura, beginning at the row of the user. */
export interface CustomClaim {
  /** In lower case, with `x-hasura-` before it. */
  readonly name: string;
  /** Fields from one row to the next; below `metadata` keys of its JSON. */
  readonly path: readonly string[];
}

/** Claims that say who the bearer is: no setting may write them. */
const reserved: ReadonlySet<string> = new Set([
  'x-hasura-allowed-roles',
  'x-hasura-auth-elevated',
  'x-hasura-auth-impersonated',
  'x-hasura-default-role',
  'x-hasura-role',
  'x-hasura-session-id',
  'x-hasura-user-id',
  'x-hasura-user-is-anonymous',
]);

/** The one JSON column of a user that paths may lead into. */
const jsonColumn = 'metadata';

/** `{"organisations": "memberships[].organisation.id"}`. @throws Error that completes "NAME …". */
export function parseCustomClaims(text: string): readonly CustomClaim[] {
  return Object.entries(parseObject(text)).map(([name, path]) => {
    if (typeof path !== 'string') throw new Error('must be a JSON object of paths');
    return { name: claimName(name), path: parsePath(path) };
  });
}

/** `{"organisations": []}`: what holds where a path leads to nothing. @throws Error that completes "NAME …". */
export function parseClaimDefaults(text: string): ReadonlyMap<string, string> {
  const claims = Object.entries(parseObject(text)).flatMap(([name, value]) => {
    const shown = claimText(value);
    return shown === undefined ? [] : [[claimName(name), shown] as const];
  });
  return new Map(claims);
}

/** The claim's path as a GraphQL field of a user, under an alias: `claim0: memberships { organisation { id } }`. */
export function claimField({ path }: CustomClaim, alias: string): string {
  const fields = path[0] === jsonColumn ? [jsonColumn] : path;
  return `${alias}: ${fields.join(' { ')}${' }'.repeat(fields.length - 1)}`;
}

/**
 * What the field of the claim brought, as text for the token; undefined when the path leads to nothing.
 *
 * Hasura's session variables are strings. Lists become array literals of Postgres, as `{"a","b"}`, which permissions
 * compare with `_in` and its like; lists within lists are put into one.
 */
export function claimValue({ path }: CustomClaim, selected: unknown): string | undefined {
  return claimText(follow(selected, path.slice(1)));
}

/** A value as the text of a session variable; undefined for none. */
export function claimText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value)) return scalarText(value);
  const items = value.filter((each) => each !== null && each !== undefined).map(scalarText);
  return `{${[...new Set(items)].map(quoted).join(',')}}`;
}

function scalarText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO */
function quoted(item: string): string {
  return `"${item.replace(/["\\]/g, String.raw`\$&`)}"`;
}

function follow(value: unknown, path: readonly string[]): unknown {
  if (Array.isArray(value)) return value.flatMap((each) => follow(each, path));
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return follow((value as Record<string, unknown>)[key], rest);
}

/** The full name of a claim. @throws Error when it is none, or one that this server writes itself. */
export function claimName(given: string): string {
  const folded = given.toLowerCase();
  const name = folded.startsWith('x-hasura-') ? folded : `x-hasura-${folded}`;
  if (!/^x-hasura-[a-z0-9][a-z0-9_-]*$/.test(name))
    throw new Error('has a claim whose name is no claim name');
  if (reserved.has(name)) throw new Error(`has the claim ${name}, which the auth server writes itself`);
  return name;
}

/** `[]` and `[*]` may follow a field of many rows, as in Nhost Auth; they say nothing that the data does not. */
function parsePath(text: string): readonly string[] {
  const path = text.split('.').map((part) => part.trim().replace(/\[\*?\]$/, ''));
  const keys = path[0] === jsonColumn ? path.slice(1) : [];
  const fields = path.slice(0, path.length - keys.length);
  if (!fields.every((part) => /^[A-Za-z_]\w*$/.test(part)) || !keys.every((part) => /^[\w-]+$/.test(part))) {
    throw new Error('has a path that is none, such as memberships[].organisation.id');
  }
  return path;
}

function parseObject(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Said below.
  }
  throw new Error('must be a JSON object');
}
