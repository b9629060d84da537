import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

const email = /^\w+([.-]?\w+)*@\w+([.-]?\w+)*(\.\w{2,3})+$/;

interface Call {
  readonly input: Record<string, unknown>;
  /** All that Hasura sent. */
  readonly body: Record<string, unknown>;
  readonly request: IncomingMessage;
  /** Runs a query on the server under test as admin. */
  graphql(query: string, variables: unknown): Promise<Record<string, unknown>>;
}

/** `body` is sent as JSON, `text` as it is. */
type Reply = readonly [status: number, body: unknown, text?: string];
type Handler = (call: Call) => Reply | Promise<Reply>;

const invalidEmail: Reply = [400, { message: 'Given email address is not valid', code: 'invalid-email' }];
const place = {
  address: { city: 'New York', country: 'USA' },
  addresses: [
    { city: 'Bangalore', country: 'India' },
    { city: 'Melbourne', country: 'Australia' },
  ],
};

async function insertUser({ input, graphql }: Call): Promise<unknown> {
  const data = await graphql(
    'mutation ($email: String!, $name: String!) { insert_user_one(object: {email: $email, name: $name}) { id } }',
    { email: input.email, name: input.name },
  );
  return data.insert_user_one;
}

async function usersByEmail({ input, graphql }: Call): Promise<{ id: number }[]> {
  const data = await graphql(
    'query ($email: String!) { user(where: {email: {_eq: $email}}, order_by: {id: asc}) { id } }',
    { email: input.email },
  );
  return data.user as { id: number }[];
}

const createUser: Handler = async (call) =>
  email.test(String(call.input.email)) ? [200, await insertUser(call)] : invalidEmail;

const findUsers =
  (shape: (rows: { id: number }[]) => unknown): Handler =>
  async (call) =>
    email.test(String(call.input.email)) ? [200, shape(await usersByEmail(call))] : invalidEmail;

const nested = (row: { id: number } | undefined) => row && { id: row.id, ...place, user_id: { id: row.id } };

const createUsers: Handler = async (call) => {
  const users = (call.input.users ?? []) as { email: string; name: string }[];
  const wrong = users.find((user) => !email.test(user.email));
  if (wrong) return [400, { message: `Email address is not valid: ${wrong.email}`, code: 'invalid-email' }];
  const data = await call.graphql(
    'mutation ($users: [user_insert_input!]!) { insert_user(objects: $users) { returning { id } } }',
    { users },
  );
  return [200, (data.insert_user as { returning: unknown }).returning];
};

const recursive = {
  direct: { id: 1, this: { id: 2, this: { id: 3 } } },
  list: { id: 1, these: [{ id: 2, these: [{ id: 3 }] }, { id: 4 }] },
  mutual: { id: 1, that: { id: 2, other: { id: 3, that: { id: 4 } } } },
};

const handlers: Readonly<Record<string, Handler>> = {
  '/create-user': createUser,
  '/create-user-timeout': async (call) => {
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    return createUser(call);
  },
  '/create-users': createUsers,
  '/create-user-nested': async (call) => {
    const [status, body] = await createUser(call);
    return status === 200 ? [200, { userObj: body }] : [status, body];
  },
  '/mirror-action': ({ input }) => [200, input.arg],
  '/mirror-headers': ({ request }) => {
    const headers = [];
    for (let index = 0; index < request.rawHeaders.length; index += 2) {
      headers.push({ name: request.rawHeaders[index], value: request.rawHeaders[index + 1] });
    }
    return [200, { headers }];
  },
  '/get-user-by-email': findUsers((rows) => rows[0]),
  '/get-users-by-email': findUsers((rows) => rows),
  '/get-user-by-email-nested': findUsers((rows) => nested(rows[0])),
  '/get-users-by-email-nested': findUsers((rows) => rows.map(nested)),
  '/intentional-error': ({ input }) => [400, input.blob],
  '/null-response': () => [200, null],
  '/omitted-response-field': () => [200, { country: 'India' }],
  '/scalar-response': () => [200, 'some-string'],
  '/json-response': () => [200, { foo: 'bar' }],
  '/custom-scalar-array-response': () => [200, [{ foo: 'bar' }]],
  '/scalar-array-response': () => [200, ['foo', 'bar', null]],
  '/recursive-output': () => [200, recursive],
  '/get-results': () => [200, { result_ids: [1, 2, 3, 4] }],
  '/typed-nested-null': () => [200, { id: 1, child: null }],
  // For the cases of this project: any reply, and what the webhook was told.
  '/reply': ({ input }) => [Number(input.status), input.body],
  '/not-json': () => [200, null, 'not JSON'],
  '/describe': ({ body, request }) => [
    200,
    { ...body, header: `${request.headers['x-configured']} ${request.headers['x-client']}` },
  ],
  '/typed-nested-null-wrong-field': () => [200, { id: null, child: null }],
  '/get_messages': () => [
    200,
    [
      { content: 'baz', user_name: 'foo' },
      { content: 'foo', user_name: 'bar' },
    ],
  ],
};

/** The webhook that the cases of Actions expect. `endpoint` answers the server under test, which starts later. */
export async function startWebhook(endpoint: () => { url: string; headers: Record<string, string> }) {
  const graphql: Call['graphql'] = async (query, variables) => {
    const { url, headers } = endpoint();
    const answer = await fetch(`${url}/v1/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return ((await answer.json()) as { data: Record<string, unknown> }).data;
  };
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const text = Buffer.concat(chunks).toString();
      const handler = handlers[(request.url ?? '').split('?')[0] ?? ''];
      if (!handler) return response.writeHead(204).end();
      const sent = JSON.parse(text) as { input: Record<string, unknown> };
      const [status, body, plain] = await handler({ input: sent.input, body: sent, request, graphql });
      response.writeHead(status, { 'content-type': 'application/json', 'set-cookie': 'abcd' });
      return response.end(plain ?? JSON.stringify(body ?? null));
    })().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
