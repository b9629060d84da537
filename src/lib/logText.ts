/**
 * A line of the log for people: `2026-11-22T07:30:00.000Z WARN A sentence key=value other="two words"`.
 *
 * A line of the log stays one line, and moves no cursor: what could break or colour it is escaped as in JSON.
 *
 * @param json the same line as JSON.
 */
export function logText(json: string): string {
  const { time, level, message, ...fields } = JSON.parse(json) as Record<string, unknown>;
  const pairs = Object.entries(fields).map(([key, value]) => `${bare(key)}=${shown(value)}`);
  return [time, String(level).toUpperCase().padEnd(5), safe(String(message)), ...pairs].join(' ');
}

/** Quotes only where they are needed to see where the value ends. */
function shown(value: unknown): string {
  return typeof value === 'string' ? bare(value) : safe(JSON.stringify(value));
}

function bare(text: string): string {
  return /^[\w.:/@+-]+$/.test(text) ? text : safe(JSON.stringify(text));
}

/** Control characters, further line ends, and marks that turn the direction of a text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

function safe(text: string): string {
  return text.replace(unsafe, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
