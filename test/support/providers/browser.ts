/** A browser without pages: follows redirects, and keeps cookies by host as RFC 6265 says. */
export interface Browser {
  /** Follows redirects from `url` until they lead to `stopAt`, an origin; gives that URL. */
  follow(url: string, stopAt: string): Promise<URL>;
  /** One request; cookies are sent and kept. */
  request(url: string, init?: RequestInit): Promise<Response>;
  /** The answers so far, newest last. */
  readonly answers: readonly Response[];
}

/** @param network what is behind each URL. */
export function createBrowser(network: (request: Request) => Promise<Response>): Browser {
  const jars = new Map<string, Map<string, string>>();
  const answers: Response[] = [];

  function keep(host: string, response: Response): void {
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
      const [name = '', ...value] = pair.split('=');
      const has = (attribute: string) => attributes.some((each) => each.toLowerCase() === attribute);
      if (name.startsWith('__Host-') && !(has('secure') && has('path=/')))
        throw new Error(`refused: ${line}`);
      if (has('samesite=none') && !has('secure')) throw new Error(`refused: ${line}`);
      if (has('max-age=0') || /expires=Thu, 01 Jan 1970/i.test(line)) jar.delete(name);
      else jar.set(name, value.join('='));
    }
  }

  async function request(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const headers = new Headers(init.headers);
    const cookies = [...(jars.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
    if (cookies) headers.set('cookie', cookies);
    const response = await network(new Request(url, { ...init, headers, redirect: 'manual' }));
    keep(host, response);
    answers.push(response);
    return response;
  }

  return {
    answers,
    request,
    async follow(url, stopAt) {
      let next = new URL(url);
      for (let step = 0; step < 20; step += 1) {
        if (next.origin === stopAt) return next;
        const response = await request(next.href);
        const location = response.headers.get('location');
        if (location === null)
          throw new Error(`${response.status} at ${next.href}: ${await response.text()}`);
        next = new URL(location, next);
      }
      throw new Error('too many redirects');
    },
  };
}
