import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAuthServer } from './support/authServer.js';
import { buildServer, projectDir } from './support/build.js';
import { compareSides } from './support/load.js';
import { startProcess } from './support/processes.js';
import { atMost, type Outcome, ratio } from './support/report.js';
import { median } from './support/statistics.js';

/** A refresh through the webhook, beside the least that one can be: one undici request and one HMAC. */
export async function refresh(): Promise<Outcome> {
  const auth = await startAuthServer();
  const bare = await startProcess(process.execPath, [await buildServer('bareHandler')], {
    env: { HASURA: auth.hasuraUrl, QUERY: refreshOperation() },
  });
  try {
    const bareTarget = { ...auth.refresh, origin: bare.ready[1] ?? '' };
    const sides = await compareSides(
      [
        { name: 'auth server', pid: auth.process.pid, target: auth.refresh },
        { name: 'bare handler', pid: bare.pid, target: bareTarget },
      ],
      { rounds: 7, load: { clients: 16, seconds: 2 }, warmUpSeconds: 4 },
    );
    const [ours = [], limit = []] = sides.map((each) => each.cpuMicroseconds);
    return [
      { name: 'CPU of a refresh', value: median(ours), unit: 'us', goal: atMost(350) },
      { name: 'CPU of the bare handler (undici, HMAC)', value: median(limit), unit: 'us' },
      { name: 'refresh / bare handler', value: ratio(ours, limit), unit: 'x', goal: atMost(2) },
      { name: 'refreshes', value: median(sides[0]?.requestsPerSecond ?? []), unit: '/s' },
    ];
  } finally {
    await bare.stop();
    await auth.stop();
  }
}

/** The text that the product sends, so that both sides send as much. */
function refreshOperation(): string {
  const generated = readFileSync(join(projectDir, 'src', 'generated', 'hasura.ts'), 'utf8');
  const found = /mutation RefreshSession\([^`]*/.exec(generated)?.[0];
  if (!found) throw new Error('src/generated/hasura.ts has no RefreshSession');
  return found.replaceAll(/\$\{\w+\}/g, '');
}
