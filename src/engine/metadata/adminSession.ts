import type { Session } from '../session.js';

/** The engine's own commands: migrations and metadata at the start. */
export const adminSession: Session = {
  role: 'admin',
  variables: new Map([['x-hasura-role', 'admin']]),
  hasAdminSecret: true,
  backendOnly: false,
};
