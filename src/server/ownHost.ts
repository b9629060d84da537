/**
 * Whether a `Host` names this machine, or this server as it is configured.
 *
 * For pages of development that are guarded by nothing but where they are: a web site whose name is made to resolve to
 * 127.0.0.1 (DNS rebinding) has its scripts read them else, as one of its own pages.
 *
 * @param host the header; browsers always send it.
 */
export function isOwnHost(
  host: string | undefined,
  { serverUrl, host: listenHost }: { readonly serverUrl: string | undefined; readonly host: string },
): boolean {
  const name = hostname(host);
  if (name === undefined) return false;
  return (
    isLoopback(name) ||
    name === hostname(listenHost) ||
    name === hostname(serverUrl && new URL(serverUrl).host)
  );
}

/** Without the port, in lower case; undefined for what is no host. */
function hostname(host: string | undefined): string | undefined {
  if (host === undefined || !/^([\w.-]+|\[[\da-f:.]+\])(:\d+)?$/i.test(host)) return undefined;
  return URL.parse(`http://${host}`)?.hostname.replace(/\.$/, '');
}

/** RFC 6761 section 6.3: names under `localhost` are never looked up elsewhere. */
function isLoopback(name: string): boolean {
  return (
    name === 'localhost' || name.endsWith('.localhost') || /^127(\.\d+){3}$/.test(name) || name === '[::1]'
  );
}
