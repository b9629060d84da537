import { actions } from '../../../actions/index.js';
import { runAction } from '../../action.js';
import type { Auth, CallContext } from '../../auth/auth.js';
import { anonymousCaller } from '../../auth/caller.js';
import { directClient } from '../../auth/client.js';
import { isCodeChallenge } from '../../auth/codeChallenge.js';
import type { SignInOutcome } from '../../auth/completeSignIn.js';
import { confirmTicket, linkKinds } from '../../auth/confirmTicket.js';
import { openRefreshCookie, type RefreshCookie } from '../../auth/refreshCookie.js';
import { runCall } from '../../auth/runCall.js';
import { getTicket } from '../../auth/tickets.js';
import { AuthError } from '../../errors.js';
import { type Failure, failureOf } from '../failures.js';
import { type Answer, emptyAnswer, type ServerRequest } from '../messages.js';
import { html, htmlAnswer } from './html.js';
import { acceptedLanguages, chooseTexts } from './verifyTexts.js';

/**
 * Where links of mails lead, at `/verify` and `/v1/verify`. GET and HEAD show a page and use nothing up, since programs
 * open the links of mails to check them; its button posts the ticket. With `AUTH_VERIFY_ON_GET` a GET acts at once and
 * redirects, as in Nhost Auth.
 */
export async function answerVerify(request: ServerRequest, auth: Auth): Promise<Answer> {
  switch (request.method) {
    case 'GET':
      return auth.config.verifyOnGet
        ? confirm(parseLink(request.query, auth), 302, request, auth)
        : showButton(request, auth);
    case 'HEAD':
      return htmlAnswer({ locale: 'en', title: '', body: html`` });
    case 'POST':
      if (isFromElsewhere(request))
        throw new AuthError('invalid-request', { details: 'sent by another site' });
      return confirm(parseLink(await request.text(), auth), 303, request, auth);
    default:
      throw new AuthError('method-not-allowed');
  }
}

/** What a link says, or the form that repeats it. */
interface Link {
  readonly ticket: string;
  /** Where the browser goes in the end; undefined when nothing is configured and nothing was asked for. */
  readonly target: string | undefined;
  /** The link names a place where it must not lead. */
  readonly isTargetRefused: boolean;
  /** Of the client that asked for the mail: it gets a code, in place of a refresh token in the URL. */
  readonly codeChallenge: string | undefined;
}

function parseLink(parameters: string, { redirects, config }: Auth): Link {
  const query = new URLSearchParams(parameters);
  const wished = query.get('redirectTo');
  const isTargetRefused = wished !== null && wished !== '' && !redirects.isAllowed(wished);
  return {
    ticket: query.get('ticket') ?? '',
    target: wished && !isTargetRefused ? wished : config.clientUrl,
    isTargetRefused,
    codeChallenge: query.get('codeChallenge') || undefined,
  };
}

/**
 * A form of another site: it could sign a visitor in to an account of the sender's. Browsers say so in `Sec-Fetch-Site`,
 * older ones in `Origin`; what sends neither is no browser.
 */
function isFromElsewhere({ headers }: ServerRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin, host } = headers;
  return origin !== undefined && URL.parse(origin)?.host !== host;
}

/** The page with the button. It says who will be signed in: a link could be somebody else's. */
async function showButton(request: ServerRequest, auth: Auth): Promise<Answer> {
  const link = parseLink(request.query, auth);
  try {
    if (link.isTargetRefused) throw new AuthError('redirectTo-not-allowed');
    const { kind, recipient, user } = await getTicket(auth, link.ticket, linkKinds);
    const { locale, texts } = chooseTexts([
      user?.locale,
      ...acceptedLanguages(request.headers['accept-language']),
    ]);
    const [title, sentence, button] = texts.links[kind];
    const [before = '', after = ''] = sentence.split('{email}');
    return htmlAnswer({
      locale,
      title,
      formTargets: link.target === undefined ? [] : [formTarget(link.target)],
      body: html`<main>
<h1>${title}</h1>
<p>${before}<strong>${recipient ?? ''}</strong>${after}</p>
<form method="post" action="verify">
<input type="hidden" name="ticket" value="${link.ticket}">
<input type="hidden" name="redirectTo" value="${link.target ?? ''}">
${challengeField(link)}<button>${button}</button>
</form>
</main>`,
    });
  } catch (error) {
    return showFailure(failed(error, auth), link, request);
  }
}

function challengeField({ codeChallenge }: Link) {
  if (codeChallenge === undefined) return html``;
  return html`<input type="hidden" name="codeChallenge" value="${codeChallenge}">
`;
}

/** What `form-action` compares a redirect with: an origin, or the scheme of an app. */
function formTarget(target: string): string {
  const { origin, protocol } = new URL(target);
  return origin === 'null' ? protocol : origin;
}

/** Uses the ticket up and sends the browser on, with a refresh token or an error in the query as in Nhost Auth. */
async function confirm(link: Link, status: 302 | 303, request: ServerRequest, auth: Auth): Promise<Answer> {
  const { target, ticket } = link;
  try {
    if (link.isTargetRefused) throw new AuthError('redirectTo-not-allowed');
    const { trustedProxies, unauthorizedRole } = auth.config;
    const caller = anonymousCaller(unauthorizedRole);
    const client = directClient(request.headers, request.remoteAddress, trustedProxies);
    const context = { auth, caller, client, headers: request.headers };
    const result = await useLink(link, context);
    if (target === undefined) return showDone(request);
    // That the form is our own was checked above.
    const cookie = openRefreshCookie(auth, request.headers, 'direct');
    if (result.session?.refreshToken) cookie?.write(result.session.refreshToken);
    const parameters = { ...outcomeOf(result, cookie), type: ticket.slice(0, ticket.indexOf(':')) };
    return redirect(status, target, parameters, cookie?.answerHeaders());
  } catch (error) {
    const failure = failed(error, auth);
    // Nothing was used up: who posts again may have better luck.
    if (target === undefined || (failure.status >= 500 && status === 303))
      return showFailure(failure, link, request);
    return redirect(status, target, errorOf(failure));
  }
}

/** As the Action does, which gives no codes: nothing but a browser needs them. */
async function useLink({ ticket, codeChallenge }: Link, context: CallContext): Promise<SignInOutcome> {
  if (codeChallenge === undefined) return runAction(actions.confirmTicket, { ticket }, context);
  if (!isCodeChallenge(codeChallenge)) throw new AuthError('invalid-request', { details: 'codeChallenge' });
  return runCall(context, { name: 'confirmTicket', input: { ticket } }, (noted) =>
    confirmTicket(noted, ticket, { codeChallenge }),
  );
}

/** In cookie mode the refresh token is in no URL. */
function outcomeOf(
  { session, mfa, code }: SignInOutcome,
  cookie: RefreshCookie | undefined,
): Record<string, string> {
  if (code !== undefined) return { code };
  if (session) return session.refreshToken && !cookie ? { refreshToken: session.refreshToken } : {};
  return mfa ? { mfaTicket: mfa.ticket } : {};
}

function errorOf({ code, message }: Failure): Record<string, string> {
  return { error: code, errorDescription: message };
}

function failed(error: unknown, auth: Auth): Failure {
  return failureOf(error, auth);
}

function redirect(
  status: 302 | 303,
  target: string,
  parameters: Record<string, string>,
  headers: Record<string, string> = {},
): Answer {
  return emptyAnswer(status, {
    ...headers,
    location: withParameters(target, parameters),
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
}

/** A new URL: the one that is configured stays as it is. */
function withParameters(target: string, parameters: Record<string, string>): string {
  const url = new URL(target);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

function showFailure(failure: Failure, { target }: Link, { headers }: ServerRequest): Answer {
  const { locale, texts } = chooseTexts(acceptedLanguages(headers['accept-language']));
  const isOutage = failure.status >= 500;
  const title = isOutage ? texts.laterTitle : texts.invalidTitle;
  const onward =
    target === undefined || isOutage
      ? html``
      : html`<p><a class="button" href="${withParameters(target, errorOf(failure))}">${texts.continue}</a></p>`;
  return htmlAnswer({
    status: failure.status,
    locale,
    title,
    body: html`<main><h1>${title}</h1><p role="alert">${isOutage ? texts.later : texts.invalid}</p>${onward}</main>`,
  });
}

function showDone({ headers }: ServerRequest): Answer {
  const { locale, texts } = chooseTexts(acceptedLanguages(headers['accept-language']));
  return htmlAnswer({
    locale,
    title: texts.doneTitle,
    body: html`<main><h1>${texts.doneTitle}</h1><p role="status">${texts.done}</p></main>`,
  });
}
