import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { App } from '../../src/app.js';
import { appWithoutHasura } from '../server/appWithoutHasura.js';
import { hasChromium, launchChromium } from '../support/chromium.js';

describe.skipIf(!hasChromium())('GraphiQL in Chromium', () => {
  let app: App;
  let server: Server;
  let browser: Browser;
  let url: string;
  beforeAll(async () => {
    app = await appWithoutHasura();
    server = createServer(app.handle);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    server?.close().closeAllConnections();
    await app?.close();
  });

  it('asks the server, within the policy of its page, and no script that was slipped in runs', async () => {
    const page = await browser.newPage();
    const refused: string[] = [];
    const failed: string[] = [];
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) refused.push(message.text());
    });
    page.on('pageerror', (error) => failed.push(String(error)));
    const query = encodeURIComponent('{ authConfig { providers { name } } }');
    await page.goto(`${url}?query=${query}`);
    await page
      .getByRole('button', { name: /execute|run/i })
      .first()
      .click();
    await page.getByText('"providers"').first().waitFor();
    expect([refused, failed]).toEqual([[], []]);

    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'document.title = "slipped in"';
      document.body.append(script);
    });
    expect(await page.title()).not.toBe('slipped in');
    expect(refused).toHaveLength(1);
  });
});
