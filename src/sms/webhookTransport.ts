import { post } from './post.js';
import type { SmsTransport } from './sms.js';

export interface WebhookOptions {
  readonly url: string;
  readonly contentType: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** What is posted, with `${to}` and `${body}` in it. */
  readonly bodyTemplate: string;
  readonly fetch: typeof fetch;
}

/** Posts each message to a URL, in whatever form the service behind it reads. */
export function createWebhookTransport(options: WebhookOptions): SmsTransport {
  const { url, contentType, headers, timeoutMs, bodyTemplate, fetch } = options;
  const escaped = escapeFor(contentType);
  return {
    async send({ to, body }) {
      const values: Record<string, string> = { to, body };
      await post({
        service: 'The SMS webhook',
        fetch,
        url,
        headers: { 'content-type': contentType, ...headers },
        body: bodyTemplate.replace(/\$\{(to|body)\}/g, (_, name: string) => escaped(values[name] ?? '')),
        timeoutMs,
      });
    },
  };
}

/** Makes a value part of a text of that type. */
function escapeFor(contentType: string): (value: string) => string {
  if (/json/i.test(contentType)) return (value) => JSON.stringify(value).slice(1, -1);
  if (/x-www-form-urlencoded/i.test(contentType)) return encodeURIComponent;
  if (/xml/i.test(contentType)) {
    return (value) => value.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
  }
  return (value) => value;
}
