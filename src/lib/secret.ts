import { hash, timingSafeEqual } from 'node:crypto';
import { inspect } from 'node:util';

/** A text that must not be seen: printing, logging or serialising it gives `[secret]`; `reveal()` gives the text. */
export class Secret {
  readonly #text: string;
  readonly #digest: Buffer;

  constructor(text: string) {
    this.#text = text;
    this.#digest = sha256(text);
  }

  reveal(): string {
    return this.#text;
  }

  /** Compares in constant time; both sides are hashed first, so that lengths don't show either. */
  equals(other: string): boolean {
    return timingSafeEqual(this.#digest, sha256(other));
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

function sha256(text: string): Buffer {
  return hash('sha256', text, 'buffer');
}
