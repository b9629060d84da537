import { KritiError, type Span } from './template.js';

/** The text of a template and how far it has been read. */
export class TemplateReader {
  readonly text: string;
  at = 0;
  /** How many values the current one lies in. */
  depth = 0;
  private readonly firstColumn: number;
  private readonly lineStarts: readonly number[];

  constructor(text: string, firstColumn = 1) {
    this.text = text;
    this.firstColumn = firstColumn;
    this.lineStarts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  }

  get isDone(): boolean {
    return this.at >= this.text.length;
  }

  looksAt(text: string): boolean {
    return this.text.startsWith(text, this.at);
  }

  skipSpace(): void {
    this.match(/\s+/y);
  }

  /** What `pattern` (sticky) matches here, read; undefined when it doesn't. */
  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Reads `text` if it stands right here. */
  takeHere(text: string): boolean {
    if (!this.looksAt(text)) return false;
    this.at += text.length;
    return true;
  }

  /** Reads `text` if it comes next, after space. */
  take(text: string): boolean {
    const before = this.at;
    this.skipSpace();
    if (this.takeHere(text)) return true;
    this.at = before;
    return false;
  }

  takeWord(word: string): boolean {
    const before = this.at;
    if (this.take(word) && !/[$\w]/.test(this.text.charAt(this.at))) return true;
    this.at = before;
    return false;
  }

  takeOperator(operator: string): boolean {
    return /\w/.test(operator) ? this.takeWord(operator) : this.take(operator);
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.unexpected();
  }

  span(start: number, end = this.at): Span {
    const from = this.position(start);
    const to = this.position(end);
    return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
  }

  private position(offset: number): { readonly line: number; readonly column: number } {
    let [low, high] = [0, this.lineStarts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    const first = low === 0 ? this.firstColumn : 1;
    return { line: low, column: offset - (this.lineStarts[low] ?? 0) + first };
  }

  unexpected(): KritiError {
    this.skipSpace();
    if (this.isDone) return this.error('Unexpected end of the template.');
    // Hasura points at the second of two braces.
    if (this.looksAt('}}')) this.at += 1;
    const token = this.match(/[$A-Za-z_][$\w]*|-?\d[\d.]*|\{\{|[\s\S]/uy) ?? '';
    return this.error(`Unexpected token '${token}'.`, this.at - token.length);
  }

  /** About the text from `start` on. */
  error(message: string, start = this.at): KritiError {
    return new KritiError('Parse Error', message, this.span(start, Math.max(this.at, start + 1)));
  }
}
