import type { CallContext } from './auth.js';

/** One call of an Action, however it came in. The input is as the client wrote it: not parsed yet. */
export interface ActionCall {
  readonly name: string;
  readonly input: unknown;
  readonly context: CallContext;
}

/**
 * What surrounds every call of every Action, once per call however many a request holds: it refuses by throwing, or
 * answers what `next` answers, which runs the stages behind it and then the Action.
 */
export type ActionStage = (call: ActionCall, next: () => Promise<unknown>) => Promise<unknown>;

/** Runs `action` inside of `stages`, the first outermost. */
export function runStages(
  stages: readonly ActionStage[],
  call: ActionCall,
  action: () => Promise<unknown>,
): Promise<unknown> {
  const run = (index: number): Promise<unknown> => {
    const stage = stages[index];
    return stage ? stage(call, () => run(index + 1)) : action();
  };
  return run(0);
}
