import { demoUsers } from './demoUsers.js';

const [first] = demoUsers;

/** What GraphiQL of the embedded engine shows when it is opened for the first time. */
export const demoTabs = [
  {
    query: `# 1. Sign in, and copy the access token.
mutation SignIn {
  signIn(email: "${first.email}", password: "${first.password}") {
    session {
      accessToken
      refreshToken
      user {
        id
        displayName
      }
    }
  }
}
`,
  },
  {
    query: `# 2. Put the access token into the headers below: your notes, and only yours.
query MyNotes {
  notes(order_by: { created_at: desc }) {
    id
    title
    body
  }
}
`,
    headers: JSON.stringify({ Authorization: 'Bearer …' }, null, 2),
  },
  {
    query: `# 3. With the same header: the other user's note is an empty list.
query SomebodyElsesNote {
  notes(where: { id: { _eq: 2 } }) {
    id
    title
  }
}
`,
    headers: JSON.stringify({ Authorization: 'Bearer …' }, null, 2),
  },
];
