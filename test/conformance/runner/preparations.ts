import type { Target } from './target.js';
import { overHttp, toJson } from './transports.js';

const insertUsers = (...names: readonly string[]) => ({
  query: 'mutation ($users: [user_insert_input!]!) { insert_user(objects: $users) { affected_rows } }',
  variables: { users: names.map((name) => ({ name, email: 'clarke@gmail.com' })) },
});

/** What a few of Hasura's tests ask in their code, as admin, before the requests of their file. */
const preparations: Readonly<Record<string, unknown>> = {
  'TestQueryActions test_query_action_success_output_object': insertUsers('Clarke'),
  'TestQueryActions test_query_action_success_output_nested_join': insertUsers('Clarke'),
  'TestQueryActions test_query_action_success_output_list': insertUsers('Clarke 1', 'Clarke 2'),
};

/** @throws with the answer, when what a test asks first is refused. */
export async function prepareCase(
  target: Target,
  name: string,
  headers: Record<string, string>,
): Promise<void> {
  const body = preparations[name];
  if (!body) return;
  const answer = await overHttp(target.url, { url: '/v1/graphql', headers, body });
  if (answer.status !== 200 || toJson(answer.body).includes('"errors"')) {
    throw new Error(`before ${name}: ${toJson(answer.body).slice(0, 1200)}`);
  }
}
