import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/lib/secret.js';
import { createPostmarkTransport } from '../../src/mail/postmarkTransport.js';
import { recordingFetch } from '../sms/recordingFetch.js';

const mail = {
  messageId: '<1@auth.example.com>',
  to: 'ada@example.com',
  subject: 'Subject',
  text: 'Text',
  html: '<p>Text</p>',
  headers: { 'X-Ticket': 'passwordlessEmail:1' },
};

function transport(fetch: typeof globalThis.fetch) {
  const serverToken = new Secret('server-token');
  return createPostmarkTransport({
    serverToken,
    sender: 'auth@example.com',
    headers: { 'X-SMTPAPI': '{}' },
    fetch,
  });
}

describe('createPostmarkTransport', () => {
  it('sends over the API, with all headers and the same Message-ID each time', async () => {
    const { fetch, requests } = recordingFetch(200, { ErrorCode: 0 });
    await transport(fetch).send(mail);
    expect(requests[0]).toMatchObject({
      url: 'https://api.postmarkapp.com/email',
      headers: { 'x-postmark-server-token': 'server-token' },
    });
    const { Headers, ...body } = JSON.parse(requests[0]?.body ?? '');
    expect(body).toEqual({
      From: 'auth@example.com',
      To: 'ada@example.com',
      Subject: 'Subject',
      TextBody: 'Text',
      HtmlBody: '<p>Text</p>',
    });
    expect(Headers).toEqual([
      { Name: 'X-SMTPAPI', Value: '{}' },
      { Name: 'X-Ticket', Value: 'passwordlessEmail:1' },
      { Name: 'Message-ID', Value: '<1@auth.example.com>' },
      { Name: 'X-PM-KeepID', Value: 'true' },
    ]);
  });

  it.each([
    [422, 406, true],
    [422, 300, true],
    [422, 10, false],
    [401, 10, false],
    [500, 0, false],
  ])('with status %i and error %i: for good %s', async (status, ErrorCode, permanent) => {
    await expect(transport(recordingFetch(status, { ErrorCode }).fetch).send(mail)).rejects.toMatchObject({
      name: 'DeliveryError',
      permanent,
    });
  });

  it('is tried again when nobody answers', async () => {
    const broken = transport(() => Promise.reject(new TypeError('fetch failed')));
    await expect(broken.send(mail)).rejects.toMatchObject({
      permanent: false,
      message: 'Postmark did not answer',
    });
  });
});
