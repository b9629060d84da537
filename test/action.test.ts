import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Action, runAction } from '../src/action.js';
import { accountKeys } from '../src/auth/accountGone.js';
import type { CallContext } from '../src/auth/auth.js';
import { HasuraRefusal } from '../src/hasura/client.js';

const refusal = (constraint: string) =>
  new HasuraRefusal(
    `Foreign key violation. insert or update on table "t" violates foreign key constraint "${constraint}"`,
    'constraint-violation',
  );

/** An Action whose account is deleted after it was read. */
const failing = (error: Error): Action => ({
  name: 'changeEmail',
  input: z.strictObject({}),
  run: () => Promise.reject(error),
});

const calledBy = (caller: { role: string; userId: string | undefined }) =>
  ({ auth: { stages: [] }, caller }) as unknown as CallContext;

describe('an account that is deleted while its Action runs', () => {
  const user = calledBy({ role: 'user', userId: '8f41a6fd-6ba5-4397-a551-3ff0c4799399' });

  it.each([...accountKeys])('is signed in no more (%s)', async (constraint) => {
    await expect(runAction(failing(refusal(constraint)), {}, user)).rejects.toMatchObject({
      code: 'unauthenticated-user',
    });
  });

  it('can not be signed in to', async () => {
    const nobody = calledBy({ role: 'public', userId: undefined });
    await expect(runAction(failing(refusal('fk_user')), {}, nobody)).rejects.toMatchObject({
      code: 'disabled-user',
    });
  });

  it('is no excuse for other failures, nor for those of administrators', async () => {
    const other = refusal('users_email_key');
    await expect(runAction(failing(other), {}, user)).rejects.toBe(other);
    const gone = refusal('fk_user');
    const admin = calledBy({ role: 'admin', userId: '8f41a6fd-6ba5-4397-a551-3ff0c4799399' });
    await expect(runAction(failing(gone), {}, admin)).rejects.toBe(gone);
  });

  it('is known by every key that the migrations have in the schema auth', () => {
    const migrations = resolve(import.meta.dirname, '../hasura/migrations/default');
    const sql = readdirSync(migrations).map((name) => readFileSync(join(migrations, name, 'up.sql'), 'utf8'));
    const keys = sql.flatMap((text) => [
      ...text.matchAll(/constraint (\w+)\s+(?:foreign key \(\w+\)\s+)?references auth\.users\b/gi),
    ]);
    const names = new Set(keys.map(([, name]) => name).filter((name) => name !== 'notes_user_id_fkey'));
    expect([...names].toSorted()).toEqual([...accountKeys].toSorted());
    // None is written in another form.
    expect(keys.length).toBe(sql.join('\n').match(/references auth\.users\b/gi)?.length);
  });
});
