/**
 * Does `work` at once and again and again, never twice at a time, without keeping the process alive.
 *
 * @param work answers after how many milliseconds it wants to be done again; must not throw. It is told whether it should
 *   end early.
 * @returns how to stop it; waits for the work under way.
 */
export function repeat(work: (isStopped: () => boolean) => Promise<number>): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  function schedule(delayMs: number): void {
    if (stopped) return;
    timer = setTimeout(() => {
      working = work(() => stopped).then(schedule);
    }, delayMs);
    timer.unref();
  }

  schedule(0);
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await working;
  };
}
