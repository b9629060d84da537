import { hash } from 'node:crypto';
import type { Answer } from '../messages.js';

/** HTML that is safe to show as it is. Only made by `html`, which escapes what is put into it. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

type Value = string | Html | readonly Html[];

/** A template of HTML; texts in it are escaped, also inside quoted attributes. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(shown)));
}

function shown(value: Value): string {
  if (value instanceof Html) return value.toString();
  if (typeof value === 'string') return escapeHtml(value);
  return value.join('');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style = `
  :root { color-scheme: light dark }
  body { margin: 0; font: 1.0625rem/1.5 system-ui, sans-serif }
  main { max-width: 30rem; margin: 12vh auto; padding: 0 1.5rem }
  h1 { font-size: 1.5rem; line-height: 1.25 }
  p { overflow-wrap: anywhere }
  button, .button {
    display: inline-block; font: inherit; font-weight: 600; padding: 0.75rem 1.5rem; border-radius: 0.5rem;
    border: 2px solid transparent; background: #1d4ed8; color: #fff; text-decoration: none; cursor: pointer
  }
  :focus-visible { outline: 3px solid currentColor; outline-offset: 3px }
`;

interface Page {
  readonly status?: number;
  /** Language of the texts. */
  readonly locale: string;
  readonly title: string;
  readonly body: Html;
  /** Where its form may lead in the end: its own server, and these (browsers check redirects too). */
  readonly formTargets?: readonly string[];
  /** Script of the page; only this one may run. */
  readonly script?: string;
  readonly style?: string;
}

/**
 * A page that loads nothing from anywhere. It may not be framed (clicks could be stolen), is kept by no cache, and tells
 * its address, which holds a ticket, to no other site.
 */
export function htmlAnswer({
  status = 200,
  locale,
  title,
  body,
  formTargets = [],
  script,
  style: more = '',
}: Page): Answer {
  const css = style + more;
  const policy = [
    "default-src 'none'",
    `style-src '${sourceHash(css)}'`,
    ...(script === undefined
      ? []
      : [`script-src '${sourceHash(script)}'`, "connect-src 'self'", "frame-src 'self'"]),
    `form-action ${["'self'", ...formTargets].join(' ')}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  const text = `<!doctype html>
<html lang="${escapeHtml(locale)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<style>${css}</style>
</head>
<body>
${body}
${script === undefined ? '' : `<script>${script}</script>`}
</body>
</html>
`;
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
      // Not no-referrer: browsers would then send "Origin: null" with the form.
      'referrer-policy': 'same-origin',
      'x-frame-options': 'DENY',
    },
    body: text,
  };
}

/** How a Content-Security-Policy names an inline text (CSP Level 3 section 6.7.3.3). */
function sourceHash(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`;
}
