import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';

/** A mail as it came over SMTP. */
export interface ReceivedMail {
  readonly from: string;
  /** Recipients of the envelope. */
  readonly to: readonly string[];
  /** The whole message as it was sent. */
  readonly source: string;
  readonly mail: Email;
  /** Value of a header; undefined when it is not there. */
  header(name: string): string | undefined;
}

export interface MailServer {
  readonly port: number;
  /** In the order in which they came. */
  readonly mails: readonly ReceivedMail[];
  /** The last mail to an address. @throws Error when there is none: mails are there before a request is answered. */
  lastTo(email: string): ReceivedMail;
  /** Mails are taken only after this time, from now on. */
  delay(milliseconds: number): void;
  /** Recipients are refused with this status until it is set to undefined. */
  refuseWith(status: number | undefined): void;
  close(): Promise<void>;
}

/** Settings of a server that sends its mails here. */
export function smtpEnv({ port }: { port: number }): Record<string, string> {
  return {
    AUTH_SMTP_HOST: '127.0.0.1',
    AUTH_SMTP_PORT: String(port),
    AUTH_SMTP_SENDER: 'Example <auth@example.com>',
    AUTH_SERVER_URL: 'http://auth.example.com',
  };
}

/** A real SMTP server in this process, which keeps what it gets. */
export async function startMailServer({
  port = 0,
  user,
}: {
  port?: number;
  user?: { name: string; password: string };
} = {}): Promise<MailServer> {
  const mails: ReceivedMail[] = [];
  let refusal: number | undefined;
  let delayMs = 0;
  const server = new SMTPServer({
    authOptional: user === undefined,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    logger: false,
    // Clients keep connections open; closing does not wait for them.
    closeTimeout: 50,
    onAuth({ username, password }, _session, done) {
      const matches = user !== undefined && username === user.name && password === user.password;
      done(matches ? null : new Error('wrong user or password'), matches ? { user: username } : undefined);
    },
    onRcptTo(_address, _session, done) {
      if (refusal === undefined) return done();
      done(Object.assign(new Error('not here'), { responseCode: refusal }));
    },
    onData(stream, { envelope }, done) {
      text(stream)
        .then(async (source) => {
          await sleep(delayMs);
          const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
          mails.push(
            received(
              from,
              envelope.rcptTo.map(({ address }) => address),
              source,
              await PostalMime.parse(source),
            ),
          );
          done();
        })
        .catch(done);
    },
  });
  // Clients that go away in the middle are no failure of a test.
  server.on('error', () => {});
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    lastTo(email) {
      const found = mails.findLast(({ to }) => to.includes(email));
      if (!found) throw new Error(`No mail was sent to ${email}`);
      return found;
    },
    delay(milliseconds) {
      delayMs = milliseconds;
    },
    refuseWith(status) {
      refusal = status;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function received(from: string, to: string[], source: string, mail: Email): ReceivedMail {
  return {
    from,
    to,
    source,
    mail,
    header: (name) => mail.headers.find(({ key }) => key === name.toLowerCase())?.value,
  };
}
