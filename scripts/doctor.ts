/**
 * `npm run doctor`: looks at the deployment that the environment describes, as the auth server reads it, and says what to
 * do. `--json` writes the findings for programs. Exits with 1 when something fails.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diagnose } from '../src/doctor/diagnose.js';
import { hasFailed, reportOf } from '../src/doctor/report.js';

// From scripts/ and, built, from dist/ alike.
const projectDir = fileURLToPath(new URL('..', import.meta.url));
const metadataDir = join(projectDir, 'hasura/metadata');
if (!existsSync(metadataDir)) throw new Error(`${metadataDir} is not there`);

const findings = await diagnose({
  env: process.env,
  metadataDir,
  templatesDir: join(projectDir, 'email-templates'),
});
console.log(process.argv.includes('--json') ? JSON.stringify(findings, null, 2) : reportOf(findings));
process.exit(hasFailed(findings) ? 1 : 0);
