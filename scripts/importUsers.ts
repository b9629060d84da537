import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, readFile, rename, writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { importedUserTypes } from '../src/auth/adminFields.js';
import { describeFaults } from '../src/auth/parseInput.js';

/** What stops an import, in one sentence for who started it. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/** How far an import has come; kept beside the file. */
export interface Progress {
  /** SHA-256 of the first line: another file does not go on where this one stopped. */
  readonly firstLine: string;
  /** How many lines are done. */
  readonly lines: number;
  readonly created: number;
  readonly exists: number;
  readonly refused: number;
}

interface Options {
  /** One JSON object a line, with the fields of `AdminImportUser`. */
  readonly file: string;
  /** Base URL of Hasura. */
  readonly endpoint: string;
  readonly adminSecret: string;
  /** `FirebaseHashParameters`. */
  readonly firebase?: unknown;
  readonly fetch?: typeof fetch;
  readonly onProgress?: (progress: Progress, total: number) => void;
  /** Milliseconds before a batch that could not be sent is sent again; doubled every time. */
  readonly retryMs?: number;
}

/** Bounds of one request; the auth server takes a megabyte. */
const maxRows = 500;
const maxBytes = 700_000;
const maxTries = 6;

interface Line {
  /** From 1. */
  readonly number: number;
  readonly text: string;
}

interface Outcome {
  readonly index: number;
  readonly outcome: string;
  readonly code: string | null;
  readonly details: string | null;
}

/** A line that did not become an account, as it is written to the file of refusals: never with its data. */
interface Refusal {
  readonly line: number;
  readonly code: string | null;
  readonly details: string | null;
}

export const progressPath = (file: string): string => `${file}.progress.json`;
export const refusedPath = (file: string): string => `${file}.refused.jsonl`;

/**
 * Imports a file in batches, and writes after each how far it has come: started again, it goes on there. A batch whose
 * answer was lost is sent again, which makes nobody twice.
 *
 * @throws ImportError when it can't go on.
 */
export async function importUsers(options: Options): Promise<Progress> {
  const { file, onProgress } = options;
  const { total, firstLine } = await survey(file);
  let progress = (await loadProgress(file, firstLine)) ?? {
    firstLine,
    lines: 0,
    created: 0,
    exists: 0,
    refused: 0,
  };
  onProgress?.(progress, total);
  for await (const batch of batchesOf(file, progress.lines)) {
    progress = await importBatch(options, batch, progress);
    onProgress?.(progress, total);
  }
  return progress;
}

async function survey(file: string): Promise<{ total: number; firstLine: string }> {
  let total = 0;
  let first = '';
  for await (const { number, text } of linesOf(file)) {
    if (number === 1) first = text;
    total = number;
  }
  return { total, firstLine: createHash('sha256').update(first).digest('hex') };
}

async function* linesOf(file: string): AsyncGenerator<Line> {
  const input = createReadStream(file);
  try {
    let number = 0;
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      yield { number, text };
    }
  } catch (error) {
    throw new ImportError(`Cannot read ${file}: ${error instanceof Error ? error.message : error}`);
  } finally {
    input.destroy();
  }
}

async function loadProgress(file: string, firstLine: string): Promise<Progress | undefined> {
  const path = progressPath(file);
  let progress: Progress;
  try {
    progress = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new ImportError(`${path} cannot be read: delete it to begin from the first line.`);
  }
  if (progress.firstLine !== firstLine) {
    throw new ImportError(`${path} belongs to another file: delete it to begin from the first line.`);
  }
  return progress;
}

async function* batchesOf(file: string, done: number): AsyncGenerator<Line[]> {
  let batch: Line[] = [];
  let bytes = 0;
  for await (const line of linesOf(file)) {
    if (line.number <= done) continue;
    const size = Buffer.byteLength(line.text);
    if (batch.length === maxRows || (batch.length > 0 && bytes + size > maxBytes)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(line);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function importBatch(options: Options, batch: readonly Line[], before: Progress): Promise<Progress> {
  const rows: { line: number; user: unknown }[] = [];
  const refusals: Refusal[] = [];
  for (const line of batch) {
    if (line.text.trim() === '') continue;
    const read = readLine(line);
    if ('user' in read) rows.push(read);
    else refusals.push(read);
  }
  const outcomes =
    rows.length > 0
      ? await send(
          options,
          rows.map(({ user }) => user),
        )
      : [];
  for (const { index, outcome, code, details } of outcomes) {
    if (outcome === 'refused') refusals.push({ line: rows[index]?.line ?? 0, code, details });
  }
  const count = (name: string) => outcomes.filter(({ outcome }) => outcome === name).length;
  const after = {
    firstLine: before.firstLine,
    lines: batch.at(-1)?.number ?? before.lines,
    created: before.created + count('created'),
    exists: before.exists + count('exists'),
    refused: before.refused + refusals.length,
  };
  await keep(options.file, after, refusals);
  return after;
}

function readLine({ number, text }: Line): { line: number; user: unknown } | Refusal {
  const refuse = (details: string) => ({ line: number, code: 'invalid-request', details });
  if (Buffer.byteLength(text) > maxBytes) return refuse('the line is too long');
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return refuse('the line is not JSON');
  }
  const parsed = importedUserTypes.safeParse(raw);
  return parsed.success ? { line: number, user: raw } : refuse(describeFaults(parsed.error));
}

/** Refusals first: a line told twice is better than one that is never told. */
async function keep(file: string, progress: Progress, refusals: readonly Refusal[]): Promise<void> {
  const sorted = refusals.toSorted((a, b) => a.line - b.line);
  if (sorted.length > 0) {
    await appendFile(refusedPath(file), sorted.map((each) => `${JSON.stringify(each)}\n`).join(''));
  }
  const path = progressPath(file);
  await writeFile(`${path}.new`, JSON.stringify(progress));
  await rename(`${path}.new`, path);
}

const mutation = `mutation ($users: [AdminImportUser!]!, $firebase: FirebaseHashParameters) {
  adminImportUsers(users: $users, firebase: $firebase) { index outcome code details }
}`;

async function send(options: Options, users: readonly unknown[]): Promise<Outcome[]> {
  let reason = '';
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    if (attempt > 0) await pause((options.retryMs ?? 1000) * 2 ** (attempt - 1));
    const reply = await trySend(options, users);
    if ('outcomes' in reply) return reply.outcomes;
    reason = reply.reason;
    if (!reply.again) break;
  }
  throw new ImportError(`${reason}. Start it again to go on where it stopped.`);
}

/** Errors that pass by themselves. */
const passing = new Set(['service-unavailable', 'too-many-requests', 'unexpected', 'internal-error']);

type Reply = { readonly outcomes: Outcome[] } | { readonly reason: string; readonly again: boolean };

async function trySend(options: Options, users: readonly unknown[]): Promise<Reply> {
  const { endpoint, adminSecret, firebase, fetch: request = fetch } = options;
  let body: {
    data?: { adminImportUsers?: Outcome[] };
    errors?: { message: string; extensions?: { code?: string; details?: string } }[];
  };
  try {
    const response = await request(`${endpoint}/v1/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-hasura-admin-secret': adminSecret },
      body: JSON.stringify({ query: mutation, variables: { users, firebase: firebase ?? null } }),
    });
    body = JSON.parse(await response.text());
  } catch (error) {
    const cause =
      error instanceof Error ? ((error.cause as Error | undefined)?.message ?? error.message) : '';
    return { reason: `${endpoint} does not answer (${cause})`, again: true };
  }
  const outcomes = body.data?.adminImportUsers;
  if (outcomes) return { outcomes };
  const [error] = body.errors ?? [];
  const { code = '', details = '' } = error?.extensions ?? {};
  return { reason: `Refused: ${error?.message} ${details}`.trim(), again: passing.has(code) };
}
