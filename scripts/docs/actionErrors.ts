import { resolve } from 'node:path';
import ts from 'typescript';
import { type ProblemCode, problems } from '../../src/errors.js';

/** What any request may be answered, whatever it asks for. */
export const commonErrors: readonly ProblemCode[] = [
  'invalid-request',
  'too-many-requests',
  'service-unavailable',
  'internal-server-error',
];

/**
 * The codes that each Action may refuse with, in the order of `src/errors.ts`: read from the code, by following every
 * function and table that `run` refers to, so that nothing has to be kept up by hand. What is thrown behind an interface is
 * not found; of the interfaces that Actions use, only services throw, and only codes that are common.
 */
export function findActionErrors(root = resolve(import.meta.dirname, '../..')): Map<string, ProblemCode[]> {
  const program = ts.createProgram([resolve(root, 'actions/index.ts')], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: ['node'],
    strict: true,
    noEmit: true,
    skipLibCheck: true,
  });
  const checker = program.getTypeChecker();
  const own = [resolve(root, 'actions'), resolve(root, 'src')];
  const generated = resolve(root, 'src/generated');
  const isOwn = ({ fileName }: ts.SourceFile) =>
    own.some((folder) => fileName.startsWith(`${folder}/`)) && !fileName.startsWith(generated);

  const found = new Map<string, ProblemCode[]>();
  for (const file of program.getSourceFiles().filter(isOwn)) {
    for (const [name, run] of definedActions(file)) {
      const codes = codesFrom(run, checker, isOwn);
      const sorted = (Object.keys(problems) as ProblemCode[]).filter(
        (code) => codes.has(code) && !commonErrors.includes(code),
      );
      found.set(name, sorted);
    }
  }
  return found;
}

/** The `run` of each `defineAction({name, run})` in a file. */
function definedActions(file: ts.SourceFile): [string, ts.Node][] {
  const actions: [string, ts.Node][] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText(file) === 'defineAction') {
      const [definition] = node.arguments;
      if (definition && ts.isObjectLiteralExpression(definition)) {
        const member = (name: string) =>
          definition.properties.find((each) => each.name?.getText(file) === name);
        const name = member('name');
        const run = member('run');
        if (name && ts.isPropertyAssignment(name) && ts.isStringLiteral(name.initializer) && run) {
          actions.push([name.initializer.text, run]);
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return actions;
}

/** Every code that is written in what `start` refers to, directly or not. */
function codesFrom(
  start: ts.Node,
  checker: ts.TypeChecker,
  isOwn: (file: ts.SourceFile) => boolean,
): Set<string> {
  const codes = new Set<string>();
  const seen = new Set<ts.Node>();
  const follow = (node: ts.Node): void => {
    if (seen.has(node)) return;
    seen.add(node);
    visit(node);
  };
  const visit = (node: ts.Node): void => {
    // Types hold names of codes too, but throw nothing.
    if (ts.isTypeNode(node)) return;
    if (ts.isStringLiteral(node) && Object.hasOwn(problems, node.text) && !isCompared(node)) {
      codes.add(node.text);
    }
    if (ts.isIdentifier(node)) for (const each of bodiesOf(node, checker, isOwn)) follow(each);
    ts.forEachChild(node, visit);
  };
  follow(start);
  return codes;
}

/** `error.code === 'too-many-requests'` asks, it does not refuse. */
function isCompared(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isBinaryExpression(parent) &&
    [ts.SyntaxKind.EqualsEqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsEqualsToken].includes(
      parent.operatorToken.kind,
    )
  );
}

/** The function or value that an identifier names, where it is one of the project's. */
function bodiesOf(
  node: ts.Identifier,
  checker: ts.TypeChecker,
  isOwn: (file: ts.SourceFile) => boolean,
): ts.Node[] {
  const symbol = checker.getSymbolAtLocation(node);
  if (!symbol) return [];
  const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  // The table of all problems is not what somebody throws.
  if (target.name === 'problems') return [];
  return (target.declarations ?? []).filter(
    (each) =>
      isOwn(each.getSourceFile()) && (ts.isFunctionDeclaration(each) || ts.isVariableDeclaration(each)),
  );
}
