import { setTimeout as sleep } from 'node:timers/promises';
import { check } from './check.js';
import { type Part, parts, startCluster } from './cluster.js';
import { count, createLedger, type Ledger } from './ledger.js';
import { act } from './operations.js';
import { createRandom, pick } from './random.js';

export interface ChaosOptions {
  /** Of PostgreSQL. */
  readonly binaries: string;
  readonly seconds: number;
  readonly seed: number;
  readonly clients?: number;
  readonly say?: (line: string) => void;
}

export interface ChaosResult {
  readonly violations: readonly string[];
  readonly ledger: Ledger;
  /** Mails that came again, with the same Message-ID, since their sender died before it could note the first. */
  readonly mailsSentAgain: number;
}

/**
 * Clients sign up, sign in, refresh, use tickets and sign out while the auth server, the engine and PostgreSQL are killed and
 * started again; afterwards everything that was promised is looked for. The seed decides what is done and killed; how the
 * processes meet is up to the machine.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { binaries, seconds, seed, clients = 50, say = () => {} } = options;
  const cluster = await startCluster(binaries);
  try {
    const ledger = createLedger();
    const end = performance.now() + seconds * 1000;
    const client = async (index: number): Promise<void> => {
      const random = createRandom(seed + index);
      while (performance.now() < end) {
        await act({ cluster, ledger, random });
        await sleep(random() * 200);
      }
    };
    const disturber = async (): Promise<void> => {
      const random = createRandom(seed - 1);
      while (performance.now() < end) {
        await sleep(500 + random() * 2500);
        const part: Part = pick(random, parts);
        count(ledger, `${part} killed`);
        await cluster.disturb(part, random() * 800);
        // Whatever the machine: there is always something at work to be disturbed.
        await cluster.settle();
      }
    };
    await Promise.all([disturber(), ...Array.from({ length: clients }, (_, index) => client(index))]);
    say('the disturbances are over; checking');
    await cluster.settle();
    const violations = await check(cluster, ledger);
    return {
      violations,
      ledger,
      mailsSentAgain: repeated(cluster.mails.mails.map((mail) => mail.header('message-id'))),
    };
  } finally {
    await cluster.close();
  }
}

function repeated(ids: readonly (string | undefined)[]): number {
  return ids.length - new Set(ids).size;
}
