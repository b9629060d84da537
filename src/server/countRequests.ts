import type { Respond } from './server.js';

/** `respond`, and a way to wait until nothing that came in is under way. */
export function countRequests(inner: Respond): {
  readonly respond: Respond;
  readonly idle: (withinMs: number) => Promise<void>;
} {
  let running = 0;
  let tell = () => {};
  return {
    async respond(request) {
      running += 1;
      try {
        return await inner(request);
      } finally {
        running -= 1;
        if (running === 0) tell();
      }
    },
    async idle(withinMs) {
      if (running === 0) return;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        tell = resolve;
        timer = setTimeout(resolve, withinMs);
      });
      clearTimeout(timer);
    },
  };
}
