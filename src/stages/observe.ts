import type { ActionStage } from '../auth/actionStage.js';
import type { LogLevel } from '../lib/log.js';
import { ok, outcomeOf } from '../telemetry/outcome.js';
import type { Telemetry } from '../telemetry/telemetry.js';

interface Options extends Telemetry {
  /** At which level a line is written for each call; undefined for none. */
  readonly logLevel: LogLevel | undefined;
}

/** Tells of each call of an Action how it ended and how long that took: to the metrics, the trace and the log. */
export function createObserveStage({ metrics, tracing, logLevel }: Options): ActionStage {
  return async ({ name, context }, next) => {
    const began = performance.now();
    let outcome = ok;
    try {
      return await (tracing ? tracing.span(name, { 'auth.action': name }, next) : next());
    } catch (error) {
      outcome = outcomeOf(error);
      throw error;
    } finally {
      const milliseconds = performance.now() - began;
      metrics?.actionEnded(name, outcome, milliseconds / 1000);
      if (logLevel !== undefined) {
        const { userId, role } = context.caller;
        const fields = { action: name, ...outcome, durationMs: Math.round(milliseconds * 10) / 10 };
        context.auth.log[logLevel]('An Action was answered', { ...fields, role, userId });
      }
    }
  };
}
