import { hookHeaders } from './signature.js';

export interface HookRequest {
  readonly url: string;
  readonly keys: readonly Uint8Array[];
  /** The same whenever the same thing is said. */
  readonly id: string;
  readonly body: string;
  /** Seconds since 1970, now. */
  readonly timestamp: number;
  readonly timeoutMs: number;
  readonly fetch: typeof fetch;
}

/** What a hook answered: a status of 2xx and at most 64 KiB. */
export interface HookReply {
  readonly status: number;
  readonly text: string;
}

/** A hook did not answer as it should. The message names a status at most: it is kept in the database. */
export class HookFailure extends Error {
  override readonly name = 'HookFailure';
}

const maxReplyBytes = 65_536;

/**
 * Posts a signed message to a hook, once. Redirects are not followed: the URL is the operator's, and nobody else's.
 *
 * @throws HookFailure when there is no answer in time, another status than 2xx, or too long an answer.
 */
export async function callHook(request: HookRequest): Promise<HookReply> {
  const { url, keys, id, body, timestamp, timeoutMs, fetch } = request;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: hookHeaders(keys, { id, timestamp, body }),
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new HookFailure(`status ${response.status}`);
    }
    return { status: response.status, text: await readText(response) };
  } catch (error) {
    if (error instanceof HookFailure) throw error;
    throw new HookFailure('no answer', { cause: error });
  }
}

async function readText(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) return Buffer.concat(chunks).toString('utf8');
    length += value.length;
    if (length > maxReplyBytes) {
      await reader?.cancel();
      throw new HookFailure('too long an answer');
    }
    chunks.push(value);
  }
}
