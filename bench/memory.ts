import { startAuthServer } from './support/authServer.js';
import { sendLoad } from './support/load.js';
import { residentMegabytes } from './support/processes.js';
import { atMost, type Outcome } from './support/report.js';

const requests = 100_000;

/**
 * Memory of the auth server alone, as the Dockerfile starts it: idle, and after 100,000 requests. They are refreshes,
 * and as many sign-ins meanwhile as two clients get through, so that the hashing threads count as well.
 */
export async function memory(): Promise<Outcome> {
  const auth = await startAuthServer();
  const resident = (): number => residentMegabytes(auth.process.pid);
  try {
    await pause(3);
    const idle = resident();
    let [sent, signIns, highest] = [0, 0, idle];
    while (sent < requests) {
      const [refreshed, signedIn] = await Promise.all([
        sendLoad(auth.refresh, { clients: 16, seconds: 2 }),
        sendLoad(auth.signIn, { clients: 2, seconds: 2 }),
      ]);
      sent += refreshed.requests + signedIn.requests;
      signIns += signedIn.requests;
      highest = Math.max(highest, resident());
    }
    const after = resident();
    await pause(5);
    return [
      { name: 'resident memory 3 s after the start', value: idle, unit: 'MB', goal: atMost(100) },
      { name: 'requests', value: sent, unit: '' },
      { name: 'of them sign-ins', value: signIns, unit: '' },
      { name: 'resident memory right after them', value: after, unit: 'MB', goal: atMost(160) },
      { name: 'highest, read every 2 s', value: highest, unit: 'MB' },
      { name: 'resident memory 5 s later', value: resident(), unit: 'MB' },
    ];
  } finally {
    await auth.stop();
  }
}

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1000));
