import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

type Service = {
  image?: string;
  build?: string | { context: string; target?: string };
  depends_on?: Record<string, { condition: string }>;
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  ports?: string[];
};

const text = readFileSync('compose.yaml', 'utf8');
const { services, volumes } = parse(text) as { services: Record<string, Service>; volumes: object };
const dockerfile = readFileSync('Dockerfile', 'utf8');
const stages = [...dockerfile.matchAll(/^FROM \S+(?: AS (\w+))?$/gm)].map((match) => match[1]);

describe('compose.yaml', () => {
  it('starts Postgres, then Hasura, then applies the project, and the auth server beside them', () => {
    expect(Object.keys(services)).toEqual(['postgres', 'hasura', 'apply', 'auth']);
    expect(services.hasura?.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
    expect(services.apply?.depends_on).toEqual({ hasura: { condition: 'service_healthy' } });
    // Hasura may have to read its keys from the auth server, which waits for Hasura by itself.
    expect(services.auth?.depends_on).toBeUndefined();
    expect(services.postgres?.healthcheck?.test[1]).toContain('pg_isready');
    expect(services.hasura?.healthcheck?.test[1]).toContain('/healthz');
    expect(dockerfile).toMatch(/^HEALTHCHECK .*\n.*\/healthz/m);
    expect(volumes).toHaveProperty('postgres');
  });

  it('pins Hasura to the version that the engine follows', () => {
    expect(services.hasura?.image).toMatch(/^hasura\/graphql-engine:v2\.48\.\d+$/);
  });

  it('gives Hasura every variable that the metadata names', () => {
    const actions = readFileSync('hasura/metadata/actions.yaml', 'utf8');
    const databases = readFileSync('hasura/metadata/databases/databases.yaml', 'utf8');
    const named = `${actions}\n${databases}`.matchAll(/\{\{(\w+)\}\}|(?:value_from_env|from_env): (\w+)/g);
    const variables = new Set([...named].map((match) => match[1] ?? match[2]));
    expect(variables).toEqual(new Set(['ACTION_BASE_URL', 'ACTION_SECRET', 'HASURA_GRAPHQL_DATABASE_URL']));
    expect(Object.keys(services.hasura?.environment ?? {})).toEqual(expect.arrayContaining([...variables]));
  });

  it('holds no secret, demands each one, and gives both sides the same', () => {
    const secrets = [
      'POSTGRES_PASSWORD',
      'HASURA_GRAPHQL_ADMIN_SECRET',
      'HASURA_GRAPHQL_JWT_SECRET',
      'ACTION_SECRET',
    ];
    for (const secret of secrets) {
      expect(text, secret).toContain(`${secret}: \${${secret}:?set it in .env}`);
      const values = Object.values(services).flatMap(({ environment }) => environment?.[secret] ?? []);
      expect(
        values.filter((value) => value !== '' && !value.startsWith(`\${${secret}`)),
        secret,
      ).toEqual([]);
    }
    for (const shared of secrets.slice(1)) expect(services.auth?.environment?.[shared]).toBe(`\${${shared}}`);
    expect(services.auth?.environment?.ACTION_BASE_URL).toBe(services.hasura?.environment?.ACTION_BASE_URL);
  });

  it('keeps the database away from the auth server and from the network', () => {
    expect(services.auth?.environment).toMatchObject({ POSTGRES_PASSWORD: '', DATABASE_URL: '' });
    expect(services.postgres?.ports).toBeUndefined();
    const ports = Object.values(services).flatMap((service) => service.ports ?? []);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe('Dockerfile', () => {
  it('has the stage that compose.yaml builds, and runs as another user than root', () => {
    const build = services.apply?.build;
    expect(stages).toContain(typeof build === 'object' ? build.target : undefined);
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^CMD \["node", ("--[^"]+", )*"dist\/main.js"\]$/m);
  });

  it('copies only what exists and what .dockerignore lets through', () => {
    const allowed = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      (match) => match[1]?.split(' ') ?? [],
    );
    for (const path of copied.filter((path) => path !== '.')) {
      expect(existsSync(path), path).toBe(true);
      expect(allowed, path).toContain(`!${path}`);
    }
    expect(allowed.filter((line) => !existsSync(line.slice(1)))).toEqual([]);
  });
});
