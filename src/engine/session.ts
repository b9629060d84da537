/** Who a request acts as, after authentication. */
export interface Session {
  readonly role: string;
  /** Session variables by lower-case name (`x-hasura-user-id`), incl. `x-hasura-role`. Never the admin secret. */
  readonly variables: ReadonlyMap<string, string>;
  /** The request carried the valid admin secret (or none is configured), whatever role it then chose. */
  readonly hasAdminSecret: boolean;
  /** Admin secret + `x-hasura-use-backend-only-permissions: true`: backend_only mutations are visible. */
  readonly backendOnly: boolean;
  /** When the token ends; a WebSocket closes then. */
  readonly expiresAt?: Date;
}
