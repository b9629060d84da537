import { defaulted, type Entry, optional } from '../entry.js';
import { flag, oneOf, port, secret, text } from '../readers.js';

export const mailEntries = {
  smtpHost: optional({
    env: 'AUTH_SMTP_HOST',
    read: text,
    doc: "Host that takes mails; `postmark` sends through Postmark's API, with its token in AUTH_SMTP_PASS. Without it, development shows mails at `/dev/inbox`, and production sends none.",
  }),
  smtpPort: defaulted({ env: 'AUTH_SMTP_PORT', read: port, default: '587', doc: 'Port of the SMTP server.' }),
  smtpSecure: defaulted({
    env: 'AUTH_SMTP_SECURE',
    read: flag,
    default: 'false',
    doc: 'TLS from the first byte (port 465). Otherwise TLS is used as soon as the server offers STARTTLS.',
  }),
  smtpRequireTls: defaulted({
    env: 'AUTH_SMTP_REQUIRE_TLS',
    read: flag,
    default: 'false',
    doc: 'Sends nothing to a server that does not offer STARTTLS.',
  }),
  smtpUser: optional({ env: 'AUTH_SMTP_USER', read: text, doc: 'User name at the SMTP server.' }),
  smtpPass: optional({
    env: 'AUTH_SMTP_PASS',
    read: secret,
    secret: true,
    doc: 'Password at the SMTP server, or the server token of Postmark.',
  }),
  smtpAuthMethod: defaulted({
    env: 'AUTH_SMTP_AUTH_METHOD',
    read: oneOf('PLAIN', 'LOGIN', 'CRAM-MD5'),
    default: 'PLAIN',
    doc: 'How the user name and password are sent.',
  }),
  smtpSender: optional({
    env: 'AUTH_SMTP_SENDER',
    read: text,
    doc: 'Sender of all mails, as `auth@example.com` or `Example <auth@example.com>`; required with AUTH_SMTP_HOST.',
  }),
  smtpApiHeader: optional({
    env: 'AUTH_SMTP_X_SMTPAPI_HEADER',
    read: text,
    doc: 'Value of the header `X-SMTPAPI` of all mails, for services that read it.',
  }),
  emailTemplatesPath: optional({
    env: 'AUTH_EMAIL_TEMPLATES_PATH',
    read: text,
    doc: 'Directory with templates of your own: `<locale>/<kind>/subject.txt`, `body.txt` and `body.html`, as in Nhost Auth. What it lacks comes from the built-in ones.',
  }),
  verifyOnGet: defaulted({
    env: 'AUTH_VERIFY_ON_GET',
    read: flag,
    default: 'false',
    doc: 'Links of mails act at once and redirect, as in Nhost Auth, in place of a page with a button. Programs that open links to check them then use them up.',
  }),
} satisfies Record<string, Entry<unknown>>;
