import { type Logger, pino } from 'pino';
import { printable } from './printable.js';

export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

type Fields = Readonly<Record<string, unknown>>;

/** Takes a fixed sentence and fields. Callers never pass passwords, tokens, hashes or whole requests. */
export type Log = Readonly<Record<LogLevel, (message: string, fields?: Fields) => void>> & {
  /** A log whose lines hold `fields` besides, as the id of a request. Costs nothing until it writes. */
  with(fields: Fields): Log;
};

/**
 * A log that writes one JSON object a line, without the line's end.
 *
 * Errors among the fields are printed with their causes and stacks: the log is for operators, never for clients. Should a
 * secret or an address get into a line all the same, `printable` hides it.
 */
export function createLog(level: LogLevel, write: (line: string) => void): Log {
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
    { write: (line: string) => write(line.trimEnd()) },
  );
  return logOf(() => logger);
}

/** Says nothing; for tests and tools. */
export const silentLog: Log = createLog('error', () => {});

function logOf(logger: () => Logger): Log {
  const at = (level: LogLevel) => (message: string, fields?: Fields) => {
    if (fields === undefined) logger()[level](message);
    else logger()[level](fields, message);
  };
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with(fields) {
      let child: Logger | undefined;
      return logOf(() => {
        child ??= logger().child(printable(fields));
        return child;
      });
    },
  };
}
