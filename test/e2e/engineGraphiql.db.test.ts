import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium } from '../support/chromium.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

describe.skipIf(!hasChromium())("the engine's GraphiQL in Chromium", () => {
  let server: TestServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await startTestServer();
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
  });

  it('reads the schema as Hasura tells it, and has the tabs of the example', async () => {
    const page = await browser.newPage();
    const refusals: string[] = [];
    page.on('response', async (response) => {
      if (!response.url().endsWith('/v1/graphql')) return;
      const text = await response.text();
      if (text.includes('"errors"')) refusals.push(text);
    });
    await page.goto(`${server.engine.endpoint}/`);
    await page.getByText('MyNotes').first().waitFor();
    await page.getByRole('button', { name: /documentation explorer/i }).click();
    await page.getByText('mutation_root').first().waitFor();
    expect(refusals).toEqual([]);
  });
});
