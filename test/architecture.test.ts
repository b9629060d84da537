import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');

/** Leaf areas: they take plain options and know nothing of each other. */
const leaves = [
  'tokens',
  'passwords',
  'providers',
  'mail',
  'sms',
  'telemetry',
  'webauthn',
  'limits',
  'captcha',
  'hooks',
] as const;

/**
 * What each area may import besides itself, types included. Areas are the folders and files of the house; see the
 * arrows in the documentation. An area that is missing here fails the test, so a new one has to be placed.
 */
const mayImport: Record<string, readonly string[]> = {
  lib: [],
  errors: ['lib'],
  generated: ['lib'],
  tokens: ['lib', 'errors', 'generated'],
  passwords: ['lib', 'errors', 'generated'],
  providers: ['lib', 'errors', 'generated'],
  mail: ['lib', 'errors', 'generated'],
  sms: ['lib', 'errors', 'generated'],
  telemetry: ['lib', 'errors', 'generated'],
  webauthn: ['lib', 'errors', 'generated'],
  limits: ['lib', 'errors', 'generated'],
  captcha: ['lib', 'errors', 'generated'],
  hooks: ['lib', 'errors', 'generated'],
  config: ['lib', 'errors', 'generated', ...leaves],
  hasura: ['lib', 'errors', 'generated', 'tokens', 'config'],
  auth: ['lib', 'errors', 'generated', ...leaves, 'config', 'hasura'],
  customProviders: ['lib', 'errors', 'generated', ...leaves, 'config', 'hasura', 'auth'],
  stages: ['lib', 'errors', 'generated', ...leaves, 'config', 'hasura', 'auth'],
  action: ['lib', 'errors', 'generated', 'auth'],
  actions: ['lib', 'errors', 'generated', ...leaves, 'config', 'hasura', 'auth', 'action'],
  rest: ['lib', 'errors', 'generated', 'auth', 'action', 'actions'],
  server: ['lib', 'errors', 'generated', 'telemetry', 'auth', 'action', 'actions', 'rest'],
  keys: ['lib', 'tokens', 'config'],
  compose: ['lib', 'keys', ...leaves, 'config', 'hasura', 'auth', 'customProviders', 'stages', 'server'],
  app: [
    'lib',
    'keys',
    ...leaves,
    'config',
    'hasura',
    'auth',
    'customProviders',
    'stages',
    'server',
    'compose',
  ],
  engine: ['lib'],
  demoUsers: [],
  listen: [],
  demoTabs: ['demoUsers'],
  embedded: ['lib', 'tokens', 'config', 'keys', 'app', 'demoTabs', 'demoUsers', 'engine', 'listen'],
  actionRolesWorker: ['server'],
  missingActions: ['lib', 'server'],
  waitForHasura: ['hasura', 'app', 'missingActions'],
  doctor: ['lib', ...leaves, 'config', 'auth', 'app', 'missingActions'],
  main: ['lib', 'config', 'app', 'demoUsers', 'listen', 'embedded', 'waitForHasura'],
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly dynamic: boolean;
}

/** The only files that know the engine. */
const seam: ReadonlySet<string> = new Set(['src/embedded.ts']);

const files = ['src', 'actions'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);
const imports = files.flatMap(importsOf);

/** `src/auth/email.ts` is in `auth`, `src/app.ts` in `app`, `actions/me.ts` in `actions`. */
function areaOf(file: string): string {
  const [first = '', second = ''] = file.split('/');
  return first === 'actions' ? 'actions' : second.replace(/\.ts$/, '');
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  const add = (node: ts.Node | undefined, dynamic: boolean) => {
    if (!node || !ts.isStringLiteral(node) || !node.text.startsWith('.')) return;
    const target = resolve(root, dirname(file), node.text).replace(/\.js$/, '.ts');
    found.push({ from: file, to: relative(root, target), dynamic });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier, false);
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, false);
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], true);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Code without comments, strings and templates' text, so that words in them don't count. */
function codeOf(file: string): string {
  const scanner = ts.createScanner(ts.ScriptTarget.Latest, true);
  scanner.setText(readFileSync(join(root, file), 'utf8'));
  const words: string[] = [];
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (token !== ts.SyntaxKind.StringLiteral) words.push(scanner.getTokenText());
  }
  return words.join(' ');
}

describe('the house', () => {
  it('is found', () => {
    expect(files.length).toBeGreaterThan(60);
    expect(imports.length).toBeGreaterThan(100);
  });

  it('has a place for each area', () => {
    expect(files.filter((file) => !(areaOf(file) in mayImport))).toEqual([]);
  });

  it('has arrows in one direction only', () => {
    const wrong = imports
      .filter(({ from, to }) => areaOf(from) !== areaOf(to) && !mayImport[areaOf(from)]?.includes(areaOf(to)))
      .map(({ from, to }) => `${from} -> ${to}`);
    expect(wrong).toEqual([]);
  });

  it('keeps Actions apart from each other', () => {
    const wrong = imports.filter(
      ({ from, to }) => areaOf(from) === 'actions' && areaOf(to) === 'actions' && from !== 'actions/index.ts',
    );
    expect(wrong).toEqual([]);
  });

  it('loads the engine lazily, and only through the seam', () => {
    const wrong = imports.filter(
      ({ from, to, dynamic }) =>
        (areaOf(to) === 'engine' && areaOf(from) !== 'engine' && !seam.has(from)) ||
        (seam.has(to) && !seam.has(from) && !dynamic),
    );
    expect(wrong).toEqual([]);
  });

  it('imports nothing that is not there', () => {
    const known = new Set(files);
    expect(imports.filter(({ to }) => !known.has(to)).map(({ from, to }) => `${from} -> ${to}`)).toEqual([]);
  });
});

describe('the process', () => {
  const outside = files.filter((file) => file !== 'src/main.ts' && !file.startsWith('src/generated/'));
  // A number of one's own, as a lock needs it, is no door to the outside.
  const forbidden = /\b(console (\?\.|\.|\[)|process (\?\.|\.) (?!pid\b|kill\b)\w+|process \[)/;

  it('is read and written in main.ts only', () => {
    expect(outside.filter((file) => forbidden.test(codeOf(file)))).toEqual([]);
  });

  it('would be found elsewhere', () => {
    expect(forbidden.test(codeOf('src/main.ts'))).toBe(true);
  });
});
