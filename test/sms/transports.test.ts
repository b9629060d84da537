import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/lib/secret.js';
import { createModicaTransport } from '../../src/sms/modicaTransport.js';
import type { SmsTransport } from '../../src/sms/sms.js';
import { createTwilioTransport } from '../../src/sms/twilioTransport.js';
import { createWebhookTransport } from '../../src/sms/webhookTransport.js';
import { recordingFetch } from './recordingFetch.js';

const sms = { to: '+33612345678', body: '123456 is "your" code & more <ok>', hasCode: true };
const basic = (credentials: string) => `Basic ${Buffer.from(credentials).toString('base64')}`;

const twilio = (serviceSid: string, fetch: typeof globalThis.fetch) =>
  createTwilioTransport({ accountSid: 'AC1', authToken: new Secret('token'), serviceSid, fetch });

describe('Twilio', () => {
  it.each([
    ['MG1', { MessagingServiceSid: 'MG1' }],
    ['+15005550006', { From: '+15005550006' }],
  ])('sends messages from %s', async (serviceSid, sender) => {
    const { fetch, requests } = recordingFetch(201);
    await twilio(serviceSid, fetch).send(sms);
    expect(requests).toEqual([
      {
        url: 'https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json',
        method: 'POST',
        headers: { authorization: basic('AC1:token'), 'content-type': 'application/x-www-form-urlencoded' },
        body: expect.any(String),
      },
    ]);
    expect(Object.fromEntries(new URLSearchParams(requests[0]?.body))).toEqual({
      To: sms.to,
      Body: sms.body,
      ...sender,
    });
  });

  it('does not check codes that it only sends', () => {
    expect(twilio('MG1', recordingFetch().fetch).checkCode).toBeUndefined();
  });
});

describe('Twilio Verify', () => {
  it('lets Twilio make and send the code', async () => {
    const { fetch, requests } = recordingFetch(201);
    await twilio('VA1', fetch).send(sms);
    expect(requests.map(({ url, body }) => [url, body])).toEqual([
      ['https://verify.twilio.com/v2/Services/VA1/Verifications', 'To=%2B33612345678&Channel=sms'],
    ]);
  });

  it('sends nothing but codes', async () => {
    const { fetch, requests } = recordingFetch(201);
    await twilio('VA1', fetch).send({ ...sms, hasCode: false });
    expect(requests).toEqual([]);
  });

  it.each([
    ['approved', 200, true],
    ['pending', 200, false],
    ['canceled', 200, false],
    [undefined, 404, false],
  ])('takes a check that is %s with status %i for %s', async (status, code, expected) => {
    const { fetch, requests } = recordingFetch(code, { status });
    expect(await twilio('VA1', fetch).checkCode?.(sms.to, '123456')).toBe(expected);
    expect(requests.map(({ url, body }) => [url, body])).toEqual([
      ['https://verify.twilio.com/v2/Services/VA1/VerificationCheck', 'To=%2B33612345678&Code=123456'],
    ]);
  });

  it('does not take trouble for a wrong code', async () => {
    await expect(twilio('VA1', recordingFetch(500).fetch).checkCode?.(sms.to, '1')).rejects.toThrow(
      'Twilio answered 500',
    );
  });
});

describe('Modica', () => {
  it('sends messages', async () => {
    const { fetch, requests } = recordingFetch(201, [1]);
    await createModicaTransport({ username: 'user', password: new Secret('pass'), fetch }).send(sms);
    expect(requests[0]).toMatchObject({
      url: 'https://api.modicagroup.com/rest/gateway/messages',
      headers: { authorization: basic('user:pass'), 'content-type': 'application/json' },
    });
    expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ destination: sms.to, content: sms.body });
  });
});

describe('the webhook', () => {
  const webhook = (contentType: string, bodyTemplate: string, fetch: typeof globalThis.fetch) =>
    createWebhookTransport({
      url: 'https://sms.example.com/send',
      contentType,
      headers: { 'x-api-key': 'k' },
      timeoutMs: 1000,
      bodyTemplate,
      fetch,
    });

  it.each([
    [
      'application/json',
      `{"n":"\${to}","t":"\${body}"}`,
      String.raw`{"n":"+33612345678","t":"123456 is \"your\" code & more <ok>"}`,
    ],
    [
      'application/x-www-form-urlencoded',
      `to=\${to}&text=\${body}`,
      'to=%2B33612345678&text=123456%20is%20%22your%22%20code%20%26%20more%20%3Cok%3E',
    ],
    [
      'application/xml',
      `<sms to="\${to}">\${body}</sms>`,
      '<sms to="+33612345678">123456 is &#34;your&#34; code &#38; more &#60;ok&#62;</sms>',
    ],
    ['text/plain', `\${to}: \${body}`, `${sms.to}: ${sms.body}`],
  ])('escapes values for %s', async (contentType, template, body) => {
    const { fetch, requests } = recordingFetch();
    await webhook(contentType, template, fetch).send(sms);
    expect(requests[0]).toMatchObject({ headers: { 'content-type': contentType, 'x-api-key': 'k' }, body });
  });

  it('puts nothing into what was put in', async () => {
    const { fetch, requests } = recordingFetch();
    await webhook('text/plain', `\${body}\${other}`, fetch).send({ ...sms, body: `\${to}$&` });
    expect(requests[0]?.body).toBe(`\${to}$&\${other}`);
  });
});

describe('every service', () => {
  const transports: [string, (fetch: typeof globalThis.fetch) => SmsTransport][] = [
    ['Twilio', (fetch) => twilio('MG1', fetch)],
    ['Twilio', (fetch) => twilio('VA1', fetch)],
    ['Modica', (fetch) => createModicaTransport({ username: 'u', password: new Secret('p'), fetch })],
    [
      'The SMS webhook',
      (fetch) =>
        createWebhookTransport({
          url: 'https://x.example.com',
          contentType: 'text/plain',
          headers: {},
          timeoutMs: 1000,
          bodyTemplate: 'x',
          fetch,
        }),
    ],
  ];

  it.each(transports)(
    '%s: a refusal is for good, trouble is not; neither names the number',
    async (name, create) => {
      for (const [status, permanent] of [
        [400, true],
        [422, true],
        [401, false],
        [429, false],
        [500, false],
      ] as const) {
        await expect(create(recordingFetch(status).fetch).send(sms)).rejects.toMatchObject({
          name: 'DeliveryError',
          permanent,
          message: `${name} answered ${status}`,
        });
      }
      const broken = create(() => Promise.reject(new TypeError(`no route to ${sms.to}`)));
      await expect(broken.send(sms)).rejects.toMatchObject({
        permanent: false,
        message: `${name} did not answer`,
      });
    },
  );
});
