import type { Secret } from '../lib/secret.js';
import { post } from './post.js';
import type { SmsTransport } from './sms.js';

export interface TwilioOptions {
  readonly accountSid: string;
  readonly authToken: Secret;
  /** Messaging service (`MG…`), number of the sender, or Verify service (`VA…`). */
  readonly serviceSid: string;
  readonly fetch: typeof fetch;
}

/** Twilio: messages, or the Verify service, by the kind of the service. */
export function createTwilioTransport(options: TwilioOptions): SmsTransport {
  return options.serviceSid.startsWith('VA') ? createVerify(options) : createMessages(options);
}

/** https://www.twilio.com/docs/messaging/api/message-resource */
function createMessages(options: TwilioOptions): SmsTransport {
  const { accountSid, serviceSid } = options;
  const url = `https://api.twilio.com/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`;
  const from: Record<string, string> = serviceSid.startsWith('MG')
    ? { MessagingServiceSid: serviceSid }
    : { From: serviceSid };
  return {
    async send({ to, body }) {
      await postForm(options, url, { To: to, Body: body, ...from });
    },
  };
}

/** https://www.twilio.com/docs/verify/api: Twilio makes the code, writes the text and checks the code. */
function createVerify(options: TwilioOptions): SmsTransport {
  const service = `https://verify.twilio.com/v2/Services/${encodeURIComponent(options.serviceSid)}`;
  return {
    async send(sms) {
      // Verify sends nothing but codes.
      if (!sms.hasCode) return;
      await postForm(options, `${service}/Verifications`, { To: sms.to, Channel: 'sms' });
    },
    async checkCode(to, code) {
      const { status, json } = await postForm(
        options,
        `${service}/VerificationCheck`,
        { To: to, Code: code },
        // 404: there is no verification, or it was used, has expired or had too many guesses.
        [404],
      );
      return status !== 404 && (json as { status?: string }).status === 'approved';
    },
  };
}

function postForm(
  { accountSid, authToken, fetch }: TwilioOptions,
  url: string,
  fields: Record<string, string>,
  accepted: readonly number[] = [],
) {
  const credentials = Buffer.from(`${accountSid}:${authToken.reveal()}`).toString('base64');
  return post({
    service: 'Twilio',
    fetch,
    url,
    headers: { authorization: `Basic ${credentials}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields).toString(),
    accepted,
  });
}
