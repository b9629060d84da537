/** What somebody does with the link of a mail. @returns where the browser is sent in the end. */
export async function followLink(link: string): Promise<URL> {
  const page = await fetch(link);
  if (page.status !== 200) throw new Error(`the page of the link answered ${page.status}`);
  const html = await page.text();
  const fields = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)];
  const form = new URLSearchParams(fields.map(([, name = '', value = '']) => [name, unescapeHtml(value)]));
  const action = /<form method="post" action="([^"]*)">/.exec(html)?.[1] ?? '';
  const answer = await fetch(new URL(action, link), { method: 'POST', body: form, redirect: 'manual' });
  const location = answer.headers.get('location');
  if (answer.status !== 303 || location === null) throw new Error(`the button answered ${answer.status}`);
  return new URL(location);
}

function unescapeHtml(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}
