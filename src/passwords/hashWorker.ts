/** The body of a hashing thread: runs one task at a time and answers it. */
import { readlinkSync } from 'node:fs';
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type HashingTask, loadArgon2, runHashing } from './hashing.js';

export interface HashingReply {
  readonly result?: string | boolean;
  /** What failed, when the task could not be run. Never holds the password or the hash. */
  readonly failure?: string;
}

lowerPriority();
const argon2 = loadArgon2();

parentPort?.on('message', (task: HashingTask) => {
  void argon2
    .then((binding) => runHashing(task, binding))
    .then((result): HashingReply => ({ result }))
    .catch((): HashingReply => ({ failure: `${task.kind} failed in the hashing thread` }))
    .then((reply) => parentPort?.postMessage(reply));
});

/**
 * Hashing yields to the thread that answers requests. On Linux a thread has a priority of its own; its id is the last
 * part of /proc/thread-self. Elsewhere nothing happens.
 */
function lowerPriority(): void {
  try {
    const threadId = Number(readlinkSync('/proc/thread-self').split('/').at(-1));
    if (Number.isInteger(threadId) && threadId > 0) setPriority(threadId, 10);
  } catch {
    // Not Linux, or not allowed: hashing then competes as an equal.
  }
}
