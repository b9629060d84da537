import { type Problem, problems } from '../../src/errors.js';
import { code, generatedNote, table } from './markdown.js';

export function errorsPage(): string {
  const rows = Object.entries<Problem>(problems).map(([name, { status, message, conceal }]) => [
    code(name),
    String(status),
    message,
    conceal ? 'yes' : '',
  ]);
  return `${generatedNote}

# Errors

An Action's error has its code in \`errors[0].extensions.code\`; a REST error is \`{status, error, message}\` with the code in
\`error\`. Codes are permanent. With \`AUTH_CONCEAL_ERRORS=true\` the concealed ones, which tell something about an account,
become \`invalid-request\`.

${table(['Code', 'HTTP', 'Message', 'Concealed'], rows)}
`;
}
