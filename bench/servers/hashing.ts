/**
 * Verifies one password again and again, in one thread and with nothing around it: the limit of a sign-in. BINDING is
 * `@node-rs/argon2` or `argon2`, PASSWORD_HASH the hash of PASSWORD. A request's body says how many times.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const { BINDING = '', PASSWORD_HASH = '', PASSWORD = '' } = process.env;

async function loadVerify(): Promise<() => Promise<boolean> | boolean> {
  if (BINDING === '@node-rs/argon2') {
    const { verifySync } = await import('@node-rs/argon2');
    return () => verifySync(PASSWORD_HASH, PASSWORD);
  }
  const { verify } = await import('argon2');
  return () => verify(PASSWORD_HASH, PASSWORD);
}

const verify = await loadVerify();

async function repeat(times: number): Promise<string> {
  for (let done = 0; done < times; done += 1) if (!(await verify())) return 'the password does not match';
  return 'done';
}

const server = createServer((incoming, outgoing) => {
  void text(incoming)
    .then((times) => repeat(Number(times)))
    .then((answer) => outgoing.end(answer));
});
server.listen(0, '127.0.0.1', () => {
  console.log(`listening http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
