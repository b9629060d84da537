import { HasuraError } from '../errors.js';

/** Environment variables that metadata may name. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** `{{NAME}}` -> the variable's value. @throws HasuraError (by default unexpected) naming the variables that aren't set */
export function fillTemplate(template: string, variables: EnvironmentVariables, refusal = notFound): string {
  if (!template.includes('{{')) return template;
  const missing: string[] = [];
  const text = template.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (_, name: string) => {
    const value = variables[name];
    if (value === undefined) missing.push(name);
    return value ?? '';
  });
  if (missing.length > 0) throw refusal(missing.join(', '));
  return text;
}

const notFound = (names: string): HasuraError =>
  new HasuraError('unexpected', `Value for environment variables not found: ${names}`);

/** @throws HasuraError not-found */
export function getVariable(name: string, variables: EnvironmentVariables): string {
  const value = variables[name];
  if (value === undefined) throw new HasuraError('not-found', `environment variable '${name}' not set`);
  return value;
}
