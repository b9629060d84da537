export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

type Fields = Record<string, unknown>;

/** Takes a fixed sentence and fields. Callers never pass passwords, tokens, hashes or whole requests. */
export type Log = Record<LogLevel, (message: string, fields?: Fields) => void>;

/**
 * A log that writes one JSON object a line.
 *
 * Errors among the fields are printed with their causes and stacks: the log is for operators, never for clients.
 */
export function createLog(level: LogLevel, write: (line: string) => void): Log {
  const at = (own: LogLevel) => (message: string, fields?: Fields) => {
    if (logLevels.indexOf(own) < logLevels.indexOf(level)) return;
    write(JSON.stringify({ time: new Date().toISOString(), level: own, message, ...fields }, printable));
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** Says nothing; for tests and tools. */
export const silentLog: Log = createLog('error', () => {});

function printable(_key: string, value: unknown): unknown {
  if (!(value instanceof Error)) return typeof value === 'bigint' ? String(value) : value;
  return { name: value.name, message: value.message, stack: value.stack, cause: value.cause };
}
