import { createApp } from '../app.js';
import { configuredRoles } from '../auth/signUpOptions.js';
import { type Config, ConfigError, type Environment, parseConfig } from '../config/config.js';
import { newUuid } from '../lib/ids.js';
import { silentLog } from '../lib/log.js';
import { type Finding, failure, good } from './finding.js';
import { checkHasura } from './hasura.js';
import { checkSecrets } from './secrets.js';
import { checkServices } from './services.js';
import { checkSettings } from './settings.js';
import { createTarget } from './target.js';

interface Options {
  /** As the auth server gets it. */
  readonly env: Environment;
  readonly metadataDir: string;
  readonly templatesDir: string;
  readonly now?: () => Date;
}

/** Looks at a deployment from where the auth server runs. Changes nothing, and says nothing secret. */
export async function diagnose(options: Options): Promise<readonly Finding[]> {
  let config: Config;
  try {
    config = parseConfig(options.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map((fault) => failure('configuration', `${fault}.`));
  }
  return [
    good('configuration', 'The configuration can be read.'),
    ...checkSecrets(config),
    ...checkSettings(config),
    ...(await checkServices(config)),
    ...(await checkRemote(config, options)),
  ];
}

/** Tokens are signed by the server's own composition, so that they are what clients get. */
async function checkRemote(config: Config, options: Options): Promise<readonly Finding[]> {
  const { hasuraEndpoint: endpoint } = config;
  if (endpoint === undefined) {
    const says = 'HASURA_GRAPHQL_ENDPOINT is not set: name the Hasura that users reach.';
    return [failure('Hasura', says)];
  }
  const { metadataDir, templatesDir, now = () => new Date() } = options;
  const app = await createApp({
    config: { ...config, metricsEnabled: false, otelDisabled: true },
    version: '0',
    metadataDir,
    templatesDir,
    log: silentLog,
    hasuraEndpoint: endpoint,
  });
  try {
    return await checkHasura(
      createTarget({
        endpoint,
        adminSecret: config.hasuraAdminSecret.reveal(),
        metadataDir,
        roles: configuredRoles(config),
        unauthorizedRole: config.unauthorizedRole,
        now,
        signToken: () =>
          app.auth.accessTokens.sign({
            userId: newUuid(),
            defaultRole: 'user',
            allowedRoles: ['user'],
            isAnonymous: false,
            sessionId: newUuid(),
          }),
      }),
    );
  } finally {
    await app.close();
  }
}
