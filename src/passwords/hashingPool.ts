import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { AuthError } from '../errors.js';
import { startWorker } from '../lib/startWorker.js';
import type { HashingResult, HashingTask } from './hashing.js';
import type { HashingReply } from './hashWorker.js';

export interface HashingPool {
  /**
   * Runs `task` in a hashing thread.
   *
   * @throws AuthError `too-many-requests` at once, when as many tasks wait as the queue holds.
   */
  run<T extends HashingTask>(task: T): Promise<HashingResult<T>>;
  /** How many threads work, and how many tasks wait for one. */
  load(): { readonly running: number; readonly waiting: number };
  close(): Promise<void>;
}

interface Options {
  /** How many threads; 0 for one less than processors, from one to four. They are started when first needed. */
  readonly workers: number;
  /** How many tasks may wait for a thread. */
  readonly queue: number;
  /** Told of each task when a thread takes it. */
  readonly onBegin?: ((waitedSeconds: number) => void) | undefined;
}

interface Job {
  readonly since: number;
  readonly task: HashingTask;
  readonly resolve: (result: string | boolean) => void;
  readonly reject: (error: Error) => void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
}

/**
 * A few threads of our own for hashing, with a bounded queue. Node's own thread pool would make file, DNS and WebCrypto
 * work wait behind hashes; an unbounded queue would let a storm of sign-ins take all memory and time.
 */
export function createHashingPool({ workers, queue, onBegin }: Options): HashingPool {
  const size = workers > 0 ? workers : Math.max(1, Math.min(4, availableParallelism() - 1));
  const threads = new Set<Thread>();
  const waiting: Job[] = [];
  let closed = false;

  function startThread(): Thread {
    const worker = startWorker(import.meta.url, './hashWorker');
    const thread: Thread = { worker, job: undefined };
    worker.on('message', (reply: HashingReply) => {
      finish(thread, reply);
      next(thread);
    });
    worker.on('error', (cause) => replace(thread, cause));
    worker.on('exit', () => replace(thread));
    worker.unref();
    threads.add(thread);
    return thread;
  }

  function finish(thread: Thread, reply: HashingReply): void {
    const { job } = thread;
    thread.job = undefined;
    thread.worker.unref();
    if (reply.result === undefined)
      job?.reject(new Error(reply.failure ?? 'the hashing thread gave no answer'));
    else job?.resolve(reply.result);
  }

  /** A thread that died takes its task with it; the others, and those that wait, go on. */
  function replace(thread: Thread, cause?: unknown): void {
    if (!threads.delete(thread)) return;
    thread.job?.reject(new Error('the hashing thread ended', { cause }));
    thread.job = undefined;
    if (!closed && waiting.length > 0) next(startThread());
  }

  function next(thread: Thread): void {
    const job = waiting.shift();
    if (job) give(thread, job);
  }

  function give(thread: Thread, job: Job): void {
    onBegin?.((performance.now() - job.since) / 1000);
    thread.job = job;
    thread.worker.ref();
    thread.worker.postMessage(job.task);
  }

  function freeThread(): Thread | undefined {
    for (const thread of threads) if (thread.job === undefined) return thread;
    return threads.size < size ? startThread() : undefined;
  }

  return {
    run: <T extends HashingTask>(task: T) =>
      new Promise<HashingResult<T>>((resolve, reject) => {
        if (closed) return reject(new AuthError('service-unavailable'));
        const job: Job = {
          since: performance.now(),
          task,
          resolve: (result) => resolve(result as HashingResult<T>),
          reject,
        };
        const thread = freeThread();
        if (thread) return give(thread, job);
        if (waiting.length >= queue) return reject(new AuthError('too-many-requests'));
        waiting.push(job);
      }),

    load: () => ({
      running: [...threads].filter(({ job }) => job !== undefined).length,
      waiting: waiting.length,
    }),

    async close() {
      closed = true;
      for (const job of waiting.splice(0)) job.reject(new AuthError('service-unavailable'));
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
