import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A directory of cases in the form of Hasura's own suite: `manifest.json` and the YAML files that it names. */
export interface Suite {
  readonly directory: string;
  readonly classes: readonly TestClass[];
}

export interface TestClass {
  readonly class: string;
  readonly tier: string;
  readonly dir: string;
  readonly transports: readonly string[];
  readonly fixture: string;
  readonly setup_api: string;
  readonly admin_secret: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly cases: readonly { readonly test: string; readonly files: readonly string[] }[];
}

/** One request and what must come of it. */
export interface Step {
  readonly description?: string;
  readonly url?: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly query: unknown;
  readonly response?: unknown;
  readonly allowed_responses?: readonly { readonly response: unknown }[];
}

export function loadSuite(directory: string): Suite {
  const classes = JSON.parse(readFileSync(join(directory, 'manifest.json'), 'utf8')) as TestClass[];
  return { directory, classes };
}

/** YAML 1.2: `yes`, `no` and `on` are strings; integers beyond 2^53 stay exact. */
export function readYaml(suite: Suite, file: string): unknown {
  const text = readFileSync(join(suite.directory, file), 'utf8');
  const read = (yaml: string): unknown =>
    parse(yaml, { version: '1.2', intAsBigInt: true, maxAliasCount: 1000 });
  try {
    return read(text);
  } catch {
    // Some quoted texts go on in lines that aren't indented, which only lenient readers take.
    return read(text.replace(/: "(?:[^"\\]|\\.)*"/g, (quoted) => quoted.replace(/\n\s*/g, ' ')));
  }
}

const hasFile = (suite: Suite, file: string): boolean => existsSync(join(suite.directory, file));

/** The files that prepare and clear a class: once for the class, and around each case. */
export function fixtureFiles(suite: Suite, group: TestClass) {
  const named = (...names: readonly string[]) =>
    names.map((name) => join(group.dir, `${name}.yaml`)).filter((file) => hasFile(suite, file));
  // The newer API has its SQL in files of its own.
  const setup = usesNewApi(group) ? named('schema_setup', 'setup') : named('setup');
  const teardown = usesNewApi(group) ? named('teardown', 'schema_teardown') : named('teardown');
  if (group.fixture.startsWith('setup per test')) {
    return { beforeClass: [], beforeCase: setup, afterCase: teardown };
  }
  if (group.fixture.startsWith('setup once per class')) {
    return { beforeClass: setup, beforeCase: [], afterCase: [] };
  }
  if (group.fixture.startsWith('schema_setup once per class')) {
    const beforeClass = usesNewApi(group) ? setup : named('schema_setup');
    return { beforeClass, beforeCase: named('values_setup'), afterCase: named('values_teardown') };
  }
  return { beforeClass: [], beforeCase: [], afterCase: [] };
}

const usesNewApi = (group: TestClass): boolean => group.setup_api.startsWith('v1/metadata');

/** Where a fixture's commands go. */
export function fixtureEndpoint(group: TestClass, file: string): string {
  if (!usesNewApi(group)) return '/v1/query';
  return /\/(schema|values)_\w+\.yaml$/.test(file) ? '/v2/query' : '/v1/metadata';
}
