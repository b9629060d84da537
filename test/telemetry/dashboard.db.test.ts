import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import { callWebhook } from '../actions/mutate.js';
import { newEmail, password } from '../actions/requests.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

const root = resolve(import.meta.dirname, '../..');
const dashboard = JSON.parse(readFileSync(resolve(root, 'ops/grafana/dashboard.json'), 'utf8')) as {
  readonly panels: readonly {
    readonly title: string;
    readonly targets?: readonly { readonly expr: string }[];
  }[];
};
const alerts = parseYaml(readFileSync(resolve(root, 'ops/prometheus/alerts.yaml'), 'utf8')) as {
  readonly groups: readonly {
    readonly rules: readonly { readonly alert: string; readonly expr: string }[];
  }[];
};

const expressions: readonly (readonly [string, string])[] = [
  ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
  ...alerts.groups.flatMap(({ rules }) => rules.map(({ alert, expr }) => [alert, expr] as const)),
];

let server: TestServer;
/** Names of series, with the names of their labels. */
let served: ReadonlyMap<string, ReadonlySet<string>>;

beforeAll(async () => {
  server = await startTestServer({ env: { AUTH_METRICS_ENABLED: 'true', AUTH_METRICS_TOKEN: 'token' } });
  await callWebhook(server.app, 'signUp', { email: newEmail(), password });
  const headers = { authorization: 'Bearer token' };
  const response = await server.app.fetch(new Request('http://auth/metrics', { headers }));
  served = seriesOf(await response.text());
});
afterAll(() => server.close());

function seriesOf(text: string): Map<string, Set<string>> {
  const series = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const [, name, labels = ''] = /^([a-z0-9_]+)(?:\{(.*)\})? /.exec(line) ?? [];
    if (name === undefined) continue;
    const known = series.get(name) ?? new Set();
    for (const [, label = ''] of labels.matchAll(/([a-z_]+)="/g)) known.add(label);
    series.set(name, known);
  }
  return series;
}

/** Names that Prometheus gives by itself. */
const ofPrometheus = new Set(['job', 'instance']);

describe('the dashboard and the alerts', () => {
  it('are there', () => {
    expect(dashboard.panels.length).toBeGreaterThan(20);
    expect(expressions.length).toBeGreaterThan(25);
  });

  it.each(expressions)('%s: asks for what is served', (_title, expr) => {
    // Strings out, then what stands before a brace, or looks like a metric of ours or of the process.
    const bare = expr.replaceAll(/"[^"]*"/g, '""');
    const names = [...bare.matchAll(/\b((?:auth|process|nodejs)_[a-z0-9_]+)/g)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !served.has(name))).toEqual([]);

    const known = new Set([...ofPrometheus, ...names.flatMap((name) => [...(served.get(name) ?? [])])]);
    const selected = [...bare.matchAll(/([a-z_]+)\s*(?:=~|!=|!~|=)\s*""/g)].map(([, label = '']) => label);
    const grouped = [...bare.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/));
    expect([...selected, ...grouped].filter((label) => !known.has(label))).toEqual([]);
  });

  it('leave out nothing that this server counts', () => {
    const asked = expressions.map(([, expr]) => expr).join(' ');
    const own = [...served.keys()].filter((name) => name.startsWith('auth_') && !/_(sum|count)$/.test(name));
    expect(own.filter((name) => !asked.includes(name))).toEqual([]);
  });
});
