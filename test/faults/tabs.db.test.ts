import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post, refreshMutation, signUpNew } from '../actions/requests.js';
import { startTestServer, type TestServer } from '../support/startTestServer.js';

/** TABS_ROUNDS=1000 for more of the same. */
const rounds = Number(process.env.TABS_ROUNDS ?? 25);
const tabs = 20;
const timeout = 30_000 + rounds * 1000;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

const refresh = async (refreshToken: string) => {
  const { data, codes } = await server.graphql(refreshMutation, { variables: { refreshToken } });
  return { codes, session: data?.refresh };
};

describe(`${tabs} tabs that refresh at once, ${rounds} times`, () => {
  it('stay signed in, and follow one chain', { timeout }, async () => {
    const first = await signUpNew(server);
    const seen = new Set([first.refreshToken]);
    let current = first.refreshToken;
    for (let round = 0; round < rounds; round += 1) {
      const replies = await Promise.all(Array.from({ length: tabs }, () => refresh(current)));
      expect(replies.flatMap(({ codes }) => codes)).toEqual([]);
      const successors = new Set(replies.map(({ session }) => session.refreshToken));
      expect(successors.size).toBe(1);
      expect(replies.every(({ session }) => session.refreshTokenId === first.refreshTokenId)).toBe(true);
      const [successor = ''] = successors;
      expect(seen.has(successor)).toBe(false);
      seen.add(successor);
      current = successor;
    }
    const query = `{ authRefreshTokens(where: {userId: {_eq: "${first.user.id}"}}) { id } }`;
    const { data } = await server.graphql(query, { admin: true });
    expect(data.authRefreshTokens).toEqual([{ id: first.refreshTokenId }]);
  });

  it('stay signed in on two servers', { timeout }, async () => {
    const other = await server.startAnother({});
    const own = await signUpNew(server);
    let current = own.refreshToken;
    for (let round = 0; round < rounds; round += 1) {
      const replies = await Promise.all(
        Array.from({ length: tabs }, (_, tab) =>
          post(tab % 2 === 0 ? server.app : other, '/v1/token', { refreshToken: current }),
        ),
      );
      expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
      expect(new Set(replies.map(({ body }) => body.refreshToken)).size).toBe(1);
      current = replies[0]?.body.refreshToken;
    }
    expect((await refresh(current)).session.refreshTokenId).toBe(own.refreshTokenId);
  });
});
