import type { Reply } from './dialect.js';

/**
 * A page that posts the parameters by itself.
 *
 * Source: OAuth 2.0 Form Post Response Mode, section 2.
 */
export function formPost(url: string, parameters: Readonly<Record<string, string>>): Reply {
  const inputs = Object.entries(parameters).map(
    ([name, value]) => `<input type="hidden" name="${escaped(name)}" value="${escaped(value)}">`,
  );
  return {
    status: 200,
    headers: { 'content-type': 'text/html;charset=UTF-8' },
    body: `<body onload="document.forms[0].submit()"><form method="post" action="${escaped(url)}">${inputs.join('')}</form></body>`,
  };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
