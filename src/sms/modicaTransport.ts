import type { Secret } from '../lib/secret.js';
import { post } from './post.js';
import type { SmsTransport } from './sms.js';

export interface ModicaOptions {
  readonly username: string;
  readonly password: Secret;
  readonly fetch: typeof fetch;
}

const url = 'https://api.modicagroup.com/rest/gateway/messages';

/** Modica's mobile gateway (https://confluence.modicagroup.com, REST API). */
export function createModicaTransport({ username, password, fetch }: ModicaOptions): SmsTransport {
  const credentials = Buffer.from(`${username}:${password.reveal()}`).toString('base64');
  return {
    async send({ to, body }) {
      await post({
        service: 'Modica',
        fetch,
        url,
        headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/json' },
        body: JSON.stringify({ destination: to, content: body }),
      });
    },
  };
}
