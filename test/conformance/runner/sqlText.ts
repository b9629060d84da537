/** The statements of a script, without their semicolons. */
export const splitStatements = (sql: string): readonly string[] => split(sql, ';');

/** The parts between commas. */
export const splitTopLevel = (text: string): readonly string[] => split(text, ',');

const opaque = /'(?:[^']|'')*'|"[^"]*"|(\$\w*\$)[\s\S]*?\1|--[^\n]*/y;

/** Splits where `separator` stands outside of strings, quoted names, comments and parentheses. */
function split(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let start = 0;
  let depth = 0;
  let at = 0;
  while (at < text.length) {
    opaque.lastIndex = at;
    const skipped = opaque.exec(text)?.[0].length ?? 0;
    if (skipped > 0) {
      at += skipped;
      continue;
    }
    const character = text[at];
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === separator && depth === 0) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
    at++;
  }
  return [...parts, text.slice(start)];
}
