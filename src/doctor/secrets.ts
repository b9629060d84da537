import type { Config } from '../config/config.js';
import { type Finding, failure, good, warning } from './finding.js';

/** Fewer characters can be guessed by who records one request, or has a list of common secrets. */
const minSecretLength = 16;
const minDifferent = 8;

/** Parts of secrets that stand in documentations and examples. */
const examples =
  /change.?me|your.?(super.?)?secret|my.?(admin)?secret|nhost-(admin|webhook)-secret|example|placeholder|password|12345678|0123456789/i;

/** Whether the secrets are there, can't be guessed, and each serves one purpose. */
export function checkSecrets(config: Config): Finding[] {
  const named = [
    ['HASURA_GRAPHQL_ADMIN_SECRET', config.hasuraAdminSecret.reveal()],
    ['ACTION_SECRET', config.actionSecret.reveal()],
    ['HASURA_GRAPHQL_JWT_SECRET', symmetricKey(config)],
    ['AUTH_METRICS_TOKEN', config.metricsToken?.reveal()],
  ] as const;
  const given = named.filter((each): each is [(typeof named)[number][0], string] => each[1] !== undefined);
  const weak = given.flatMap(([name, text]) => weaknessOf(name, text));
  const twice = given.filter(([, text], at) => given.findIndex((other) => other[1] === text) < at);
  const found = [
    ...weak,
    ...twice.map(([name]) =>
      failure(
        'secrets',
        `${name} is the same as another secret: make one of its own (openssl rand -hex 32).`,
      ),
    ),
  ];
  return [
    ...(found.length > 0 ? found : [good('secrets', 'All secrets are there, long enough and different.')]),
    ...encryption(config),
  ];
}

/** The key that makes and checks tokens alike; asymmetric ones were checked when they were read. */
function symmetricKey({ jwtSecret }: Config): string | undefined {
  const { type, key } = JSON.parse(jwtSecret.json) as { type?: string; key?: string };
  return type?.startsWith('HS') ? key : undefined;
}

function weaknessOf(name: string, text: string): Finding[] {
  const remedy = 'make a random one (openssl rand -hex 32) and give it to Hasura too where it is shared';
  if (examples.test(text)) return [failure('secrets', `${name} looks like one of an example: ${remedy}.`)];
  if (text.length < minSecretLength || new Set(text).size < minDifferent) {
    return [failure('secrets', `${name} can be guessed: ${remedy}.`)];
  }
  return [];
}

function encryption({ encryptionKey }: Config): Finding[] {
  if (encryptionKey === undefined) {
    const says =
      'AUTH_ENCRYPTION_KEY is not set: in production no mail waits for delivery and no second factor is kept without it (openssl rand -hex 32).';
    return [warning('encryption', says)];
  }
  if (new Set(encryptionKey.reveal().toLowerCase()).size < minDifferent) {
    return [
      failure('encryption', 'AUTH_ENCRYPTION_KEY can be guessed: make a random one (openssl rand -hex 32).'),
    ];
  }
  return [good('encryption', 'The encryption key is set.')];
}
