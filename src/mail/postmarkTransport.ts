import { DeliveryError } from '../lib/delivery.js';
import type { Secret } from '../lib/secret.js';
import type { MailTransport } from './mail.js';

export interface PostmarkOptions {
  readonly serverToken: Secret;
  readonly sender: string;
  /** Further headers of every mail. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof fetch;
}

const url = 'https://api.postmarkapp.com/email';

/** Sends through Postmark's API (https://postmarkapp.com/developer/api/email-api), as Nhost Auth does for this host name. */
export function createPostmarkTransport({
  serverToken,
  sender,
  headers: common,
  fetch,
}: PostmarkOptions): MailTransport {
  return {
    async send({ messageId, to, subject, text, html, headers }) {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          accept: 'application/json',
          'content-type': 'application/json',
          'x-postmark-server-token': serverToken.reveal(),
        },
        body: JSON.stringify({
          From: sender,
          To: to,
          Subject: subject,
          TextBody: text,
          ...(html !== undefined && { HtmlBody: html }),
          Headers: Object.entries({
            ...common,
            ...headers,
            'Message-ID': messageId,
            'X-PM-KeepID': 'true',
          }).map(([Name, Value]) => ({
            Name,
            Value,
          })),
        }),
        signal: AbortSignal.timeout(30_000),
      }).catch((cause: unknown) => {
        throw new DeliveryError('Postmark did not answer', { permanent: false, cause });
      });
      const { ErrorCode = 0 } = (await response.json().catch(() => ({}))) as { ErrorCode?: number };
      if (response.ok) return;
      // 300: an address that can't be; 406: one that has refused mails before.
      const permanent = ErrorCode === 300 || ErrorCode === 406;
      throw new DeliveryError(`Postmark ${response.status} ${ErrorCode}`, { permanent });
    },
    async close() {},
  };
}
