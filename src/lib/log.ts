import { type Logger, pino } from 'pino';
import { logText } from './logText.js';
import { printable } from './printable.js';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

type Fields = Readonly<Record<string, unknown>>;

/** Takes a fixed sentence and fields. Callers never pass passwords, tokens, hashes or whole requests. */
export type Log = Readonly<Record<LogLevel, (message: string, fields?: Fields) => void>> & {
  /** A log whose lines hold `fields` besides, as the id of a request. Costs nothing until it writes. */
  with(fields: Fields): Log;
};

/** Made for every request, and seldom written to: pino's child is made when it is first needed. */
class LazyLog implements Log {
  readonly #parent: () => Logger;
  readonly #fields: Fields | undefined;
  #made: Logger | undefined;

  constructor(parent: () => Logger, fields?: Fields) {
    this.#parent = parent;
    this.#fields = fields;
  }

  debug(message: string, fields?: Fields): void {
    this.#write('debug', message, fields);
  }

  info(message: string, fields?: Fields): void {
    this.#write('info', message, fields);
  }

  warn(message: string, fields?: Fields): void {
    this.#write('warn', message, fields);
  }

  error(message: string, fields?: Fields): void {
    this.#write('error', message, fields);
  }

  with(fields: Fields): Log {
    return new LazyLog(() => this.#logger(), fields);
  }

  #logger(): Logger {
    this.#made ??= this.#fields ? this.#parent().child(printable(this.#fields)) : this.#parent();
    return this.#made;
  }

  #write(level: LogLevel, message: string, fields: Fields | undefined): void {
    const logger = this.#logger();
    if (fields === undefined) logger[level](message);
    else logger[level](fields, message);
  }
}

/**
 * A log that writes one JSON object a line, without the line's end; or a text that people read.
 *
 * Errors among the fields are printed with their causes and stacks: the log is for operators, never for clients. Should a
 * secret or an address get into a line all the same, `printable` hides it.
 */
export function createLog(
  level: LogLevel,
  write: (line: string) => void,
  { isText = false }: { readonly isText?: boolean } = {},
): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }), log: printable },
      // Everything is serialised by `printable`, errors under any key.
      serializers: { err: (value: unknown) => value },
    },
    { write: (line: string) => write(isText ? logText(line) : line.trimEnd()) },
  );
  return new LazyLog(() => logger);
}

/** Says nothing; for tests and tools. */
export const silentLog: Log = createLog('error', () => {});
