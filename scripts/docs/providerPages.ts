import { readFile } from 'node:fs/promises';
import { providers } from '../../src/providers/index.js';
import type { Provider } from '../../src/providers/provider.js';
import { variablesOf } from '../../src/providers/settings.js';
import { code, generatedNote, table } from './markdown.js';

const begin = '<!-- settings: written by `npm run docs` from src/providers -->';
const end = '<!-- /settings -->';

const pathOf = ({ name }: Provider) => `docs/providers/${name}.md`;
const callbackOf = (name: string) => code(`<AUTH_SERVER_URL>/signin/provider/${name}/callback`);

/** A page for each provider: written by hand but for the part that follows from its file. */
export const providerPages: Readonly<Record<string, () => Promise<string> | string>> = {
  ...Object.fromEntries(providers.map((provider) => [pathOf(provider), () => providerPage(provider)])),
  'docs/providers/emails.md': emailsPage,
};

/** @throws Error when the page, or the place for the settings in it, is missing. */
async function providerPage(provider: Provider): Promise<string> {
  const text = await readFile(pathOf(provider), 'utf8');
  const [before, rest, ...more] = text.split(begin);
  const [, after, ...others] = (rest ?? '').split(end);
  if (before === undefined || after === undefined || more.length + others.length > 0) {
    throw new Error(`${pathOf(provider)} needs one ${begin} and one ${end}`);
  }
  return `${before}${begin}\n\n${settings(provider)}\n\n${end}${after}`;
}

function settings(provider: Provider): string {
  const { name, emailVerified, sources } = provider;
  const rows = Object.values(variablesOf(provider)).map((variable) => [
    code(variable.env),
    variable.default ? code(variable.default) : 'unset',
    variable.doc,
  ]);
  const links = sources.map((url) => `- <${url}>`).join('\n');
  return `Callback URL: ${callbackOf(name)}

## Set here

${table(['Variable', 'Without it', 'Meaning'], rows)}

## Its email

counts as verified ${emailVerified} ([source](${link(sources[0])})).

The provider's documentation that this follows:

${links}`;
}

/** Round brackets would end a link. */
function link(url: string): string {
  return url.replaceAll('(', '%28').replaceAll(')', '%29');
}

/** When each provider's word on an address is taken. */
function emailsPage(): string {
  const rows = providers.map(({ name, title, emailVerified, sources }) => [
    `[${title}](${name}.md)`,
    code(name),
    emailVerified,
    `[documentation](${link(sources[0])})`,
  ]);
  return `${generatedNote}

# When a provider's email counts as verified

Somebody who signs in with a provider for the first time is linked to the account that has the same address only when both
sides have proved it: the provider says so as below, **and** the address is verified here. Otherwise the sign-in ends with
\`user-already-exists\`; the owner of the account signs in as before, and links the provider then (\`linkProvider\`). Whoever
writes a stranger's address into an account somewhere else gets nowhere with it.

An address that doesn't count becomes the new account's address where nobody else has it, but not a verified one. With
\`AUTH_EMAIL_SIGNIN_EMAIL_VERIFIED_REQUIRED=true\` the sign-in ends with \`unverified-user\` until it is verified by mail
(\`sendVerificationEmail\`).

${table(['Provider', 'Name', 'Its email counts as verified', 'By'], rows)}

Providers of \`AUTH_PROVIDER_CUSTOM\` are never linked by email, whatever they say: only who has the address in both places and
signs in to both gets them together.
`;
}
