import { setTimeout as sleep } from 'node:timers/promises';

/** A timer alone is a millisecond or two late, which could be measured. */
export async function pauseExactly(milliseconds: number): Promise<void> {
  const end = performance.now() + milliseconds;
  if (milliseconds > 3) await sleep(milliseconds - 2);
  while (performance.now() < end) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}

/** What `work` answers, or `otherwise` when it takes longer. @throws what `work` throws in time. */
export async function within<T, O>(milliseconds: number, work: Promise<T>, otherwise: O): Promise<T | O> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<O>((resolve) => {
    timer = setTimeout(() => resolve(otherwise), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
