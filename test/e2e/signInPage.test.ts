import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasChromium, launchChromium, plugIn } from '../support/chromium.js';
import { freePort } from '../support/postgresServer.js';
import { startClickableProvider } from '../support/providers/clickableProvider.js';
import { type Product, startProduct } from '../support/startProduct.js';

/** Live rows come with the engine's next look, once a second. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 10_000 });

/** The page of `examples/web` as people use it, on the product as `npm start` runs it. */
describe.skipIf(!hasChromium())('the sign-in page in Chromium', () => {
  let provider: Awaited<ReturnType<typeof startClickableProvider>>;
  let product: Product;
  let browser: Browser;
  let context: BrowserContext;
  let tab: Page;
  let faults: string[];

  beforeAll(async () => {
    const port = await freePort();
    const authUrl = `http://localhost:${port}`;
    const [id, secret] = ['notes', 'the-client-secret'];
    provider = await startClickableProvider(() => ({
      id,
      secret,
      redirectUri: `${authUrl}/signin/provider/c:club/callback`,
    }));
    const club = {
      type: 'oidc',
      title: 'The Club',
      issuer: provider.issuer,
      clientId: id,
      clientSecret: secret,
    };
    product = await startProduct({
      AUTH_PORT: String(port),
      AUTH_SERVER_URL: authUrl,
      AUTH_WEBAUTHN_ENABLED: 'true',
      AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
      AUTH_PROVIDER_CUSTOM: JSON.stringify({ club }),
    });
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await provider?.close();
  });

  beforeEach(async () => {
    context = await browser.newContext();
    tab = await context.newPage();
    faults = [];
    tab.on('pageerror', (error) => faults.push(error.message));
    // Not those of the provider's pages.
    tab.on('console', (message) => {
      if (message.type() === 'error' && tab.url().startsWith(product.authUrl)) faults.push(message.text());
    });
  });
  afterEach(async () => {
    await context.close();
    expect(faults).toEqual([]);
  });

  const section = (name: string) => tab.getByRole('region', { name, exact: true });
  const open = async () => {
    await tab.goto(product.authUrl);
    await section('Email and password').waitFor();
  };
  const signIn = async (email: string, password: string) => {
    await section('Email and password').getByLabel('Email').fill(email);
    await section('Email and password').getByLabel('Password').fill(password);
    await section('Email and password').getByRole('button', { name: 'Sign in' }).click();
  };
  const rowsOf = (name: string) => section(name).getByRole('listitem');

  it('offers what is configured, and nothing else', async () => {
    await open();
    const names = await tab.getByRole('heading', { level: 2 }).allTextContents();
    expect(names).toEqual(['Email and password', 'Passkey', 'Link by mail', 'The Club']);
  });

  it('says why it refuses, and lets try again', async () => {
    await open();
    await signIn('ada@example.com', 'wrong password');
    await eventually(() => tab.getByRole('alert').textContent()).toBe('Incorrect email or password');
    await signIn('ada@example.com', 'correct horse');
    await section('Notes').waitFor();
  });

  it('shows the own notes as they change, and is still signed in after a reload', async () => {
    await open();
    await signIn('ada@example.com', 'correct horse');
    await eventually(() => rowsOf('Notes').allTextContents()).toHaveLength(1);
    await section('Notes').getByLabel('New note').fill('A note of this test');
    await section('Notes').getByRole('button', { name: 'Add' }).click();
    await expect
      .poll(async () => (await rowsOf('Notes').allTextContents())[0])
      .toContain('A note of this test');
    await tab.reload();
    await eventually(() => rowsOf('Notes').count()).toBe(2);
    await tab.getByRole('button', { name: 'Delete A note of this test' }).click();
    await eventually(() => rowsOf('Notes').count()).toBe(1);
    expect(await rowsOf('Sessions').count()).toBeGreaterThan(0);
  });

  it('goes through the pages of a provider and comes back signed in', async () => {
    await open();
    await section('The Club').getByRole('button').click();
    await tab.locator('input[name=login]').fill('grace');
    await tab.locator('input[name=password]').fill('anything');
    await tab.locator('button[type=submit]').click();
    await tab.getByRole('button', { name: 'Continue' }).click();
    await section('Notes').waitFor();
    await eventually(() => tab.locator('#account').textContent()).toContain('grace');
    // Nothing of the way back is left in the address.
    expect(tab.url()).toBe(`${product.authUrl}/`);
    await section('Notes').getByLabel('New note').fill('By the club');
    await section('Notes').getByRole('button', { name: 'Add' }).click();
    await eventually(() => rowsOf('Notes').allTextContents()).toEqual(['By the clubDelete']);
  });

  it('comes back signed in by a link of a mail', async () => {
    await open();
    await section('Link by mail').getByLabel('Email').fill('mail@example.com');
    await section('Link by mail').getByRole('button').click();
    await eventually(() => tab.getByRole('status').textContent()).toContain('on its way');
    const inbox = (await (await fetch(`${product.authUrl}/dev/inbox/messages`)).json()) as { link: string }[];
    await tab.goto(inbox[0]?.link ?? '');
    await tab.getByRole('button').click();
    await section('Notes').waitFor();
    expect(tab.url()).toBe(`${product.authUrl}/`);
  });

  it('makes accounts with passkeys, signs in with them, and adds and removes further ones', async () => {
    await tab.goto(product.authUrl);
    const traits = { hasResidentKey: true, hasUserVerification: true };
    const device = await plugIn(context, tab, { transport: 'internal', ...traits });
    await tab.reload();
    await section('Passkey').getByRole('textbox').fill('passkey@example.com');
    await section('Passkey').getByRole('button', { name: 'Sign up' }).click();
    await eventually(() => rowsOf('Passkeys').count()).toBe(1);
    await tab.getByRole('button', { name: 'Sign out' }).click();

    // Or the browser was faster: it offers the key by itself (conditional UI), and this one's user agrees to everything.
    const press = section('Passkey').getByRole('button', { name: 'Sign in' });
    await press.click({ timeout: 3000 }).catch(() => {});
    await eventually(() => rowsOf('Passkeys').count()).toBe(1);
    await device.unplug();
    await plugIn(context, tab, { transport: 'usb', ...traits });
    await section('Passkeys').getByLabel('Name of a new passkey').fill('Stick');
    await section('Passkeys').getByRole('button', { name: 'Add passkey' }).click();
    await eventually(() => rowsOf('Passkeys').count()).toBe(2);
    await tab.getByRole('button', { name: 'Remove Stick' }).click();
    await eventually(() => rowsOf('Passkeys').count()).toBe(1);
  });

  it('can be used by the keyboard alone', async () => {
    await open();
    const focused = () =>
      tab.evaluate(() => document.activeElement?.textContent || document.activeElement?.getAttribute('name'));
    await tab.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to content');
    await tab.keyboard.press('Tab');
    expect(await focused()).toBe('email');
    await tab.keyboard.type('ada@example.com');
    await tab.keyboard.press('Tab');
    await tab.keyboard.type('correct horse');
    await tab.keyboard.press('Enter');
    await section('Notes').waitFor();
    await tab.getByRole('button', { name: 'Sign out' }).focus();
    await tab.keyboard.press('Enter');
    await section('Email and password').waitFor();
  });
});
