import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** `docs/security.md` and its tables say only what can be looked up: each name in them is of something that is there. */

const root = resolve(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(resolve(root, path), 'utf8');
const asvs = read('docs/security/asvs.md');
const threats = read('docs/security/threats.md');
const pages = { asvs, threats, security: read('docs/security.md') };

/** Sections of OWASP ASVS 5.0.0, as far as its chapters and levels concern this project, and how many requirements each has. */
// biome-ignore format: a line for each would be most of the file
const sections = {
  '2.1': 3, '2.2': 3, '2.3': 4, '2.4': 1, '3.2': 2, '3.3': 4, '3.4': 6, '3.5': 5, '3.7': 2, '4.1': 3,
  '4.2': 1, '4.3': 2, '4.4': 4, '6.1': 3, '6.2': 12, '6.3': 8, '6.4': 6, '6.5': 8, '6.6': 4, '6.7': 2,
  '6.8': 4, '7.1': 3, '7.2': 4, '7.3': 2, '7.4': 5, '7.5': 3, '7.6': 2, '8.1': 4, '8.2': 4, '8.3': 3,
  '8.4': 2, '9.1': 3, '9.2': 4, '10.1': 2, '10.2': 3, '10.3': 5, '10.4': 16, '10.5': 5, '10.6': 2,
  '10.7': 3, '11.1': 2, '11.2': 3, '11.3': 3, '11.4': 4, '11.5': 1, '11.6': 1, '13.1': 1, '13.2': 5,
  '13.3': 2, '13.4': 5, '14.1': 2, '14.2': 4, '14.3': 3, '16.1': 1, '16.2': 5, '16.3': 4, '16.4': 3,
  '16.5': 3,
};
const expectedIds = Object.entries(sections).flatMap(([section, count]) =>
  [...Array(count).keys()].map((at) => `V${section}.${at + 1}`),
);
const statuses = ['met', 'operator', 'not applicable', 'not met'];

/** The cells of all lines of a table that begin with such a cell. */
const rowsOf = (text: string, first: RegExp): string[][] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .map((cells) => cells.slice(1, -1))
    .filter(([cell = '']) => first.test(cell));
const codesOf = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

const isTest = (code: string) => code.includes(' › ');
const isPath = (code: string) =>
  /^[\w.-]+(\/[\w.-]+)+\.\w+$/.test(code) || /^(compose\.yaml|Dockerfile)$/.test(code);
const isVariable = (code: string) => /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(code);

/** Of Hasura alone; all others are ours. */
const hasurasVariables = [
  'HASURA_GRAPHQL_ALLOWLIST',
  'HASURA_GRAPHQL_CORS_DOMAIN',
  'HASURA_GRAPHQL_DEV_MODE',
  'HASURA_GRAPHQL_ENABLE_CONSOLE',
  'HASURA_GRAPHQL_ENABLED_LOG_TYPES',
];
const configured = new Set(codesOf(read('docs/configuration.md')));
const isKnownVariable = (name: string) => configured.has(name) || hasurasVariables.includes(name);

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Whether the file has a test, or a group of tests, with exactly this title. */
function hasTitle(text: string, title: string): boolean {
  const quoted = escaped(title).replace(/'/g, "\\\\?'");
  return new RegExp(`\\(\\s*(['"\`])${quoted}\\1\\s*,`).test(text);
}

function faultOf(code: string): string | undefined {
  if (isTest(code)) {
    const [path = '', ...titles] = code.split(' › ');
    if (!existsSync(resolve(root, path))) return `there is no ${path}`;
    const text = read(path);
    const missing = titles.find((title) => !hasTitle(text, title));
    return missing && `${path} has no test "${missing}"`;
  }
  if (isPath(code)) return existsSync(resolve(root, code)) ? undefined : `there is no ${code}`;
  if (isVariable(code)) return isKnownVariable(code) ? undefined : `there is no variable ${code}`;
  return undefined;
}

describe.each(Object.entries(pages))('the page %s', (_, text) => {
  it('names tests, files and variables that there are', () => {
    expect(codesOf(text).length).toBeGreaterThan(10);
    expect(codesOf(text).map(faultOf).filter(Boolean)).toEqual([]);
  });
});

describe('the table of ASVS 5.0', () => {
  const rows = rowsOf(asvs, /^V\d/);

  it('has each requirement once, with all four cells', () => {
    expect(expectedIds).toHaveLength(214);
    expect(rows.map(([id]) => id)).toEqual(expectedIds);
    expect(rows.filter((row) => row.length !== 4 || row.some((cell) => cell === ''))).toEqual([]);
  });

  it('says of each what becomes of it, and where that can be seen', () => {
    const unproved = rows
      .filter(([, , status = '', how = '']) => {
        if (!statuses.includes(status)) return true;
        const codes = codesOf(how);
        if (status === 'met') return !codes.some((code) => isTest(code) || isPath(code));
        if (status === 'operator') return !codes.some((code) => isVariable(code) || isPath(code));
        return how.length < 15;
      })
      .map(([id, , status]) => `${id}: ${status}`);
    expect(unproved).toEqual([]);
  });

  it('is summed up rightly', () => {
    for (const status of statuses) {
      const count = rows.filter((row) => row[2] === status).length;
      expect(asvs, status).toContain(`| ${status} | ${count} |`);
    }
  });
});

describe('the table of threats', () => {
  it('names a test for each, or why there is nothing to defend', () => {
    const rows = rowsOf(threats, /^(\d+|GHSA|CVE|#\d|[A-Z])/).filter(([first]) => first !== 'Threat');
    expect(rows.length).toBeGreaterThan(50);
    const bare = rows
      .filter(
        (row) => !codesOf(row.at(-1) ?? '').some(isTest) && !/^not applicable: .{15,}/.test(row.at(-1) ?? ''),
      )
      .map(([threat]) => threat);
    expect(bare).toEqual([]);
  });

  it('has the rows 1 to 26', () => {
    const numbers = rowsOf(threats, /^\d+$/).map(([number]) => Number(number));
    expect(numbers).toEqual([...Array(24).keys()].map((at) => at + 1).concat(26));
  });
});

describe('the check of this page', () => {
  it.each([
    '`test/security/securityPage.test.ts › a title that nobody gave`',
    '`test/security/nowhere.test.ts › the check of this page`',
    '`src/nowhere.ts`',
    '`AUTH_NOWHERE`',
  ])('would find %s', (text) => {
    expect(codesOf(text).map(faultOf)).not.toEqual([undefined]);
  });

  it('finds what is there', () => {
    const [code = ''] = codesOf(
      '`test/security/securityPage.test.ts › the check of this page › finds what is there`',
    );
    expect(isTest(code) && faultOf(code)).toBeUndefined();
  });
});
