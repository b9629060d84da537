import { parse } from 'yaml';
import { z } from 'zod';
import { readMetadata } from './readMetadata.js';

/** The roles that may call an Action, by its name; `admin` may call all. */
export type ActionRoles = ReadonlyMap<string, ReadonlySet<string>>;

/** The part of `actions.yaml` that is read here. */
const actionsYaml = z.object({
  actions: z.array(
    z.object({ name: z.string(), permissions: z.array(z.object({ role: z.string() })).optional() }),
  ),
});

/** As `actions.yaml` of a Hasura metadata directory declares them. @throws Error that names the file. */
export const loadActionRoles = (metadataDir: string): Promise<ActionRoles> =>
  readMetadata(metadataDir, 'actions.yaml', (text) => {
    const { actions } = actionsYaml.parse(parse(text));
    return new Map(
      actions.map(({ name, permissions }) => [name, new Set(permissions?.map(({ role }) => role))]),
    );
  });
