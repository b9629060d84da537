import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendTicketMail } from '../../src/auth/ticketMessages.js';
import { freePort } from '../support/postgresServer.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);
if (!executablePath) console.log('skipped: there is no Chromium (Debian: apt-get install chromium)');

async function listen(server: Server, port = 0): Promise<string> {
  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.skipIf(!executablePath)('mails in a browser', () => {
  let server: TestServer;
  let browser: Browser;
  let authUrl: string;
  let http: Server;
  const frontEnd = createServer((_request, response) =>
    response
      .setHeader('content-type', 'text/html')
      .end('<!doctype html><title>Front end</title><h1>Front end</h1>'),
  );

  beforeAll(async () => {
    const port = await freePort();
    authUrl = `http://127.0.0.1:${port}`;
    server = await startTestServer({
      env: { AUTH_SERVER_URL: authUrl, AUTH_CLIENT_URL: await listen(frontEnd), AUTH_SMTP_HOST: '' },
    });
    http = createServer(server.app.handle);
    await listen(http, port);
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
  });

  afterAll(async () => {
    await browser?.close();
    for (const each of [http, frontEnd]) each?.close().closeAllConnections();
    await server?.close();
  });

  it('the inbox shows a mail as it arrives, its link opens the page, and the button ends in the front end', async () => {
    const { auth } = server.app;
    const { insertUser: user } = await auth.hasura.InsertUser({
      user: {
        displayName: 'Ada',
        email: 'ada@example.com',
        locale: 'fr',
        emailVerified: true,
        roles: { data: [{ role: 'user' }] },
      },
    });
    if (!user) throw new Error('no user');
    const context = await browser.newContext();
    const complaints: string[] = [];
    context.on('console', (entry) => {
      if (entry.type() === 'error') complaints.push(entry.text());
    });

    const inbox = await context.newPage();
    await inbox.goto(`${authUrl}/dev/inbox`);
    await inbox.getByText('New messages appear by themselves.').waitFor();
    await sendTicketMail(auth, { kind: 'passwordlessEmail', user, email: 'ada@example.com', locale: 'fr' });
    await inbox.getByRole('heading', { name: 'Lien de connexion sécurisé' }).waitFor();
    await inbox.getByText('HTML', { exact: true }).click();
    await inbox.frameLocator('iframe').getByRole('link', { name: 'Se connecter' }).waitFor();

    const [page] = await Promise.all([
      context.waitForEvent('page'),
      inbox.getByRole('link', { name: 'Open the link' }).click(),
    ]);
    await page.getByText('Vous allez vous connecter en tant que ada@example.com.').waitFor();
    expect(await page.evaluate('document.documentElement.lang')).toBe('fr');
    // By the keyboard alone.
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Front end' }).waitFor();
    const { searchParams } = new URL(page.url());
    expect(searchParams.get('type')).toBe('passwordlessEmail');
    const { data } = await server.graphql(
      'mutation ($t: String!) { refresh(refreshToken: $t) { user { email } } }',
      {
        variables: { t: searchParams.get('refreshToken') },
      },
    );
    expect(data.refresh.user.email).toBe('ada@example.com');
    expect(complaints).toEqual([]);
  });
});
