import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../actions/index.js';
import type { App } from '../../src/app.js';
import { actionSecret, appWithoutHasura, send } from '../server/appWithoutHasura.js';

/** Hasura refuses arguments that an Action has not; so does every Action where it is reached without Hasura. */

let app: App;
beforeAll(async () => {
  app = await appWithoutHasura();
});
afterAll(() => app.close());

/** Whose account it is, and what may be done to it, is never said by input (GHSA-99h5-pjcv-gr6v). */
const forged = { userId: '0c1e0b6e-6c8b-4a57-9d0e-6f8d8e1f5c11', role: 'admin' };

describe('an argument that is not declared', () => {
  it.each(Object.keys(actions))('is refused by %s', async (name) => {
    for (const [key, value] of Object.entries(forged)) {
      const { status, body } = await send(app, '/actions', {
        body: { action: { name }, input: { [key]: value }, session_variables: { 'x-hasura-role': 'public' } },
        headers: { 'x-action-secret': actionSecret },
      });
      expect([status, body.extensions.code]).toEqual([400, 'invalid-request']);
      expect(body.extensions.details).toContain(`Unrecognized key: "${key}"`);
      expect(body.extensions.details).not.toContain(value);
    }
  });
});
