/** What GraphiQL shows at the auth server's own `/graphql`, when it is opened for the first time. */
export const graphiqlTabs = [
  {
    query: `# Sign in with an account of yours, or with one of the demo users that the server names when it starts.
mutation SignIn {
  signIn(email: "ada@example.com", password: "correct horse") {
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
    query: `# Put the access token of your session into the headers below.
query Me {
  me {
    id
    email
    displayName
    roles
    metadata
  }
}
`,
    headers: JSON.stringify({ Authorization: 'Bearer …' }, null, 2),
  },
  {
    query: `# A refresh token can be exchanged once; the answer holds the next one.
mutation Refresh {
  refresh(refreshToken: "…") {
    accessToken
    refreshToken
  }
}
`,
  },
];
