import { DeliveryError } from '../lib/delivery.js';
import type { Secret } from '../lib/secret.js';
import type { Mail, MailTransport } from './mail.js';

export interface SmtpOptions {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte. */
  readonly secure: boolean;
  readonly requireTls: boolean;
  readonly user: string | undefined;
  readonly password: Secret | undefined;
  readonly authMethod: 'PLAIN' | 'LOGIN' | 'CRAM-MD5';
  /** Sender as in a mail's From header. */
  readonly sender: string;
  /** Further headers of every mail. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends over SMTP, on a few connections that are kept open; nodemailer is loaded with the first mail. */
export function createSmtpTransport(options: SmtpOptions): MailTransport {
  let opened: ReturnType<typeof openPool> | undefined;
  return {
    async send(mail) {
      opened ??= openPool(options);
      const pool = await opened;
      try {
        await pool.sendMail(toNodemailer(mail, options));
      } catch (error) {
        throw deliveryError(error);
      }
    },
    async close() {
      (await opened)?.close();
    },
  };
}

/** Whether the server answers and takes the credentials. @throws Error with nodemailer's code, as `EAUTH`. */
export async function verifySmtp(options: SmtpOptions): Promise<void> {
  const pool = await openPool(options);
  try {
    await pool.verify();
  } finally {
    pool.close();
  }
}

async function openPool(options: SmtpOptions) {
  const { createTransport } = await import('nodemailer');
  const { user, password } = options;
  return createTransport({
    pool: true,
    maxConnections: 5,
    host: options.host,
    port: options.port,
    secure: options.secure,
    requireTLS: options.requireTls,
    authMethod: options.authMethod,
    ...(user !== undefined && { auth: { user, pass: password?.reveal() ?? '' } }),
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    // Nothing in a mail is ever read from a file or a URL.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function toNodemailer({ messageId, to, subject, text, html, headers }: Mail, common: SmtpOptions) {
  return {
    from: common.sender,
    // As an object the address is not parsed again.
    to: { name: '', address: to },
    subject,
    text,
    ...(html !== undefined && { html }),
    messageId,
    headers: Object.fromEntries(
      // Prepared: not folded. Common mail catchers lose what stands on a second line.
      Object.entries({ ...common.headers, ...headers }).map(([name, value]) => [
        name,
        { prepared: true, value: headerValue(value) },
      ]),
    ),
    // Out-of-office answers are of no use to anybody (RFC 3834).
    autoSubmitted: 'auto-generated',
  };
}

/** Nodemailer writes prepared values as they are, so what could end the line or is not ASCII is encoded here. */
function headerValue(value: string): string {
  return value.replace(/[^\x20-\x7e]/gu, (character) => encodeURIComponent(character));
}

/** SMTP says with 5xx to an envelope or a message that trying again is of no use (RFC 5321 section 4.2.1). */
function deliveryError(error: unknown): DeliveryError {
  const { code = 'unknown', responseCode } = error as { code?: string; responseCode?: number };
  const permanent =
    (code === 'EENVELOPE' || code === 'EMESSAGE') &&
    responseCode !== undefined &&
    responseCode >= 550 &&
    responseCode < 560;
  const answered = responseCode === undefined ? '' : ` ${responseCode}`;
  return new DeliveryError(`SMTP ${code}${answered}`, { permanent, cause: error });
}
