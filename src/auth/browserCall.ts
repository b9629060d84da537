import { runStages } from './actionStage.js';
import type { CallContext } from './auth.js';

/**
 * What a browser asks for by following a link or a redirect, within the server's stages as if it were the Action `name`.
 *
 * @param run gets the context in which the audit log's facts are noted.
 */
export async function runBrowserCall<T>(
  context: CallContext,
  { name, input }: { readonly name: string; readonly input: unknown },
  run: (noted: CallContext) => Promise<T>,
): Promise<T> {
  const noted = { ...context, notes: { action: name } };
  const result = runStages(context.auth.stages, { name, input, context: noted }, () => run(noted));
  return result as Promise<T>;
}
