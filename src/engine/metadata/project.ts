import type { JsonObject } from '../json.js';
import type { Inconsistency } from '../model/types.js';
import { adminSession } from './adminSession.js';
import { exportMetadata } from './export.js';
import type { MetadataHost } from './host.js';
import { parseMetadata } from './parse.js';

/**
 * Serves the metadata of a project (see `loadMetadataDirectory`), as `hasura metadata apply` does. The catalog is read
 * anew, so call it after migrations. Answers what is inconsistent: nothing of that is served.
 *
 * @throws HasuraError parse-failed with the path of a fault
 */
export async function applyMetadata(
  host: MetadataHost,
  metadata: JsonObject,
): Promise<readonly Inconsistency[]> {
  const next = JSON.stringify(exportMetadata(parseMetadata(metadata)));
  const isSame = next === JSON.stringify(exportMetadata(host.state().metadata));
  // What is served already isn't written again: other processes would have to load it for nothing.
  const command = isSame
    ? { type: 'reload_metadata', args: {} }
    : { type: 'replace_metadata', version: 2, args: { allow_inconsistent_metadata: true, metadata } };
  await host.run('/v1/metadata', command, adminSession);
  return host.state().model.inconsistencies;
}
