// Written by npm run codegen. Do not edit.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import { type GraphQLClient, type RequestOptions } from 'graphql-request';
import { gql } from 'graphql-request';
type GraphQLClientRequestHeaders = RequestOptions['requestHeaders'];
export type AuthRefreshTokenTypes_Enum =
  | 'pat'
  | 'regular';

export type AuthRefreshTokens_Arr_Rel_Insert_Input = {
  data: Array<AuthRefreshTokens_Insert_Input>;
};

export type AuthRefreshTokens_Insert_Input = {
  createdAt?: string | null | undefined;
  expiresAt?: string | null | undefined;
  id?: string | null | undefined;
  ip?: string | null | undefined;
  lastUsedAt?: string | null | undefined;
  metadata?: unknown;
  refreshTokenHash?: string | null | undefined;
  rotatedAt?: string | null | undefined;
  type?: AuthRefreshTokenTypes_Enum | null | undefined;
  userAgent?: string | null | undefined;
  userId?: string | null | undefined;
};

export type AuthRoles_Insert_Input = {
  role?: string | null | undefined;
};

export type AuthUserRoles_Arr_Rel_Insert_Input = {
  data: Array<AuthUserRoles_Insert_Input>;
};

export type AuthUserRoles_Insert_Input = {
  createdAt?: string | null | undefined;
  id?: string | null | undefined;
  role?: string | null | undefined;
  userId?: string | null | undefined;
};

export type Users_Insert_Input = {
  activeMfaType?: string | null | undefined;
  avatarUrl?: string | null | undefined;
  defaultRole?: string | null | undefined;
  disabled?: boolean | null | undefined;
  displayName?: string | null | undefined;
  email?: string | null | undefined;
  emailVerified?: boolean | null | undefined;
  id?: string | null | undefined;
  isAnonymous?: boolean | null | undefined;
  lastSeen?: string | null | undefined;
  locale?: string | null | undefined;
  metadata?: unknown;
  passwordHash?: string | null | undefined;
  phoneNumber?: string | null | undefined;
  phoneNumberVerified?: boolean | null | undefined;
  refreshTokens?: AuthRefreshTokens_Arr_Rel_Insert_Input | null | undefined;
  roles?: AuthUserRoles_Arr_Rel_Insert_Input | null | undefined;
};

export type SessionFieldsFragment = { id: string, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } };

export type OpenSessionMutationVariables = Exact<{
  userId: string;
  session: AuthRefreshTokens_Insert_Input;
  now: string;
}>;


export type OpenSessionMutation = { seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, session: { id: string } | null };

export type OpenSessionAndRehashMutationVariables = Exact<{
  userId: string;
  session: AuthRefreshTokens_Insert_Input;
  now: string;
  verifiedHash: string;
  newHash: string;
}>;


export type OpenSessionAndRehashMutation = { rehashed: { affected_rows: number } | null, seen: { returning: Array<{ id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> } | null, session: { id: string } | null };

export type RefreshSessionMutationVariables = Exact<{
  presentedHash: string;
  successorHash: string;
  now: string;
  expiresAt: string;
  graceStart: string;
}>;


export type RefreshSessionMutation = { rotated: { returning: Array<{ id: string, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } }> } | null, replayed: { returning: Array<{ id: string, user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } }> } | null, revoked: { returning: Array<{ id: string, userId: string }> } | null };

export type RevokeAncestorMutationVariables = Exact<{
  descendantHashes: Array<string>;
}>;


export type RevokeAncestorMutation = { deleteAuthRefreshTokens: { returning: Array<{ id: string, userId: string }> } | null };

export type CloseSessionMutationVariables = Exact<{
  hashes: Array<string>;
}>;


export type CloseSessionMutation = { deleteAuthRefreshTokens: { returning: Array<{ id: string, userId: string }> } | null };

export type CloseAllSessionsMutationVariables = Exact<{
  userId: string;
}>;


export type CloseAllSessionsMutation = { deleteAuthRefreshTokens: { affected_rows: number } | null };

export type UpsertRolesMutationVariables = Exact<{
  roles: Array<AuthRoles_Insert_Input>;
}>;


export type UpsertRolesMutation = { insertAuthRoles: { affected_rows: number } | null };

export type CheckHealthQueryVariables = Exact<{ [key: string]: never; }>;


export type CheckHealthQuery = { authRoles: Array<{ role: string }> };

export type UserFieldsFragment = { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> };

export type FindUserByEmailQueryVariables = Exact<{
  email: string;
}>;


export type FindUserByEmailQuery = { users: Array<{ passwordHash: string | null, id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> }> };

export type FindUserByIdQueryVariables = Exact<{
  id: string;
}>;


export type FindUserByIdQuery = { user: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, roles: Array<{ role: string }> } | null };

export type InsertUserMutationVariables = Exact<{
  user: Users_Insert_Input;
}>;


export type InsertUserMutation = { insertUser: { id: string, createdAt: string, updatedAt: string, displayName: string, avatarUrl: string, locale: string, email: string | null, emailVerified: boolean, phoneNumber: string | null, phoneNumberVerified: boolean, isAnonymous: boolean, disabled: boolean, defaultRole: string, metadata: unknown, activeMfaType: string | null, refreshTokens: Array<{ id: string }>, roles: Array<{ role: string }> } | null };

export const UserFieldsFragmentDoc = gql`
    fragment UserFields on users {
  id
  createdAt
  updatedAt
  displayName
  avatarUrl
  locale
  email
  emailVerified
  phoneNumber
  phoneNumberVerified
  isAnonymous
  disabled
  defaultRole
  roles(order_by: {role: asc}) {
    role
  }
  metadata
  activeMfaType
}
    `;
export const SessionFieldsFragmentDoc = gql`
    fragment SessionFields on authRefreshTokens {
  id
  user {
    ...UserFields
  }
}
    ${UserFieldsFragmentDoc}`;
export const OpenSessionDocument = gql`
    mutation OpenSession($userId: uuid!, $session: authRefreshTokens_insert_input!, $now: timestamptz!) {
  seen: updateUsers(
    where: {id: {_eq: $userId}, disabled: {_eq: false}}
    _set: {lastSeen: $now}
  ) {
    returning {
      ...UserFields
    }
  }
  session: insertAuthRefreshToken(object: $session) {
    id
  }
}
    ${UserFieldsFragmentDoc}`;
export const OpenSessionAndRehashDocument = gql`
    mutation OpenSessionAndRehash($userId: uuid!, $session: authRefreshTokens_insert_input!, $now: timestamptz!, $verifiedHash: String!, $newHash: String!) {
  rehashed: updateUsers(
    where: {id: {_eq: $userId}, passwordHash: {_eq: $verifiedHash}}
    _set: {passwordHash: $newHash}
  ) {
    affected_rows
  }
  seen: updateUsers(
    where: {id: {_eq: $userId}, disabled: {_eq: false}}
    _set: {lastSeen: $now}
  ) {
    returning {
      ...UserFields
    }
  }
  session: insertAuthRefreshToken(object: $session) {
    id
  }
}
    ${UserFieldsFragmentDoc}`;
export const RefreshSessionDocument = gql`
    mutation RefreshSession($presentedHash: String!, $successorHash: String!, $now: timestamptz!, $expiresAt: timestamptz!, $graceStart: timestamptz!) {
  rotated: updateAuthRefreshTokens(
    where: {refreshTokenHash: {_eq: $presentedHash}, expiresAt: {_gt: $now}, type: {_eq: regular}, user: {disabled: {_eq: false}}}
    _set: {refreshTokenHash: $successorHash, rotatedAt: $now, expiresAt: $expiresAt, lastUsedAt: $now}
  ) {
    returning {
      ...SessionFields
    }
  }
  replayed: updateAuthRefreshTokens(
    where: {refreshTokenHash: {_eq: $successorHash}, rotatedAt: {_gt: $graceStart}, expiresAt: {_gt: $now}, type: {_eq: regular}, user: {disabled: {_eq: false}}}
    _set: {lastUsedAt: $now}
  ) {
    returning {
      ...SessionFields
    }
  }
  revoked: deleteAuthRefreshTokens(
    where: {refreshTokenHash: {_eq: $successorHash}, rotatedAt: {_lte: $graceStart}, type: {_eq: regular}}
  ) {
    returning {
      id
      userId
    }
  }
}
    ${SessionFieldsFragmentDoc}`;
export const RevokeAncestorDocument = gql`
    mutation RevokeAncestor($descendantHashes: [String!]!) {
  deleteAuthRefreshTokens(
    where: {refreshTokenHash: {_in: $descendantHashes}, type: {_eq: regular}}
  ) {
    returning {
      id
      userId
    }
  }
}
    `;
export const CloseSessionDocument = gql`
    mutation CloseSession($hashes: [String!]!) {
  deleteAuthRefreshTokens(
    where: {refreshTokenHash: {_in: $hashes}, type: {_eq: regular}}
  ) {
    returning {
      id
      userId
    }
  }
}
    `;
export const CloseAllSessionsDocument = gql`
    mutation CloseAllSessions($userId: uuid!) {
  deleteAuthRefreshTokens(where: {userId: {_eq: $userId}, type: {_eq: regular}}) {
    affected_rows
  }
}
    `;
export const UpsertRolesDocument = gql`
    mutation UpsertRoles($roles: [authRoles_insert_input!]!) {
  insertAuthRoles(
    objects: $roles
    on_conflict: {constraint: roles_pkey, update_columns: []}
  ) {
    affected_rows
  }
}
    `;
export const CheckHealthDocument = gql`
    query CheckHealth {
  authRoles(limit: 1) {
    role
  }
}
    `;
export const FindUserByEmailDocument = gql`
    query FindUserByEmail($email: citext!) {
  users(where: {email: {_eq: $email}}, limit: 1) {
    ...UserFields
    passwordHash
  }
}
    ${UserFieldsFragmentDoc}`;
export const FindUserByIdDocument = gql`
    query FindUserById($id: uuid!) {
  user(id: $id) {
    ...UserFields
  }
}
    ${UserFieldsFragmentDoc}`;
export const InsertUserDocument = gql`
    mutation InsertUser($user: users_insert_input!) {
  insertUser(object: $user) {
    ...UserFields
    refreshTokens {
      id
    }
  }
}
    ${UserFieldsFragmentDoc}`;

export type SdkFunctionWrapper = <T>(action: (requestHeaders?:Record<string, string>) => Promise<T>, operationName: string, operationType?: string, variables?: any) => Promise<T>;


const defaultWrapper: SdkFunctionWrapper = (action, _operationName, _operationType, _variables) => action();

export function getSdk(client: GraphQLClient, withWrapper: SdkFunctionWrapper = defaultWrapper) {
  return {
    OpenSession(variables: OpenSessionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<OpenSessionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<OpenSessionMutation>({ document: OpenSessionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'OpenSession', 'mutation', variables);
    },
    OpenSessionAndRehash(variables: OpenSessionAndRehashMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<OpenSessionAndRehashMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<OpenSessionAndRehashMutation>({ document: OpenSessionAndRehashDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'OpenSessionAndRehash', 'mutation', variables);
    },
    RefreshSession(variables: RefreshSessionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<RefreshSessionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<RefreshSessionMutation>({ document: RefreshSessionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'RefreshSession', 'mutation', variables);
    },
    RevokeAncestor(variables: RevokeAncestorMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<RevokeAncestorMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<RevokeAncestorMutation>({ document: RevokeAncestorDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'RevokeAncestor', 'mutation', variables);
    },
    CloseSession(variables: CloseSessionMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CloseSessionMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CloseSessionMutation>({ document: CloseSessionDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CloseSession', 'mutation', variables);
    },
    CloseAllSessions(variables: CloseAllSessionsMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CloseAllSessionsMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<CloseAllSessionsMutation>({ document: CloseAllSessionsDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CloseAllSessions', 'mutation', variables);
    },
    UpsertRoles(variables: UpsertRolesMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<UpsertRolesMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<UpsertRolesMutation>({ document: UpsertRolesDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'UpsertRoles', 'mutation', variables);
    },
    CheckHealth(variables?: CheckHealthQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<CheckHealthQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<CheckHealthQuery>({ document: CheckHealthDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'CheckHealth', 'query', variables);
    },
    FindUserByEmail(variables: FindUserByEmailQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindUserByEmailQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindUserByEmailQuery>({ document: FindUserByEmailDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindUserByEmail', 'query', variables);
    },
    FindUserById(variables: FindUserByIdQueryVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<FindUserByIdQuery> {
      return withWrapper((wrappedRequestHeaders) => client.request<FindUserByIdQuery>({ document: FindUserByIdDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'FindUserById', 'query', variables);
    },
    InsertUser(variables: InsertUserMutationVariables, requestHeaders?: GraphQLClientRequestHeaders, signal?: RequestInit['signal']): Promise<InsertUserMutation> {
      return withWrapper((wrappedRequestHeaders) => client.request<InsertUserMutation>({ document: InsertUserDocument, variables, requestHeaders: { ...requestHeaders, ...wrappedRequestHeaders }, signal }), 'InsertUser', 'mutation', variables);
    }
  };
}
export type Sdk = ReturnType<typeof getSdk>;