import type { CustomTypes, Metadata, SourceMetadata } from '../metadata/types.js';
import { checkAction } from './actions.js';
import { draftSource, finishSource, type SourceDraft } from './buildSource.js';
import { checkCustomTypes, typeNamesOf } from './customTypes.js';
import { Uses } from './dependencies.js';
import { Fault } from './fault.js';
import {
  actionSubject,
  buildOr,
  customTypesSubject,
  inconsistent,
  sourceSubject,
} from './inconsistencies.js';
import { ancestors, inheritMembership, orderInheritedRoles } from './inheritedRoles.js';
import { quoted } from './naming.js';
import { RootFields } from './rootFields.js';
import type { SourceFacts, SourceFault } from './sourceFacts.js';
import type { Inconsistency, Model } from './types.js';
import { isServed, unsupportedParts } from './unsupported.js';

/**
 * Joins metadata with the catalogs. Never throws for what metadata says: objects that can't work are left out, with
 * those that need them, and are listed in `inconsistencies` in Hasura's form.
 *
 * @param facts by name of the source
 */
export function buildModel(metadata: Metadata, facts: ReadonlyMap<string, SourceFacts | SourceFault>): Model {
  const inconsistencies: Inconsistency[] = [];
  const rootFields = new RootFields();
  const drafts = metadata.sources
    .filter(isServed)
    .flatMap((source) => draft(source, facts.get(source.name), rootFields, inconsistencies));
  const { customTypes, actions } = buildActions(metadata, drafts, rootFields, inconsistencies);
  const ordinaryRoles = rolesOf(metadata);
  const inherited = orderInheritedRoles(metadata.inheritedRoles, ordinaryRoles, inconsistencies);
  const inheritedRoles = ancestors(inherited);
  const sources = drafts.map((each) => finishSource(each, inherited, inheritedRoles, inconsistencies));
  return {
    sources: new Map(sources.map((each) => [each.name, each])),
    actions: actions.map((each) => ({
      ...each,
      permissions: [...inheritMembership(each.permissions, inheritedRoles)],
    })),
    customTypes,
    roles: new Set([...ordinaryRoles, ...inheritedRoles.keys()]),
    inheritedRoles,
    inconsistencies: [...inconsistencies, ...unsupportedParts(metadata)],
    introspectionDisabledFor: new Set(metadata.graphqlSchemaIntrospection.disabledForRoles),
  };
}

function draft(
  source: SourceMetadata,
  facts: SourceFacts | SourceFault | undefined,
  rootFields: RootFields,
  inconsistencies: Inconsistency[],
): readonly SourceDraft[] {
  const refuse = ({ fault, message }: SourceFault) => {
    const noted = inconsistent(sourceSubject(source.name), fault);
    inconsistencies.push(message === undefined ? noted : { ...noted, message });
    return [];
  };
  if (!facts) throw new Error(`Nothing is known of the source ${source.name}`);
  if ('fault' in facts) return refuse(facts);
  rootFields.takeNamespace(source);
  return [draftSource(source, facts, rootFields, inconsistencies)];
}

const noCustomTypes: CustomTypes = { inputObjects: [], objects: [], scalars: [], enums: [] };

function buildActions(
  metadata: Metadata,
  drafts: readonly SourceDraft[],
  rootFields: RootFields,
  inconsistencies: Inconsistency[],
): Pick<Model, 'customTypes' | 'actions'> {
  const names = typeNamesOf(
    metadata.customTypes,
    drafts.map((each) => each.facts.catalog),
  );
  const sources = drafts.map((each) => ({
    name: each.metadata.name,
    customization: each.metadata.customization,
    tables: each.tables,
    uses: new Uses({ kind: 'customTypes' }),
  }));
  const customTypes = buildOr(inconsistencies, customTypesSubject(metadata.customTypes), '', () => {
    checkCustomTypes(metadata.customTypes, { names, sources });
    return metadata.customTypes;
  });
  if (customTypes) {
    for (const [index, { dependencies }] of drafts.entries()) {
      dependencies.push(...(sources[index]?.uses.list() ?? []));
    }
  }
  const actions = metadata.actions.filter((action) => {
    const prefix = `in action ${quoted(action.name)}; `;
    const built = buildOr(inconsistencies, actionSubject(action), prefix, () => {
      if (!customTypes) throw new Fault('custom types are inconsistent', { bare: true });
      checkAction(action, names);
      rootFields.takeAction(action);
      return action;
    });
    return built !== undefined;
  });
  return { customTypes: customTypes ?? noCustomTypes, actions };
}

/** Every role that metadata gives something to. */
function rolesOf({ sources, actions }: Metadata): Set<string> {
  const tables = sources.flatMap((source) => source.tables);
  const permissions = tables.flatMap((table) => [
    ...table.selectPermissions,
    ...table.insertPermissions,
    ...table.updatePermissions,
    ...table.deletePermissions,
  ]);
  const ofFunctions = sources.flatMap((source) => source.functions.flatMap((each) => each.permissions));
  const roles = [
    ...[...permissions, ...ofFunctions].map((each) => each.role),
    ...actions.flatMap((each) => each.permissions),
  ];
  return new Set(roles.filter((each) => each !== 'admin'));
}
