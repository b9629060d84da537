/**
 * A web client of the API, whole: it signs in by every way that the server offers, keeps the session fresh, and shows the
 * user's own rows as they change. There is one endpoint for all of it, Hasura's; it stands in the page's `data-graphql`.
 */
const endpoint = document.documentElement.dataset.graphql ?? '/v1/graphql';
const page = location.origin + location.pathname;

interface Session {
  accessToken: string;
  /** Seconds. */
  accessTokenExpiresIn: number;
  refreshToken: string;
  refreshTokenId: string;
  user: { displayName: string };
}
interface SignInResult {
  session: Session | null;
  mfa: { ticket: string } | null;
}
/** Each way to sign in is a switch under its name. */
type AuthConfig = { providers: { name: string; title: string }[] } & Record<string, unknown>;

// ── GraphQL over HTTP ───────────────────────────────────────────────────────────────────────────────────────────────

/** The answer of the field that the document names `result`. */
async function request<T>(query: string, variables: object = {}): Promise<T> {
  const authorization = session && { authorization: `Bearer ${session.accessToken}` };
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  if (errors) throw Object.assign(new Error(errors[0].message), { code: errors[0].extensions?.code });
  return data.result;
}

/** Calls an Action. Arguments are strings, unless `types` says otherwise. */
function act<T>(
  action: string,
  args: object = {},
  selection = '',
  types: Record<string, string> = {},
): Promise<T> {
  const names = Object.keys(args);
  const declared = names.map((name) => `$${name}: ${types[name] ?? 'String!'}`).join(', ');
  const given = names.map((name) => `${name}: $${name}`).join(', ');
  const call = names.length > 0 ? `${action}(${given})` : action;
  return request(`mutation ${declared && `(${declared})`} { result: ${call} ${selection} }`, args);
}

// ── Live rows: graphql-transport-ws, one socket for all subscriptions ───────────────────────────────────────────────

const subscriptions: { query: string; next: (rows: never[]) => void }[] = [];
let socket: WebSocket | undefined;

/** Hasura closes the socket when the access token expires; the next socket has the next token. */
function openSocket(): void {
  const own = new WebSocket(endpoint.replace(/^http/, 'ws'), 'graphql-transport-ws');
  const send = (type: string, more: object) => own.send(JSON.stringify({ type, ...more }));
  const headers = { Authorization: `Bearer ${session?.accessToken}` };
  own.onopen = () => send('connection_init', { payload: { headers } });
  own.onmessage = ({ data }) => {
    const { type, id, payload } = JSON.parse(data);
    if (type === 'ping') send('pong', {});
    if (type === 'next') subscriptions[Number(id)]?.next(payload.data.result);
    if (type === 'error') complain(payload[0].message);
    if (type !== 'connection_ack') return;
    for (const [index, { query }] of subscriptions.entries())
      send('subscribe', { id: String(index), payload: { query } });
  };
  own.onclose = () => setTimeout(() => own === socket && session && openSocket(), 1000);
  socket = own;
}

function closeSocket(): void {
  const own = socket;
  socket = undefined;
  own?.close();
  subscriptions.length = 0;
}

// ── The session ─────────────────────────────────────────────────────────────────────────────────────────────────────

const sessionFields = '{ accessToken accessTokenExpiresIn refreshToken refreshTokenId user { displayName } }';
const signInFields = `{ session ${sessionFields} mfa { ticket } }`;
let session: Session | undefined;
let refreshTimer: ReturnType<typeof setTimeout> | undefined;

/** Tabs share the refresh token: when several use it at once, the server gives all of them the same successor. */
function keep(fresh: Session): void {
  session = fresh;
  localStorage.setItem('refreshToken', fresh.refreshToken);
  clearTimeout(refreshTimer);
  refreshTimer = setTimeout(attempt(refresh), Math.max(10, fresh.accessTokenExpiresIn - 60) * 1000);
}

function forget(): void {
  session = undefined;
  localStorage.removeItem('refreshToken');
  clearTimeout(refreshTimer);
  closeSocket();
}

/** Without a bearer: Hasura refuses a request whose access token has expired. Keeps the token when nothing answers. */
async function refresh(): Promise<void> {
  const refreshToken = localStorage.getItem('refreshToken');
  session = undefined;
  try {
    if (refreshToken) keep(await act('refresh', { refreshToken }, sessionFields));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    forget();
  }
  if (!session) await showSignIn();
}

/** What follows every first factor: the user's rows, the second factor, or a mail to look for. */
function accept({ session: opened, mfa }: SignInResult): void {
  if (opened) {
    keep(opened);
    showAccount();
  } else if (mfa)
    askForCode('Code of your authenticator app', (otp) =>
      act('signInTotp', { ticket: mfa.ticket, otp }, signInFields),
    );
  else say('Look into your mail.');
}

// ── What comes back in the address is a code that only this tab can use (PKCE, RFC 7636) ────────────────────────────

function base64url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

async function newCodeChallenge(): Promise<string> {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)));
  sessionStorage.setItem('codeVerifier', verifier);
  return base64url(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));
}

async function startProvider(provider: string): Promise<void> {
  const options = { redirectTo: page, codeChallenge: await newCodeChallenge() };
  const types = { options: 'ProviderOptions' };
  location.assign((await act<{ url: string }>('startProvider', { provider, options }, '{ url }', types)).url);
}

/** Finishes what began elsewhere: the answer of a provider, or a link from a mail. */
async function finishRedirect(): Promise<void> {
  const returned = new URLSearchParams(location.search);
  history.replaceState(null, '', page);
  const [code, refreshToken, ticket] = ['code', 'refreshToken', 'mfaTicket'].map((name) =>
    returned.get(name),
  );
  const codeVerifier = sessionStorage.getItem('codeVerifier') ?? '';
  if (refreshToken) localStorage.setItem('refreshToken', refreshToken);
  if (returned.has('error')) complain(returned.get('errorDescription') ?? returned.get('error'));
  if (code) accept(await act('exchangeCode', { code, codeVerifier }, signInFields));
  if (ticket) accept({ session: null, mfa: { ticket } });
}

// ── Passkeys: the browser's own JSON forms (WebAuthn Level 3, section 5.1.8) ────────────────────────────────────────

const types = { credential: 'jsonb!', passkey: 'jsonb!' };

async function createPasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<unknown> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
  return ((await navigator.credentials.create({ publicKey })) as PublicKeyCredential).toJSON();
}

let waiting: AbortController | undefined;
/** @param mediation `conditional` offers passkeys among the suggestions of the email field, and waits. */
async function usePasskey(options: PublicKeyCredentialRequestOptionsJSON, mediation?: 'conditional') {
  waiting?.abort();
  waiting = new AbortController();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
  const request = { publicKey, signal: waiting.signal, ...(mediation && { mediation }) };
  return ((await navigator.credentials.get(request)) as PublicKeyCredential).toJSON();
}

async function signUpWithPasskey({ email }: Values): Promise<void> {
  const credential = await createPasskey(await act('startPasskeySignUp', { email }));
  accept(await act('finishPasskeySignUp', { credential }, signInFields, types));
}

async function signInWithPasskey({ email }: Values, mediation?: 'conditional'): Promise<void> {
  const options = await act<PublicKeyCredentialRequestOptionsJSON>(
    'startPasskeySignIn',
    email ? { email } : {},
  );
  const credential = await usePasskey(options, mediation);
  accept(await act('finishPasskeySignIn', { credential }, signInFields, types));
}

async function addPasskey({ nickname }: Values): Promise<void> {
  const credential = await createPasskey(await act('startAddPasskey'));
  await act('finishAddPasskey', { credential, nickname }, '{ id }', types);
}

/** Keys are only removed in an elevated session: by who has shown one again. */
async function deletePasskey(id: string): Promise<void> {
  const passkey = await usePasskey(await act('startPasskeyElevation'));
  keep(await act('elevate', { passkey }, sessionFields, types));
  await act('deleteAuthUserSecurityKey', { id }, '{ id }', { id: 'uuid!' });
}

// ── Ways to sign in ─────────────────────────────────────────────────────────────────────────────────────────────────

type Values = Record<string, string>;
type Submit = (values: Values) => unknown;
type Field = [name: string, label: string, type: string, autocomplete: string];

const email: Field = ['email', 'Email', 'email', 'email'];
const phoneNumber: Field = ['phoneNumber', 'Phone number', 'tel', 'tel'];
const username: Field = ['username', 'Username', 'text', 'username'];
const password: Field = ['password', 'Password', 'password', 'current-password'];
const passkeyEmail: Field = ['email', 'Email (only to sign up)', 'email', 'username webauthn'];

/** An Action that takes the fields of the form and opens a session. */
const by = (action: string) => async (values: Values) => accept(await act(action, values, signInFields));

/** An Action that sends a code to what the form holds, and the one that takes the code. */
const byCode = (send: string, take: string) => async (values: Values) => {
  await act(send, values);
  askForCode('Code from the message', (otp) => act(take, { ...values, otp }, signInFields));
};

async function signUpPhone({ phoneNumber, password }: Values): Promise<void> {
  await act('signUpPhone', { phoneNumber, password }, signInFields);
  askForCode('Code from the message', (otp) => act('verifyPhone', { phoneNumber, otp }, signInFields));
}

async function sendMagicLink({ email }: Values): Promise<void> {
  const args = { email, options: { redirectTo: page }, codeChallenge: await newCodeChallenge() };
  await act('sendMagicLink', args, '', { options: 'SignUpOptions' });
  say('A link is on its way to you: look into your mail.');
}

/** The second submits of a row make accounts. */
const ways: [name: string, title: string, Field[], signIn: Submit, signUp?: Submit][] = [
  ['emailPassword', 'Email and password', [email, password], by('signIn'), by('signUp')],
  ['usernamePassword', 'Username', [username, password], by('signInUsername'), by('signUpUsername')],
  ['phonePassword', 'Phone and password', [phoneNumber, password], by('signInPhone'), signUpPhone],
  ['passkey', 'Passkey', [passkeyEmail], (values) => signInWithPasskey(values), signUpWithPasskey],
  ['magicLink', 'Link by mail', [email], sendMagicLink],
  ['emailOtp', 'Code by mail', [email], byCode('sendEmailOtp', 'signInEmailOtp')],
  ['smsOtp', 'Code by text message', [phoneNumber], byCode('sendSmsOtp', 'signInSmsOtp')],
  ['anonymous', 'Without an account', [], by('signInAnonymous')],
];

async function showSignIn(): Promise<void> {
  const switches = ['signUp', ...ways.map(([name]) => name)].join(' ');
  const config = await request<AuthConfig>(`{ result: authConfig { ${switches} providers { name title } } }`);
  const forms = ways
    .filter(([name]) => config[name] && (name !== 'passkey' || 'PublicKeyCredential' in window))
    .map(([, title, fields, signIn, signUp]) => {
      const buttons = { 'Sign in': signIn, ...(signUp && config.signUp ? { 'Sign up': signUp } : {}) };
      return section(title, formOf(fields, buttons));
    });
  for (const { name, title } of config.providers)
    forms.push(section(title, formOf([], { [`Continue with ${title}`]: () => startProvider(name) })));
  show([], forms);
  if (config.passkey && (await window.PublicKeyCredential?.isConditionalMediationAvailable?.()))
    signInWithPasskey({}, 'conditional').catch(() => {}); // nobody asked, so nobody has to hear that it ended
}

function askForCode(label: string, take: (otp: string) => Promise<SignInResult>): void {
  const code: Field = ['otp', label, 'text', 'one-time-code'];
  const back = element('button', { type: 'button', textContent: 'Back', onclick: attempt(showSignIn) });
  show(
    [back],
    [section('One more step', formOf([code], { Continue: async ({ otp = '' }) => accept(await take(otp)) }))],
  );
}

// ── The user's rows ─────────────────────────────────────────────────────────────────────────────────────────────────

type Row = { id: string; text: string | null; detail?: string | null };
type Remove = [label: string, remove: (id: string) => Promise<unknown>];

/** A list that follows the database; `remove` is what the button of each row does. */
function liveList(title: string, rows: string, [label, remove]: Remove, form?: HTMLElement): HTMLElement {
  const list = element('ul', {});
  const rowOf = ({ id, text, detail }: Row) => {
    const small = /^\d{4}-\d\d-\d\dT/.test(detail ?? '') ? new Date(detail ?? '').toLocaleString() : detail;
    const words = element('span', {}, text ?? 'Unnamed', element('small', { textContent: small ?? '' }));
    const props = { textContent: label, ariaLabel: `${label} ${text}`, onclick: attempt(() => remove(id)) };
    return element('li', {}, words, element('button', props));
  };
  const next = (found: Row[]) => list.replaceChildren(...found.map(rowOf));
  subscriptions.push({ query: `subscription { result: ${rows} }`, next });
  return section(title, list, ...(form ? [form] : []));
}

const notes = 'notes(order_by: { id: desc }) { id text: title detail: body }';
const sessions = `authRefreshTokens(where: { type: { _eq: regular } }, order_by: { lastUsedAt: desc })
  { id text: userAgent detail: lastUsedAt }`;
const passkeys = 'authUserSecurityKeys { id text: nickname }';
const addNote = ({ title }: Values) =>
  act('insert_notes_one', { object: { title } }, '{ id }', { object: 'notes_insert_input!' });
const deleteNote = (id: string) => act('delete_notes_by_pk', { id }, '{ id }', { id: 'Int!' });
const endSession = (id: string) => act('revokeSession', { id }, '', { id: 'uuid!' });

async function signOut(): Promise<void> {
  await act('signOut', { refreshToken: session?.refreshToken });
  forget();
  await showSignIn();
}

function showAccount(): void {
  closeSocket();
  const note = formOf([['title', 'New note', 'text', 'off']], { Add: addNote });
  const key = formOf([['nickname', 'Name of a new passkey', 'text', 'off']], { 'Add passkey': addPasskey });
  const name = element('span', { textContent: session?.user.displayName });
  show(
    [name, element('button', { textContent: 'Sign out', onclick: attempt(signOut) })],
    [
      liveList('Notes', notes, ['Delete', deleteNote], note),
      liveList('Sessions', sessions, ['End', endSession]),
      liveList('Passkeys', passkeys, ['Remove', deletePasskey], key),
    ],
  );
  openSocket();
}

// ── The document ────────────────────────────────────────────────────────────────────────────────────────────────────

const byId = (id: string) => document.getElementById(id) as HTMLElement;
const say = (text: string) => byId('status').replaceChildren(text);
const complain = (text: string | null) => byId('alert').replaceChildren(text ?? '');

/** Does something that may fail, once at a time, and shows why it failed. */
const attempt = (doIt: (event?: Event) => unknown) => async (event?: Event) => {
  const pressed = event instanceof SubmitEvent ? event.submitter : event?.currentTarget;
  event?.preventDefault();
  say('');
  complain('');
  if (pressed instanceof HTMLButtonElement) pressed.disabled = true;
  try {
    await doIt(event);
  } catch (error) {
    complain(error instanceof TypeError ? 'The server does not answer.' : (error as Error).message);
  } finally {
    if (pressed instanceof HTMLButtonElement) pressed.disabled = false;
  }
};

type Child = Node | string;
function element(name: string, props: object, ...children: Child[]): HTMLElement {
  const made = Object.assign(document.createElement(name), props);
  if (children.length > 0) made.append(...children);
  return made;
}

function section(title: string, ...content: Node[]): HTMLElement {
  const heading = element('h2', { id: `heading-${crypto.randomUUID()}`, textContent: title });
  const made = element('section', {}, heading, ...content);
  made.setAttribute('aria-labelledby', heading.id);
  return made;
}

function inputOf([name, label, type, autocomplete]: Field): HTMLElement {
  const required = !autocomplete.includes('webauthn');
  return element('label', {}, label, element('input', { name, type, autocomplete, required }));
}

/** A form whose first button is what Enter does. */
function formOf(fields: Field[], buttons: Record<string, Submit>): HTMLElement {
  const submits = Object.keys(buttons).map((label, index) =>
    element('button', { textContent: label, value: label, className: index === 0 ? 'main' : '' }),
  );
  const onsubmit = attempt(async (event) => {
    const { target, submitter } = event as SubmitEvent & { target: HTMLFormElement };
    const values = Object.fromEntries(new FormData(target)) as Values;
    await buttons[(submitter as HTMLButtonElement).value]?.(values);
    target.reset();
  });
  const actions = element('div', { className: 'buttons' }, ...submits);
  return element('form', { onsubmit }, ...fields.map(inputOf), actions);
}

function show(account: Node[], sections: Node[]): void {
  byId('account').replaceChildren(...account);
  byId('main').replaceChildren(...sections);
}

// Another tab has signed out.
addEventListener(
  'storage',
  ({ key, newValue }) => key === 'refreshToken' && newValue === null && session && attempt(refresh)(),
);

byId('main').replaceChildren();
await attempt(finishRedirect)();
if (!session && !byId('main').hasChildNodes()) await attempt(refresh)();
if (session) showAccount();
