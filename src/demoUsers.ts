/** The two accounts, with a note each, that a fresh embedded database starts with. */
export const demoUsers = [
  {
    email: 'ada@example.com',
    password: 'correct horse',
    displayName: 'Ada',
    note: { title: 'Ada’s note', body: 'Only Ada can read this.' },
  },
  {
    email: 'grace@example.com',
    password: 'battery staple',
    displayName: 'Grace',
    note: { title: 'Grace’s note', body: 'Only Grace can read this.' },
  },
] as const;
