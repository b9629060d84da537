import { hash } from 'node:crypto';

/**
 * What the page of GraphiQL may do: run the one script that it carries and that script's workers, and ask this server.
 * Its editor writes styles as it goes, so those are not held to a hash.
 */
export function graphiqlPolicy(page: string): string {
  return [
    "default-src 'none'",
    `script-src ${scriptSource(page)}`,
    'worker-src blob:',
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** From the first tag on: browsers see no other one, whatever texts the script holds. */
function scriptSource(page: string): string {
  const from = page.indexOf('<script>');
  const to = page.indexOf('</script>', from);
  if (from < 0 || to < 0) return "'none'";
  return `'sha256-${hash('sha256', page.slice(from + '<script>'.length, to), 'base64')}'`;
}
