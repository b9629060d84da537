import { KritiError } from './template.js';

/** The text of a template and how far it has been read. */
export class TemplateReader {
  readonly text: string;
  at = 0;
  /** How many values the current one lies in. */
  depth = 0;

  constructor(text: string) {
    this.text = text;
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

  unexpected(): KritiError {
    this.skipSpace();
    return this.error(
      this.isDone ? 'Unexpected end of the template.' : `Unexpected token '${this.text.charAt(this.at)}'.`,
    );
  }

  error(message: string): KritiError {
    return new KritiError('Parse Error', message, this.at);
  }
}
