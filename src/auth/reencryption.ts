import { repeat } from '../lib/repeat.js';
import type { Auth } from './auth.js';
import { contextOf as messageContext } from './outbox.js';
import { contextOf as tokensContext } from './providerTokens.js';
import { contextOf as totpContext } from './totp.js';

type Parts = Pick<Auth, 'hasura' | 'encryption' | 'log'>;

/** A text that a former key encrypted, anew. */
interface Renewed {
  readonly id: string;
  readonly column: string;
  readonly from: string;
  readonly to: string;
}

/** Rows of one table, and those texts of theirs that are encrypted. */
interface Row {
  readonly id: string;
  readonly texts: readonly {
    readonly column: string;
    readonly text: string | null;
    readonly context: string;
  }[];
}

interface Batch {
  readonly after: string;
  readonly present: string;
  readonly limit: number;
}

interface Table {
  readonly list: (auth: Parts, batch: Batch) => Promise<readonly Row[]>;
  readonly replace: (auth: Parts, renewed: readonly Renewed[]) => Promise<unknown>;
}

/** All that lives longer than some minutes; the rest expires by itself. */
const tables: readonly Table[] = [
  {
    async list({ hasura }, batch) {
      const { users } = await hasura.ListFormerUsers(batch);
      return users.map(({ id, totpSecret, totpPendingSecret }) => ({
        id,
        texts: [
          { column: 'totpSecret', text: totpSecret, context: totpContext(id) },
          { column: 'totpPendingSecret', text: totpPendingSecret, context: totpContext(id) },
        ],
      }));
    },
    replace: ({ hasura }, renewed) => hasura.ReplaceUserSecrets({ updates: renewed.map(update) }),
  },
  {
    async list({ hasura }, batch) {
      const { authUserProviders } = await hasura.ListFormerProviderTokens(batch);
      return authUserProviders.map(({ id, providerId, providerUserId, accessToken }) => ({
        id,
        texts: [
          { column: 'accessToken', text: accessToken, context: tokensContext(providerId, providerUserId) },
        ],
      }));
    },
    replace: ({ hasura }, renewed) => hasura.ReplaceProviderTokens({ updates: renewed.map(update) }),
  },
  {
    async list({ hasura }, batch) {
      const { authOutbox } = await hasura.ListFormerMessages(batch);
      return authOutbox.map(({ id, payload }) => ({
        id,
        texts: [{ column: 'payload', text: payload, context: messageContext(id) }],
      }));
    },
    replace: ({ hasura }, renewed) => hasura.ReplacePayloads({ updates: renewed.map(update) }),
  },
];

function update({ id, column, from, to }: Renewed) {
  return { where: { id: { _eq: id }, [column]: { _eq: from } }, _set: { [column]: to } };
}

const firstId = '00000000-0000-0000-0000-000000000000';

/**
 * Encrypts with the present key what a former one encrypted, in batches of which each is a transaction: stopped at any
 * point, the next call goes on where this one was. Any number of servers may do so at once.
 *
 * @returns how many texts were renewed, and how many no known key opens.
 * @throws OutageError or HasuraRefusal.
 */
export async function reencrypt(
  auth: Parts,
  { batchSize = 100, isStopped = () => false }: { batchSize?: number; isStopped?: () => boolean } = {},
): Promise<{ readonly renewed: number; readonly unreadable: number }> {
  const total = { renewed: 0, unreadable: 0 };
  const present = `${auth.encryption.prefix}%`;
  for (const table of tables) {
    let after: string | undefined = firstId;
    while (after !== undefined && !isStopped()) {
      const rows: readonly Row[] = await table.list(auth, { after, present, limit: batchSize });
      const { renewed, unreadable } = renew(auth, rows);
      if (renewed.length > 0) await table.replace(auth, renewed);
      total.renewed += renewed.length;
      total.unreadable += unreadable;
      after = rows.length < batchSize ? undefined : rows.at(-1)?.id;
    }
  }
  return total;
}

function renew(
  { encryption }: Parts,
  rows: readonly Row[],
): { readonly renewed: readonly Renewed[]; readonly unreadable: number } {
  const renewed: Renewed[] = [];
  let unreadable = 0;
  for (const { id, texts } of rows) {
    for (const { column, text, context } of texts) {
      if (text === null || !/^v\d\./.test(text) || text.startsWith(encryption.prefix)) continue;
      try {
        const to = encryption.encrypt(encryption.decrypt(text, context), context);
        renewed.push({ id, column, from: text, to });
      } catch {
        unreadable += 1;
      }
    }
  }
  return { renewed, unreadable };
}

/** After a failure, as when Hasura does not answer. */
const pauseMs = 15_000;
/** Servers that still have the former key as theirs may have written with it. */
const againMs = 3_600_000;

/** Re-encrypts in the background, where there is a former key. @returns how to stop. */
export function startReencryption(auth: Parts): () => Promise<void> {
  if (!auth.encryption.hasFormer) return async () => {};
  return repeat(async (isStopped) => {
    try {
      const counts = await reencrypt(auth, { isStopped });
      if (!isStopped()) report(auth, counts);
      return againMs;
    } catch (error) {
      auth.log.warn('Not everything could be encrypted anew', { error });
      return pauseMs;
    }
  });
}

function report({ log }: Parts, counts: { readonly renewed: number; readonly unreadable: number }): void {
  if (counts.unreadable > 0) {
    log.error(
      'Some texts can be read with neither AUTH_ENCRYPTION_KEY nor AUTH_ENCRYPTION_KEY_PREVIOUS',
      counts,
    );
  } else log.info('All is encrypted with AUTH_ENCRYPTION_KEY', counts);
}
