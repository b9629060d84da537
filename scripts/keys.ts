import { KeysError, keysCommand } from './keysCommand.js';

/** `npm run keys -- list|add|rotate|retire`: the keys that access tokens are signed with; see docs/keys.md. */
try {
  const lines = await keysCommand(process.argv.slice(2), { env: process.env, now: () => new Date() });
  for (const line of lines) console.log(line);
} catch (error) {
  if (!(error instanceof KeysError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
