import { Worker } from 'node:worker_threads';

/**
 * Starts a thread whose body is the module `name` (such as `./hashWorker`) beside the caller's own, `from`. A build has
 * it as plain JavaScript; from sources the thread first loads what reads TypeScript.
 */
export function startWorker(from: string, name: string, workerData?: unknown): Worker {
  if (!from.endsWith('.ts')) return new Worker(new URL(`${name}.js`, from), { workerData });
  const body = JSON.stringify(new URL(`${name}.ts`, from).href);
  return new Worker(`import('tsx/esm/api').then(({ tsImport }) => tsImport(${body}, ${body}))`, {
    eval: true,
    workerData,
  });
}
