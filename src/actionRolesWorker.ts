/** The body of a thread that reads the roles of the Actions and ends: it is given the directory of the metadata. */
import { parentPort, workerData } from 'node:worker_threads';
import { loadActionRoles } from './server/actionRoles.js';

parentPort?.postMessage(await loadActionRoles(workerData as string));
