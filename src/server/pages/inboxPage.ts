import type { Auth } from '../../auth/auth.js';
import { AuthError } from '../../errors.js';
import { type Answer, jsonAnswer, type ServerRequest } from '../messages.js';
import { isOwnHost } from '../ownHost.js';
import { type Html, html, htmlAnswer } from './html.js';

type Inbox = NonNullable<Auth['inbox']>;
type InboxMessage = ReturnType<Inbox['list']>[number];

const path = '/dev/inbox';

export function isInboxPath(requested: string): boolean {
  return requested === path || requested.startsWith(`${path}/`);
}

/**
 * Mails and text messages as they arrive: the page, its events, the HTML of one mail, and all of them as JSON. Development
 * only, and under names of this machine or `AUTH_SERVER_URL`: who sees it can use every link. In production none of this is
 * there.
 */
export function answerInbox(
  request: ServerRequest,
  { inbox, config }: Pick<Auth, 'inbox' | 'config'>,
): Answer {
  if (inbox === undefined) throw new AuthError('route-not-found');
  if (!isOwnHost(request.headers.host, config)) {
    throw new AuthError('route-not-found', {
      details: 'the inbox is at localhost, HOST and AUTH_SERVER_URL only',
    });
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') throw new AuthError('method-not-allowed');
  const rest = request.path.slice(path.length);
  if (rest === '') return showInbox(inbox.list());
  if (rest === '/messages') return jsonAnswer(200, inbox.list());
  if (rest === '/events') return eventsOf(inbox);
  const id = /^\/mails\/([\w-]+)$/.exec(rest)?.[1];
  const mail = inbox.list().find((each) => each.id === id);
  if (mail?.html === undefined) throw new AuthError('route-not-found');
  return mailAnswer(mail.html);
}

/** Puts each message on top of the page; after a lost connection the page starts anew. */
const script = `
  const list = document.querySelector('#messages');
  const status = document.querySelector('#status');
  const events = new EventSource('inbox/events');
  let wasOpen = false;
  events.onopen = () => {
    if (wasOpen) location.reload();
    wasOpen = true;
    status.textContent = 'New messages appear by themselves.';
  };
  events.onerror = () => { status.textContent = 'The server does not answer; waiting for it.'; };
  events.onmessage = ({ data }) => {
    document.querySelector('#none')?.remove();
    list.insertAdjacentHTML('afterbegin', JSON.parse(data));
  };
`;

const style = `
  main { max-width: 48rem; margin: 2rem auto }
  article { border: 1px solid #8888; border-radius: 0.5rem; padding: 0 1rem 1rem; margin: 0 0 1rem }
  h2 { font-size: 1.125rem; margin: 0.75rem 0 0 }
  pre { white-space: pre-wrap; overflow-wrap: anywhere }
  iframe { width: 100%; height: 22rem; border: 1px solid #8884; background: #fff; color-scheme: light }
  .about { margin: 0; opacity: 0.8; font-size: 0.9rem }
`;

function showInbox(messages: readonly InboxMessage[]): Answer {
  return htmlAnswer({
    locale: 'en',
    title: 'Inbox of development',
    script,
    style,
    body: html`<main>
<h1>Inbox</h1>
<p id="status" role="status">Mails and text messages of this server, newest first.</p>
<div id="messages" aria-live="polite">${messages.map(messageHtml)}</div>
${messages.length === 0 ? html`<p id="none">Nothing was sent yet.</p>` : html``}
</main>`,
  });
}

function messageHtml({
  id,
  channel,
  receivedAt,
  to,
  kind,
  subject,
  text,
  html: body,
  link,
}: InboxMessage): Html {
  const frame =
    body === undefined
      ? html``
      : html`<details><summary>HTML</summary><iframe loading="lazy" title="${subject}" src="inbox/mails/${id}"
 sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe></details>`;
  const open =
    link === undefined
      ? html``
      : html`<p><a class="button" href="${link}" target="_blank" rel="noopener">Open the link</a></p>`;
  return html`<article id="${id}">
<h2>${channel === 'sms' ? 'Text message' : subject}</h2>
<p class="about">to ${to}, ${kind}, <time datetime="${receivedAt.toISOString()}">${receivedAt.toISOString()}</time></p>
<pre>${text}</pre>
${open}${frame}
</article>`;
}

/** Server-sent events (HTML Living Standard section 9.2), one for each message from now on. */
function eventsOf(inbox: Inbox): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    body: '',
    stream(write) {
      write(': begin\n\n');
      // Proxies close what is silent for long.
      const alive = setInterval(() => write(': alive\n\n'), 15_000);
      const unsubscribe = inbox.subscribe((message) => {
        write(`data: ${JSON.stringify(messageHtml(message).toString())}\n\n`);
      });
      return () => {
        clearInterval(alive);
        unsubscribe();
      };
    },
  };
}

/** The mail as its author wrote it, where it can do no harm: without scripts, in a frame without this origin. */
function mailAnswer(body: string): Answer {
  return {
    status: 200,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; img-src https: data:; sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'",
    },
    body: `<base target="_blank">${body}`,
  };
}
