import type { GraphiqlOptions } from './options.js';

const pages = new WeakMap<GraphiqlOptions, Promise<string>>();

/** The page works offline and is 9 MB, so it is made when somebody first asks for it. */
export function loadGraphiql(options: GraphiqlOptions): Promise<string> {
  let page = pages.get(options);
  if (!page) {
    page = render(options);
    pages.set(options, page);
  }
  return page;
}

async function render({ title, tabs }: GraphiqlOptions): Promise<string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  return renderGraphiQL({
    title,
    endpoint: '/v1/graphql',
    subscriptionsProtocol: 'WS',
    // Hasura's introspection has no such argument of `args`.
    inputValueDeprecation: false,
    ...(tabs.length > 0 && { defaultTabs: [...tabs] }),
  });
}
