/** `npm run screenshots`: the pictures of the sign-in page in docs/images, from the product itself. Needs Chromium. */
import { join, resolve } from 'node:path';
import { hasChromium, launchChromium } from '../test/support/chromium.js';
import { freePort } from '../test/support/postgresServer.js';
import { startProduct } from '../test/support/startProduct.js';

const images = resolve(import.meta.dirname, '../docs/images');
if (!hasChromium()) process.exit(1);

const port = await freePort();
const provider = { ENABLED: 'true', CLIENT_ID: 'an-id', CLIENT_SECRET: 'a-secret' };
const env = Object.fromEntries(
  ['GITHUB', 'GOOGLE'].flatMap((name) =>
    Object.entries(provider).map(([key, value]) => [`AUTH_PROVIDER_${name}_${key}`, value]),
  ),
);
const product = await startProduct({
  ...env,
  AUTH_PORT: String(port),
  AUTH_SERVER_URL: `http://localhost:${port}`,
  AUTH_WEBAUTHN_ENABLED: 'true',
  AUTH_EMAIL_PASSWORDLESS_ENABLED: 'true',
  AUTH_OTP_EMAIL_ENABLED: 'true',
});
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 960, height: 620 }, colorScheme: 'light' });
  await page.goto(product.authUrl);
  const form = page.getByRole('region', { name: 'Email and password', exact: true });
  await form.waitFor();
  await page.screenshot({ path: join(images, 'sign-in.png') });
  await form.getByLabel('Email').fill('ada@example.com');
  await form.getByLabel('Password').fill('correct horse');
  await form.getByRole('button', { name: 'Sign in' }).click();
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: /^End/ }).first().waitFor();
  await page.screenshot({ path: join(images, 'signed-in.png') });
  console.log(`wrote sign-in.png and signed-in.png to ${images}`);
} finally {
  await browser.close();
  await product.stop();
}
