// Builds, then runs the server in this same process, so that signals reach it.
import { buildDist } from './build.mjs';

await buildDist();
await import('../dist/main.js');
