import type { Json } from '../json.js';

/** `$.hasura['claims%'][0]`, parsed. */
export type JsonPath = readonly (string | number)[];

const step = /\.?([A-Za-z_][\w-]*)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y;

/** Reads Hasura's JSON paths: `$`, `$.a.b`, `a.b`, `$['any key']`, `$[0]`. Throws on anything else. */
export function parseJsonPath(text: string): JsonPath {
  const path: (string | number)[] = [];
  step.lastIndex = text.startsWith('$') ? 1 : 0;
  while (step.lastIndex < text.length) {
    const at = step.lastIndex;
    const match = step.exec(text);
    if (!match) throw new Error(`invalid JSON path "${text}" at "${text.slice(at)}"`);
    const [, name, index, single, double] = match;
    path.push(index === undefined ? (name ?? single ?? double ?? '') : Number(index));
  }
  return path;
}

/** As Hasura prints paths in messages. */
export function printJsonPath(path: JsonPath): string {
  const steps = path.map((each) => {
    if (typeof each === 'number') return `[${each}]`;
    return /^[A-Za-z_][\w]*$/.test(each) ? `.${each}` : `['${each}']`;
  });
  return `$${steps.join('')}`;
}

/** What stands at `path`, undefined when nothing does. Own properties only. */
export function readJsonPath(value: Json | undefined, path: JsonPath): Json | undefined {
  let at = value;
  for (const each of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, each)) return undefined;
    at = (at as Record<string | number, Json | undefined>)[each];
  }
  return at;
}
