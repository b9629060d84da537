import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import type { InboxMessage } from '../../src/mail/inbox.js';
import { appWithoutHasura, send } from './appWithoutHasura.js';

let app: App;

beforeEach(async () => {
  app = await appWithoutHasura();
});

afterEach(() => app.close());

function message(more: Partial<InboxMessage> = {}): InboxMessage {
  return {
    id: '11111111-1111-4111-8111-111111111111',
    channel: 'email',
    receivedAt: new Date('2026-11-22T10:00:00Z'),
    to: 'ada@example.com',
    kind: 'signin-passwordless',
    subject: 'Secure sign-in link',
    text: 'Use this link',
    html: '<p>Use <a href="http://localhost:4000/verify?ticket=a&amp;type=b">this</a></p>',
    link: 'http://localhost:4000/verify?ticket=a&type=b',
    ...more,
  };
}

describe('/dev/inbox', () => {
  it('shows what was sent, newest first, with links that work', async () => {
    app.auth.inbox?.add(message());
    app.auth.inbox?.add(
      message({
        id: 'b',
        channel: 'sms',
        to: '+33612345678',
        text: '123456 is your code',
        html: undefined,
        link: undefined,
      }),
    );
    const { status, body } = await send(app, '/dev/inbox');
    expect(status).toBe(200);
    expect(body.indexOf('123456 is your code')).toBeLessThan(body.indexOf('Secure sign-in link'));
    expect(body).toContain('href="http://localhost:4000/verify?ticket=a&#38;type=b"');
    expect((await send(app, '/dev/inbox/messages')).body).toMatchObject([
      { to: '+33612345678' },
      { to: 'ada@example.com' },
    ]);
  });

  it('shows a mail as it was written, in a frame where it can do nothing', async () => {
    app.auth.inbox?.add(message());
    const { body, headers } = await send(app, `/dev/inbox/mails/${message().id}`);
    expect(body).toContain(message().html);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox allow-popups/);
    expect(headers.get('content-security-policy')).not.toMatch(/allow-scripts|allow-same-origin|script-src/);
  });

  it('takes what was sent for text', async () => {
    app.auth.inbox?.add(
      message({ to: '"><script>x</script>', subject: '<b>x', text: '</pre><script>y</script>' }),
    );
    const { body } = await send(app, '/dev/inbox');
    expect(body.match(/<script>/g)).toHaveLength(1);
    expect(body).toContain('&#60;b&#62;x');
  });

  it('keeps the last 200', async () => {
    for (let index = 0; index < 250; index += 1) app.auth.inbox?.add(message({ id: String(index) }));
    const { body } = await send(app, '/dev/inbox/messages');
    expect(body).toHaveLength(200);
    expect(body[0].id).toBe('249');
  });

  it.each(['/dev/inbox/mails/none', '/dev/inbox/x', '/dev/inbox/mails/../messages', '/dev/inboxes'])(
    'has nothing at %s',
    async (path) => {
      expect((await send(app, path)).status).toBe(path.includes('..') ? 200 : 404);
    },
  );

  it.each(['', '/messages', '/events', '/mails/x'])('is not there in production: %s', async (rest) => {
    const production = await appWithoutHasura({ NODE_ENV: 'production' });
    expect((await send(production, `/dev/inbox${rest}`)).status).toBe(404);
    await production.close();
  });

  it.each([
    ['localhost:4000', 200],
    ['LOCALHOST.', 200],
    ['app.localhost', 200],
    ['127.0.0.1:4000', 200],
    ['[::1]:4000', 200],
    ['auth.example.com', 200],
    ['devbox:4000', 200],
    ['evil.example.com', 404],
    ['localhost.evil.example', 404],
    ['127.0.0.1.evil.example:4000', 404],
    ['localhost@evil.example', 404],
    ['evil.example/localhost', 404],
    ['127evil.example', 404],
    ['[::2]', 404],
    ['0.0.0.0', 404],
    ['', 404],
  ])('is not read by a site whose name leads here (DNS rebinding): Host %s, %i', async (host, status) => {
    const own = await appWithoutHasura({ AUTH_SERVER_URL: 'https://auth.example.com', HOST: 'devbox' });
    own.auth.inbox?.add(message());
    for (const rest of ['', '/messages', '/events', `/mails/${message().id}`]) {
      const method = rest === '/events' ? 'HEAD' : 'GET';
      const answer = await send(own, `/dev/inbox${rest}`, { method, headers: { host } });
      expect([rest, answer.status]).toEqual([rest, status]);
    }
    await own.close();
  });

  it('tells of each message as it arrives', async () => {
    const response = await app.fetch(new Request('http://localhost/dev/inbox/events'));
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const reader = response.body?.getReader();
    const read = async () => Buffer.from((await reader?.read())?.value ?? []).toString();
    expect(await read()).toBe(': begin\n\n');
    app.auth.inbox?.add(message());
    const event = await read();
    expect(event).toMatch(/^data: .*\n\n$/);
    expect(JSON.parse(event.slice('data: '.length))).toContain('Secure sign-in link');
    await reader?.cancel();
    app.auth.inbox?.add(message());
  });

  it('does so over a socket, and lets go of clients that went away', async () => {
    const http = createServer(app.handle);
    await new Promise<void>((resolve) => {
      http.listen(0, '127.0.0.1', resolve);
    });
    const { port } = http.address() as AddressInfo;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get({ port, host: '127.0.0.1', path: '/dev/inbox/events' }, resolve).on('error', reject);
    });
    const chunks: string[] = [];
    response.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
    response.on('error', () => {});
    while (chunks.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    app.auth.inbox?.add(message());
    while (chunks.length === 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(chunks[1]).toContain('Secure sign-in link');
    response.destroy();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    app.auth.inbox?.add(message());
  });
});
