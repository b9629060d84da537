import { refuse } from './refusal.js';

const step = /\.?(?:([\p{L}_$][\p{L}\p{N}_$-]*)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|\['((?:[^'\\]|\\.)*)'\])/uy;

/**
 * The keys of a JSON path such as `$.address.lines[0]["first part"]`, for Postgres's `#>`.
 *
 * @throws HasuraError when `text` isn't such a path.
 */
export function parseJsonPath(text: string, path: string): readonly string[] {
  const keys: string[] = [];
  step.lastIndex = /^\$(?=$|[.[])/.test(text) ? 1 : 0;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found) return refuse(path, invalid(text));
    const [whole, name, index, double, single] = found;
    const needsDot = name !== undefined && keys.length > 0 && !whole.startsWith('.');
    if (needsDot) return refuse(path, invalid(text));
    keys.push(name ?? index ?? unquote(double ?? single ?? ''));
  }
  return keys;
}

const invalid = (text: string) =>
  `parse json path error: ${text}. Accept letters, digits, underscore (_) or hyphen (-) only. Use quotes enclosed in bracket (["..."]) if there is any special character`;

const unquote = (text: string) => text.replace(/\\(.)/g, '$1');
