import { hashPassword, startFakeHasura, startReplica, webhookTargets } from './support/authServer.js';
import { buildServer } from './support/build.js';
import { sendLoad } from './support/load.js';
import { type RunningProcess, startProcess } from './support/processes.js';
import type { Figure, Outcome } from './support/report.js';
import { median } from './support/statistics.js';

const sizes = [1, 2, 4];
const rounds = 3;

interface Group {
  readonly size: number;
  readonly refreshes: number[];
  readonly signIns: number[];
  readonly targets: ReturnType<typeof webhookTargets>;
}

/**
 * Refreshes and sign-ins a second by one, two and four auth servers behind a proxy that takes turns. They share nothing
 * but the Hasura that they ask. More than the cores of the machine, on which the load is made as well, can't be seen.
 */
export async function replicas(): Promise<Outcome> {
  const running: RunningProcess[] = [];
  const started = async (process: Promise<RunningProcess>): Promise<RunningProcess> => {
    running.push(await process);
    return process;
  };
  try {
    const hasura = await started(startFakeHasura(await hashPassword()));
    const servers: RunningProcess[] = [];
    for (let index = 0; index < Math.max(...sizes); index += 1) {
      servers.push(await started(startReplica(hasura.ready[1] ?? '')));
    }
    const groups: Group[] = [];
    for (const size of sizes) {
      const proxy = await started(startProxy(servers.slice(0, size)));
      groups.push({ size, refreshes: [], signIns: [], targets: webhookTargets(proxy.ready[1] ?? '') });
    }
    for (const { targets } of groups) await sendLoad(targets.refresh, { clients: 32, seconds: 2 });
    for (let round = 0; round < rounds; round += 1) {
      for (const { targets, refreshes, signIns } of groups) {
        refreshes.push((await sendLoad(targets.refresh, { clients: 32, seconds: 3 })).requestsPerSecond);
        signIns.push((await sendLoad(targets.signIn, { clients: 16, seconds: 3 })).requestsPerSecond);
      }
    }
    return groups.flatMap(figuresOf);
  } finally {
    for (const each of running.toReversed()) await each.stop();
  }
}

async function startProxy(servers: readonly RunningProcess[]): Promise<RunningProcess> {
  const upstreams = servers.map(({ ready }) => new URL(ready[1] ?? '').host);
  return startProcess(process.execPath, [await buildServer('proxy')], {
    env: { UPSTREAMS: upstreams.join(',') },
  });
}

function figuresOf({ size, refreshes, signIns }: Group): Figure[] {
  const label = `${size} auth ${size === 1 ? 'server' : 'servers'}`;
  return [
    { name: `${label}: refreshes`, value: median(refreshes), unit: '/s' },
    { name: `${label}: sign-ins`, value: median(signIns), unit: '/s' },
  ];
}
