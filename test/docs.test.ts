import { readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { buildSchema, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const pages = readdirSync(resolve(root, 'docs'), { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.md'),
);
const textOf = (page: string) => readFileSync(resolve(root, 'docs', page), 'utf8');

describe('the documents', () => {
  // What Hasura serves, Actions included.
  const schema = buildSchema(readFileSync(resolve(root, 'schema.graphql'), 'utf8'));

  it('have GraphQL that can be pasted', () => {
    const blocks = pages.flatMap((page) =>
      [...textOf(page).matchAll(/```graphql\n([\s\S]*?)```/g)].map(([, text = '']) => ({ page, text })),
    );
    expect(blocks.length).toBeGreaterThan(10);
    const faults = blocks.flatMap(({ page, text }) =>
      validate(schema, parse(text)).map(({ message }) => `${page}: ${message}`),
    );
    expect(faults).toEqual([]);
  });

  it('have links that lead somewhere', () => {
    const broken = pages.flatMap((page) =>
      [...textOf(page).matchAll(/\]\((?!https?:|#)([^)#]+)(#[^)]*)?\)/g)]
        .map(([, path = '']) => path)
        .filter((path) => {
          try {
            readFileSync(resolve(root, 'docs', dirname(page), path));
            return false;
          } catch (error) {
            return (error as NodeJS.ErrnoException).code !== 'EISDIR';
          }
        })
        .map((path) => `${page}: ${path}`),
    );
    expect(broken).toEqual([]);
  });
});
