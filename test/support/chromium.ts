import { existsSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Whether tests in a browser can run here; where they can't, this says so once. */
export function hasChromium(): boolean {
  const isThere = existsSync(executablePath);
  if (!isThere) console.log('skipped in Chromium: it is not installed (Debian: apt-get install chromium)');
  return isThere;
}

/** Debian's Chromium, which talks to nobody but the pages that are opened. */
export async function launchChromium(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** An authenticator that Chromium takes for a real one, until it is unplugged. */
export interface VirtualAuthenticator {
  readonly page: Page;
  unplug(): Promise<void>;
  /** How many keys are in it. */
  keys(): Promise<readonly { readonly credentialId: string; readonly signCount: number }[]>;
}

interface Traits {
  /** `internal` is that of the device; `usb` one that is plugged in. */
  readonly transport: 'internal' | 'usb';
  /** Whether it has a place for passkeys; a security key of the old kind has none. */
  readonly hasResidentKey: boolean;
  readonly hasUserVerification: boolean;
}

/** Plugs an authenticator into `page`; its user agrees at once. */
export async function plugIn(
  context: BrowserContext,
  page: Page,
  traits: Traits,
): Promise<VirtualAuthenticator> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      isUserVerified: traits.hasUserVerification,
      automaticPresenceSimulation: true,
      ...traits,
    },
  });
  return {
    page,
    async unplug() {
      await session.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId });
    },
    async keys() {
      return (await session.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
    },
  };
}
