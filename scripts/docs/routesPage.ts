import { type ActionRoute, routes } from '../../src/rest/routes.js';
import { code, generatedNote, table } from './markdown.js';

export function routesPage(): string {
  const rows = routes.map((route) => [
    `${route.method} ${code(route.path)}`,
    route.kind === 'action' ? actionsOf(route) : 'answered by the server itself',
    route.kind === 'action' ? route.bearer : route.kind === 'token' ? 'optional' : 'ignored',
  ]);
  return `${generatedNote}

# REST routes

The paths, bodies and answers are those of Nhost Auth; each is served under \`/v1\` and without a prefix. Every route is the
twin of an Action. \`GET /healthz\` answers when the process is up; \`GET /openapi.json\` describes the routes for
machines, as OpenAPI 3.1.

${table(['Route', 'Is', 'Access token'], rows)}
`;
}

function actionsOf({ action, orElse }: ActionRoute): string {
  return `Action ${[action, ...(orElse ? [orElse.action] : [])].map(code).join(' or ')}`;
}
