import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');

/** The product as `npm start` runs it, in a process of its own, with a database that nothing is left of. */
export interface Product {
  /** Of Hasura. */
  readonly graphqlUrl: string;
  /** Of the auth server and its page, by the name `localhost`. */
  readonly authUrl: string;
  stop(): Promise<void>;
}

export async function startProduct(env: Readonly<Record<string, string>>): Promise<Product> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { PATH, HOME, DATA_DIR: 'memory', AUTH_PORT: '0', HASURA_PORT: '0', ...env },
  });
  let output = '';
  const ended = new Promise<void>((done) => child.once('close', () => done()));
  const ready = await new Promise<RegExpExecArray>((done, fail) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data: Buffer) => {
        output += data.toString();
        const match = /^ready: GraphQL API at (\S+), auth server at (\S+)$/m.exec(output);
        if (match) done(match);
      });
    }
    child.once('close', (code) => fail(new Error(`ended with ${code}: ${output}`)));
  });
  return {
    graphqlUrl: ready[1] ?? '',
    authUrl: (ready[2] ?? '').replace('127.0.0.1', 'localhost'),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
