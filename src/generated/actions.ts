// Written by npm run codegen. Do not edit.
import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  jsonb: { input: unknown; output: unknown; }
  timestamptz: { input: string; output: string; }
  uuid: { input: string; output: string; }
};

/** An account that comes from elsewhere */
export type AdminImportUser = {
  /** Roles that the account may take */
  allowedRoles?: InputMaybe<Array<Scalars['String']['input']>>;
  /** URL of a picture */
  avatarUrl?: InputMaybe<Scalars['String']['input']>;
  /** When the account was created there */
  createdAt?: InputMaybe<Scalars['timestamptz']['input']>;
  /** Role of requests that name none; has to be among the allowed roles */
  defaultRole?: InputMaybe<Scalars['String']['input']>;
  /** Whether the account may not sign in */
  disabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Name to show */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** Address */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Whether the address counts as proved */
  emailVerified?: InputMaybe<Scalars['Boolean']['input']>;
  /** Identifier to keep; a new one when it is left out */
  id?: InputMaybe<Scalars['uuid']['input']>;
  /** Language as a code of two or three letters */
  locale?: InputMaybe<Scalars['String']['input']>;
  /** Free data of the application, as a JSON object */
  metadata?: InputMaybe<Scalars['jsonb']['input']>;
  /** Hash of the password: bcrypt, scrypt, argon2, PBKDF2 in their text forms, or the one of Firebase */
  passwordHash?: InputMaybe<Scalars['String']['input']>;
  /** Salt, for hashes of Firebase */
  passwordSalt?: InputMaybe<Scalars['String']['input']>;
  /** Phone number in international form */
  phoneNumber?: InputMaybe<Scalars['String']['input']>;
  /** Whether the number counts as proved */
  phoneNumberVerified?: InputMaybe<Scalars['Boolean']['input']>;
  /** Name to sign in with */
  username?: InputMaybe<Scalars['String']['input']>;
};

/** An account, as an administrator writes it */
export type AdminUserInput = {
  /** Roles that the account may take */
  allowedRoles?: InputMaybe<Array<Scalars['String']['input']>>;
  /** URL of a picture */
  avatarUrl?: InputMaybe<Scalars['String']['input']>;
  /** Role of requests that name none; has to be among the allowed roles */
  defaultRole?: InputMaybe<Scalars['String']['input']>;
  /** Whether the account may not sign in */
  disabled?: InputMaybe<Scalars['Boolean']['input']>;
  /** Name to show */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** Address */
  email?: InputMaybe<Scalars['String']['input']>;
  /** Whether the address counts as proved */
  emailVerified?: InputMaybe<Scalars['Boolean']['input']>;
  /** Language as a code of two or three letters */
  locale?: InputMaybe<Scalars['String']['input']>;
  /** Free data of the application, as a JSON object */
  metadata?: InputMaybe<Scalars['jsonb']['input']>;
  /** Password; null for none */
  password?: InputMaybe<Scalars['String']['input']>;
  /** Phone number in international form */
  phoneNumber?: InputMaybe<Scalars['String']['input']>;
  /** Whether the number counts as proved */
  phoneNumberVerified?: InputMaybe<Scalars['Boolean']['input']>;
  /** Name to sign in with */
  username?: InputMaybe<Scalars['String']['input']>;
};

/** What an anonymous account starts with */
export type AnonymousOptions = {
  /** Name to show; "Anonymous User" when it is left out */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** Language as a code of two or three letters; one that the server does not allow becomes its default */
  locale?: InputMaybe<Scalars['String']['input']>;
  /** Free data of the application, as a JSON object */
  metadata?: InputMaybe<Scalars['jsonb']['input']>;
};

/** Ways to sign up and in, as the server is configured */
export type AuthConfig = {
  /** signInAnonymous */
  anonymous: Scalars['Boolean']['output'];
  /** sendEmailOtp and signInEmailOtp */
  emailOtp: Scalars['Boolean']['output'];
  /** signUp and signIn with an email address and a password */
  emailPassword: Scalars['Boolean']['output'];
  /** Languages of mails and messages that an account can have */
  locales: Array<Scalars['String']['output']>;
  /** sendMagicLink */
  magicLink: Scalars['Boolean']['output'];
  /** Passkeys and security keys */
  passkey: Scalars['Boolean']['output'];
  /** Least number of characters of a password */
  passwordMinLength: Scalars['Int']['output'];
  /** signUpPhone and signInPhone */
  phonePassword: Scalars['Boolean']['output'];
  /** What startProvider takes */
  providers: Array<AuthConfigProvider>;
  /** Whether new accounts can be made at all */
  signUp: Scalars['Boolean']['output'];
  /** sendSmsOtp and signInSmsOtp */
  smsOtp: Scalars['Boolean']['output'];
  /** signUpUsername and signInUsername */
  usernamePassword: Scalars['Boolean']['output'];
  /** Whether an address has to be verified before the first session */
  verifiedEmailRequired: Scalars['Boolean']['output'];
};

/** A provider of identities */
export type AuthConfigProvider = {
  /** Name for startProvider */
  name: Scalars['String']['output'];
  /** Name for people */
  title: Scalars['String']['output'];
};

/** An account, as its owner sees it */
export type AuthUser = {
  /** Second factor that is switched on, such as "totp"; null when there is none */
  activeMfaType?: Maybe<Scalars['String']['output']>;
  /** The same roles, under the name that the claims of the access token use */
  allowedRoles: Array<Scalars['String']['output']>;
  /** URL of a picture; empty when there is none */
  avatarUrl: Scalars['String']['output'];
  /** When the account was created */
  createdAt: Scalars['timestamptz']['output'];
  /** Role of requests that name none */
  defaultRole: Scalars['String']['output'];
  /** Name to show */
  displayName: Scalars['String']['output'];
  /** Email address, spelled as it was typed */
  email?: Maybe<Scalars['String']['output']>;
  /** Whether the owner has proved to receive mail at the address */
  emailVerified: Scalars['Boolean']['output'];
  /** Identifier of the account */
  id: Scalars['uuid']['output'];
  /** Whether the account has no way to sign in yet */
  isAnonymous: Scalars['Boolean']['output'];
  /** Language as a code of two or three letters */
  locale: Scalars['String']['output'];
  /** Free data of the application */
  metadata?: Maybe<Scalars['jsonb']['output']>;
  /** Phone number in international form */
  phoneNumber?: Maybe<Scalars['String']['output']>;
  /** Whether the owner has proved to receive messages at the number */
  phoneNumberVerified: Scalars['Boolean']['output'];
  /** Roles that requests may take */
  roles: Array<Scalars['String']['output']>;
  /** When the account was last changed */
  updatedAt: Scalars['timestamptz']['output'];
  /** Name to sign in with in the place of an address */
  username?: Maybe<Scalars['String']['output']>;
};

/** Parameters of password hashes in a Firebase project */
export type FirebaseHashParameters = {
  /** mem_cost */
  memCost: Scalars['Int']['input'];
  /** rounds */
  rounds: Scalars['Int']['input'];
  /** base64_salt_separator */
  saltSeparator: Scalars['String']['input'];
  /** base64_signer_key */
  signerKey: Scalars['String']['input'];
};

/** A short session of somebody else */
export type Impersonation = {
  /** JWT for the header "Authorization: Bearer …" */
  accessToken: Scalars['String']['output'];
  /** Seconds until the access token expires */
  accessTokenExpiresIn: Scalars['Int']['output'];
  /** Identifier of the session */
  sessionId: Scalars['uuid']['output'];
  /** The account */
  user: AuthUser;
};

/** What became of an account */
export type ImportOutcome = {
  /** Code of the error, when it was refused */
  code?: Maybe<Scalars['String']['output']>;
  /** Which part was wrong, when it was refused */
  details?: Maybe<Scalars['String']['output']>;
  /** Identifier of the account; null when there is none */
  id?: Maybe<Scalars['uuid']['output']>;
  /** Position in the list that was given, from 0 */
  index: Scalars['Int']['output'];
  /** "created", "exists" or "refused" */
  outcome: Scalars['String']['output'];
};

/** What linking an identity may be told */
export type LinkProviderOptions = {
  /** SHA-256 of the verifier in base64url (PKCE, S256) */
  codeChallenge: Scalars['String']['input'];
  /** Parameters that only this provider has */
  providerSpecificParams?: InputMaybe<Scalars['jsonb']['input']>;
  /** Where the browser goes in the end; the URL of the front end when it is left out */
  redirectTo?: InputMaybe<Scalars['String']['input']>;
  /** Given back with the code */
  state?: InputMaybe<Scalars['String']['input']>;
};

/** Challenge for a second factor */
export type MfaChallenge = {
  /** Ticket to send back together with the code */
  ticket: Scalars['String']['output'];
};

export type Mutation = {
  /** Switches the second factor on, with the secret of generateTotp. */
  activateTotp: RecoveryCodes;
  /** Creates an account. */
  adminCreateUser: AuthUser;
  /** Deletes an account and everything that belongs to it. False when there is none. */
  adminDeleteUser: Scalars['Boolean']['output'];
  /** Opens a short session of somebody else. It is marked in the access token and can not be refreshed. */
  adminImpersonate: Impersonation;
  /** Creates many accounts, with their password hashes. Says of each what became of it, in the same order. */
  adminImportUsers: Array<ImportOutcome>;
  /** Creates an account for an address, and sends a mail with a link that signs in and proves it. */
  adminInviteUser: AuthUser;
  /** Ends all sessions of an account; says how many there were. */
  adminSignOutUser: Scalars['Int']['output'];
  /** Changes an account. A new password, address or number, or disabling it, ends its sessions. */
  adminUpdateUser: AuthUser;
  /** Sends a mail to the new address. The address changes when its link is used; the old one gets a notice. */
  changeEmail: Scalars['Boolean']['output'];
  /** Changes the password and ends the other sessions. The owner is told by mail. */
  changePassword: Scalars['Boolean']['output'];
  /** Sends a code to the new phone number. The number changes by confirmPhoneChange. */
  changePhone: Scalars['Boolean']['output'];
  /** Proves the new phone number and makes the change. Ends the other sessions. */
  confirmPhoneChange: Scalars['Boolean']['output'];
  /** Uses the ticket of a link: signs in, and does what the mail was for (proves the address, changes it, allows a new password). */
  confirmTicket: SignInResult;
  /** Makes a personal access token. It is shown once; it is listed and deleted as a row of authRefreshTokens. */
  createPat: PersonalAccessToken;
  /** Gives the anonymous account of the caller a way to sign in. Its id and everything that belongs to it stay. */
  deanonymize: Scalars['Boolean']['output'];
  /** Deletes the account of the caller and everything that belongs to it. It can not be undone. */
  deleteAccount: Scalars['Boolean']['output'];
  /** Switches the second factor off. The owner is told by mail. */
  disableTotp: Scalars['Boolean']['output'];
  /** Opens a session whose access token is elevated, by exactly one proof. The elevation ends with the access token. */
  elevate: Session;
  /** Redeems the code that a browser brought back from a provider or a link. For the code of linkProvider, which has to be redeemed by who asked for it, the answer has no session: the identity is linked then. */
  exchangeCode: SignInResult;
  /** Adds the passkey or security key that the browser has made. It is listed, named and deleted as a row of authUserSecurityKeys. */
  finishAddPasskey: SecurityKey;
  /** Signs in by what a passkey or security key has signed. */
  finishPasskeySignIn: SignInResult;
  /** Creates an account with the passkey that the browser has made, and signs in. The session is null when the address has to be verified first. */
  finishPasskeySignUp: SignInResult;
  /** Makes a new secret for an authenticator app. It counts after activateTotp; until then an active one keeps working. Where one is active, an elevated session is needed. */
  generateTotp: TotpSetup;
  /** Links an identity to the account of the caller, by an ID token that an app has got. */
  linkIdToken: Scalars['Boolean']['output'];
  /** Begins to link an identity of a provider to the account of the caller: gives the URL for the browser. In the end the caller redeems the code by exchangeCode. */
  linkProvider: ProviderUrl;
  /** Tokens of the caller at a provider, for requests to its API. Those of the last sign-in can be fetched once; later ones are got by the refresh token. */
  providerTokens: ProviderTokens;
  /** Exchanges a refresh token for a new session. The token given is used up: keep the one in the answer. */
  refresh: Session;
  /** Makes new recovery codes in the place of all former ones. Needs an elevated session, or one that was opened moments ago. */
  replaceRecoveryCodes: RecoveryCodes;
  /** Ends one session of the caller. False when there is no such session. */
  revokeSession: Scalars['Boolean']['output'];
  /** Sends a code for elevate to the proved address or phone number of the caller. */
  sendElevationCode: Scalars['Boolean']['output'];
  /** Sends a mail with a code that signs in. The answer is the same whether there is an account or not. */
  sendEmailOtp: Scalars['Boolean']['output'];
  /** Sends a mail with a link that signs in. The answer is the same whether there is an account or not. */
  sendMagicLink: Scalars['Boolean']['output'];
  /** Sends a mail with a link that allows a new password. The answer is the same whether there is an account or not. */
  sendPasswordReset: Scalars['Boolean']['output'];
  /** Sends a text message with a code that signs in. The answer is the same whether there is an account or not. */
  sendSmsOtp: Scalars['Boolean']['output'];
  /** Sends the mail again that proves the address of an account. */
  sendVerificationEmail: Scalars['Boolean']['output'];
  /** Gives a password to an account that has none. */
  setPassword: Scalars['Boolean']['output'];
  /** Signs in with an email address and a password. */
  signIn: SignInResult;
  /** Creates an account without any way to sign in again, and signs in. It can be converted by deanonymize. */
  signInAnonymous: SignInResult;
  /** Signs in with a code from a mail. Five wrong codes end the code. */
  signInEmailOtp: SignInResult;
  /** Signs in with an ID token that an app has got from a provider that speaks OpenID Connect. */
  signInIdToken: SignInResult;
  /** Signs in with a personal access token. */
  signInPat: SignInResult;
  /** Signs in with a phone number and a password. */
  signInPhone: SignInResult;
  /** Completes a sign-in with a recovery code. */
  signInRecoveryCode: SignInResult;
  /** Signs in with a code from a text message, also one of deanonymize. Five wrong codes end the code. */
  signInSmsOtp: SignInResult;
  /** Completes a sign-in with a code from an authenticator app. */
  signInTotp: SignInResult;
  /** Signs in with a username and a password. */
  signInUsername: SignInResult;
  /** Signs in by one of the ways that the server has, its own or the project's. Refuses as that way does. */
  signInWith: SignInResult;
  /** Ends a session, or all sessions of its user, or all others. Access tokens that were issued before stay valid until they expire. */
  signOut: Scalars['Boolean']['output'];
  /** Creates an account with an email address and a password, and signs in. The session is null when the address has to be verified first. */
  signUp: SignInResult;
  /** Asks for an account with a phone number and a password. A code is sent to the number; verifyPhone makes the account. */
  signUpPhone: SignInResult;
  /** Creates an account with a username and a password, and signs in. */
  signUpUsername: SignInResult;
  /** Creates an account in one of the ways that the server has, its own or the project's. Refuses as that way does. */
  signUpWith: SignInResult;
  /** Begins to add a passkey or security key to the caller's account: options for the browser's parseCreationOptionsFromJSON. Needs an elevated session, or one that was opened moments ago. */
  startAddPasskey: Scalars['jsonb']['output'];
  /** Begins to elevate the caller's session by one of the caller's keys: options for the browser's parseRequestOptionsFromJSON. What the key signs goes to elevate. */
  startPasskeyElevation: Scalars['jsonb']['output'];
  /** Begins a sign-in with a passkey: options for the browser's parseRequestOptionsFromJSON. The answer is the same whether there is an account or not. */
  startPasskeySignIn: Scalars['jsonb']['output'];
  /** Begins a sign-up with a passkey: options for the browser's parseCreationOptionsFromJSON. */
  startPasskeySignUp: Scalars['jsonb']['output'];
  /** Begins to sign in with a provider: gives the URL for the browser. In the end the browser comes back to redirectTo with a code, which exchangeCode makes a session of. */
  startProvider: ProviderUrl;
  /** Removes an identity from the account of the caller; never the last way to sign in. */
  unlinkProvider: Scalars['Boolean']['output'];
  /** Proves the phone number of signUpPhone, makes the account and signs in. */
  verifyPhone: SignInResult;
};


export type MutationActivateTotpArgs = {
  code: Scalars['String']['input'];
};


export type MutationAdminCreateUserArgs = {
  user: AdminUserInput;
};


export type MutationAdminDeleteUserArgs = {
  id: Scalars['uuid']['input'];
};


export type MutationAdminImpersonateArgs = {
  id: Scalars['uuid']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationAdminImportUsersArgs = {
  firebase?: InputMaybe<FirebaseHashParameters>;
  users: Array<AdminImportUser>;
};


export type MutationAdminInviteUserArgs = {
  email: Scalars['String']['input'];
  options?: InputMaybe<SignUpOptions>;
};


export type MutationAdminSignOutUserArgs = {
  id: Scalars['uuid']['input'];
};


export type MutationAdminUpdateUserArgs = {
  changes: AdminUserInput;
  id: Scalars['uuid']['input'];
};


export type MutationChangeEmailArgs = {
  codeChallenge?: InputMaybe<Scalars['String']['input']>;
  newEmail: Scalars['String']['input'];
  options?: InputMaybe<RedirectOptions>;
};


export type MutationChangePasswordArgs = {
  newPassword: Scalars['String']['input'];
  oldPassword?: InputMaybe<Scalars['String']['input']>;
  ticket?: InputMaybe<Scalars['String']['input']>;
};


export type MutationChangePhoneArgs = {
  newPhoneNumber: Scalars['String']['input'];
};


export type MutationConfirmPhoneChangeArgs = {
  otp: Scalars['String']['input'];
};


export type MutationConfirmTicketArgs = {
  ticket: Scalars['String']['input'];
};


export type MutationCreatePatArgs = {
  expiresAt: Scalars['timestamptz']['input'];
  metadata?: InputMaybe<Scalars['jsonb']['input']>;
};


export type MutationDeanonymizeArgs = {
  codeChallenge?: InputMaybe<Scalars['String']['input']>;
  email?: InputMaybe<Scalars['String']['input']>;
  options?: InputMaybe<SignUpOptions>;
  password?: InputMaybe<Scalars['String']['input']>;
  phoneNumber?: InputMaybe<Scalars['String']['input']>;
  signInMethod: Scalars['String']['input'];
};


export type MutationDeleteAccountArgs = {
  password?: InputMaybe<Scalars['String']['input']>;
};


export type MutationDisableTotpArgs = {
  code: Scalars['String']['input'];
};


export type MutationElevateArgs = {
  emailOtp?: InputMaybe<Scalars['String']['input']>;
  passkey?: InputMaybe<Scalars['jsonb']['input']>;
  password?: InputMaybe<Scalars['String']['input']>;
  smsOtp?: InputMaybe<Scalars['String']['input']>;
  totp?: InputMaybe<Scalars['String']['input']>;
};


export type MutationExchangeCodeArgs = {
  code: Scalars['String']['input'];
  codeVerifier: Scalars['String']['input'];
};


export type MutationFinishAddPasskeyArgs = {
  credential: Scalars['jsonb']['input'];
  nickname?: InputMaybe<Scalars['String']['input']>;
};


export type MutationFinishPasskeySignInArgs = {
  credential: Scalars['jsonb']['input'];
};


export type MutationFinishPasskeySignUpArgs = {
  codeChallenge?: InputMaybe<Scalars['String']['input']>;
  credential: Scalars['jsonb']['input'];
  nickname?: InputMaybe<Scalars['String']['input']>;
  options?: InputMaybe<SignUpOptions>;
};


export type MutationLinkIdTokenArgs = {
  idToken: Scalars['String']['input'];
  nonce?: InputMaybe<Scalars['String']['input']>;
  provider: Scalars['String']['input'];
};


export type MutationLinkProviderArgs = {
  options: LinkProviderOptions;
  provider: Scalars['String']['input'];
};


export type MutationProviderTokensArgs = {
  provider: Scalars['String']['input'];
  refreshToken?: InputMaybe<Scalars['String']['input']>;
};


export type MutationRefreshArgs = {
  refreshToken?: InputMaybe<Scalars['String']['input']>;
};


export type MutationRevokeSessionArgs = {
  id: Scalars['uuid']['input'];
};


export type MutationSendElevationCodeArgs = {
  method: Scalars['String']['input'];
};


export type MutationSendEmailOtpArgs = {
  email: Scalars['String']['input'];
  options?: InputMaybe<SignUpOptions>;
  signUp?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationSendMagicLinkArgs = {
  codeChallenge?: InputMaybe<Scalars['String']['input']>;
  email: Scalars['String']['input'];
  options?: InputMaybe<SignUpOptions>;
  signUp?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationSendPasswordResetArgs = {
  codeChallenge?: InputMaybe<Scalars['String']['input']>;
  email: Scalars['String']['input'];
  options?: InputMaybe<RedirectOptions>;
};


export type MutationSendSmsOtpArgs = {
  options?: InputMaybe<SignUpOptions>;
  phoneNumber: Scalars['String']['input'];
  signUp?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationSendVerificationEmailArgs = {
  codeChallenge?: InputMaybe<Scalars['String']['input']>;
  email: Scalars['String']['input'];
  options?: InputMaybe<RedirectOptions>;
};


export type MutationSetPasswordArgs = {
  password: Scalars['String']['input'];
};


export type MutationSignInArgs = {
  email: Scalars['String']['input'];
  password: Scalars['String']['input'];
};


export type MutationSignInAnonymousArgs = {
  options?: InputMaybe<AnonymousOptions>;
};


export type MutationSignInEmailOtpArgs = {
  email: Scalars['String']['input'];
  otp: Scalars['String']['input'];
};


export type MutationSignInIdTokenArgs = {
  idToken: Scalars['String']['input'];
  nonce?: InputMaybe<Scalars['String']['input']>;
  options?: InputMaybe<SignUpOptions>;
  provider: Scalars['String']['input'];
  signUp?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationSignInPatArgs = {
  personalAccessToken: Scalars['String']['input'];
};


export type MutationSignInPhoneArgs = {
  password: Scalars['String']['input'];
  phoneNumber: Scalars['String']['input'];
};


export type MutationSignInRecoveryCodeArgs = {
  code: Scalars['String']['input'];
  ticket: Scalars['String']['input'];
};


export type MutationSignInSmsOtpArgs = {
  otp: Scalars['String']['input'];
  phoneNumber: Scalars['String']['input'];
};


export type MutationSignInTotpArgs = {
  otp: Scalars['String']['input'];
  ticket: Scalars['String']['input'];
};


export type MutationSignInUsernameArgs = {
  password: Scalars['String']['input'];
  username: Scalars['String']['input'];
};


export type MutationSignInWithArgs = {
  data: Scalars['jsonb']['input'];
  provider: Scalars['String']['input'];
};


export type MutationSignOutArgs = {
  all?: InputMaybe<Scalars['Boolean']['input']>;
  others?: InputMaybe<Scalars['Boolean']['input']>;
  refreshToken?: InputMaybe<Scalars['String']['input']>;
};


export type MutationSignUpArgs = {
  codeChallenge?: InputMaybe<Scalars['String']['input']>;
  email: Scalars['String']['input'];
  options?: InputMaybe<SignUpOptions>;
  password: Scalars['String']['input'];
};


export type MutationSignUpPhoneArgs = {
  options?: InputMaybe<SignUpOptions>;
  password: Scalars['String']['input'];
  phoneNumber: Scalars['String']['input'];
};


export type MutationSignUpUsernameArgs = {
  options?: InputMaybe<SignUpOptions>;
  password: Scalars['String']['input'];
  username: Scalars['String']['input'];
};


export type MutationSignUpWithArgs = {
  data: Scalars['jsonb']['input'];
  provider: Scalars['String']['input'];
};


export type MutationStartPasskeySignInArgs = {
  email?: InputMaybe<Scalars['String']['input']>;
};


export type MutationStartPasskeySignUpArgs = {
  email: Scalars['String']['input'];
  options?: InputMaybe<SignUpOptions>;
};


export type MutationStartProviderArgs = {
  options?: InputMaybe<ProviderOptions>;
  provider: Scalars['String']['input'];
  signUp?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MutationUnlinkProviderArgs = {
  id: Scalars['uuid']['input'];
};


export type MutationVerifyPhoneArgs = {
  otp: Scalars['String']['input'];
  phoneNumber: Scalars['String']['input'];
};

/** A personal access token; shown once */
export type PersonalAccessToken = {
  /** Identifier of its row */
  id: Scalars['uuid']['output'];
  /** The token */
  personalAccessToken: Scalars['String']['output'];
};

/** What a sign-in with a provider may be told */
export type ProviderOptions = {
  /** Roles of a new account */
  allowedRoles?: InputMaybe<Array<Scalars['String']['input']>>;
  /** SHA-256 of the verifier in base64url (PKCE, S256) */
  codeChallenge?: InputMaybe<Scalars['String']['input']>;
  /** Default role of a new account; one of its roles */
  defaultRole?: InputMaybe<Scalars['String']['input']>;
  /** Name of a new account; that of the provider when it is left out */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** Locale of a new account; that of the provider when it is left out */
  locale?: InputMaybe<Scalars['String']['input']>;
  /** Anything to keep with a new account */
  metadata?: InputMaybe<Scalars['jsonb']['input']>;
  /** Parameters that only this provider has, such as {"login_hint": "ada@example.com"} */
  providerSpecificParams?: InputMaybe<Scalars['jsonb']['input']>;
  /** Where the browser goes in the end; the URL of the front end when it is left out */
  redirectTo?: InputMaybe<Scalars['String']['input']>;
  /** Given back with the code */
  state?: InputMaybe<Scalars['String']['input']>;
};

/** Tokens of a provider */
export type ProviderTokens = {
  /** For requests to the API of the provider */
  accessToken: Scalars['String']['output'];
  /** When the access token expires, where the provider tells it */
  expiresAt?: Maybe<Scalars['timestamptz']['output']>;
  /** Lifetime of the access token in seconds, where the provider tells it */
  expiresIn?: Maybe<Scalars['Int']['output']>;
  /** For the next access token, where the provider gives one */
  refreshToken?: Maybe<Scalars['String']['output']>;
};

/** Where a browser begins to sign in with a provider */
export type ProviderUrl = {
  /** To be opened in the browser, once, within ten minutes */
  url: Scalars['String']['output'];
};

export type Query = {
  /** What the server offers to who is not signed in yet: the ways that are switched on, and what a form has to know. */
  authConfig: AuthConfig;
  /** Ways in which the caller can elevate the session: "password", "totp", "email", "sms", "webauthn". */
  elevationMethods: Array<Scalars['String']['output']>;
  /** Everything that is kept about the caller, as one JSON object. */
  exportMyData: Scalars['jsonb']['output'];
  /** The account of the caller. */
  me: AuthUser;
};

/** Codes for who has lost the authenticator app; shown once */
export type RecoveryCodes = {
  /** Ten codes; each works once */
  recoveryCodes: Array<Scalars['String']['output']>;
};

/** What a mail with a link may be told */
export type RedirectOptions = {
  /** Where the link leads at the end; has to be allowed by the server */
  redirectTo?: InputMaybe<Scalars['String']['input']>;
};

/** A passkey or security key that was added */
export type SecurityKey = {
  /** Identifier of its row */
  id: Scalars['uuid']['output'];
  /** What it is called */
  nickname?: Maybe<Scalars['String']['output']>;
};

/** A session: an access token for requests, and a refresh token for the next session */
export type Session = {
  /** JWT for the header "Authorization: Bearer …" */
  accessToken: Scalars['String']['output'];
  /** Seconds until the access token expires */
  accessTokenExpiresIn: Scalars['Int']['output'];
  /** Token for the mutation "refresh"; usable once. Null in cookie mode, where a cookie has it */
  refreshToken?: Maybe<Scalars['String']['output']>;
  /** Identifier of the session; it stays the same when the tokens are refreshed */
  refreshTokenId: Scalars['uuid']['output'];
  /** The account */
  user: AuthUser;
};

/** Outcome of a first factor: a session, or a challenge for the second factor, or neither when the account has to be verified */
export type SignInResult = {
  /** Challenge for the second factor; null when none is needed */
  mfa?: Maybe<MfaChallenge>;
  /** The new session; null when a second factor or a verification is missing */
  session?: Maybe<Session>;
};

/** What a new account starts with */
export type SignUpOptions = {
  /** Roles that the account may take; a subset of those that the server allows */
  allowedRoles?: InputMaybe<Array<Scalars['String']['input']>>;
  /** Role of requests that name none; has to be among the allowed roles */
  defaultRole?: InputMaybe<Scalars['String']['input']>;
  /** Name to show; the email address when it is left out */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** Language as a code of two or three letters; one that the server does not allow becomes its default */
  locale?: InputMaybe<Scalars['String']['input']>;
  /** Free data of the application, as a JSON object */
  metadata?: InputMaybe<Scalars['jsonb']['input']>;
  /** Where links in mails lead at the end; has to be allowed by the server */
  redirectTo?: InputMaybe<Scalars['String']['input']>;
};

/** A secret for an authenticator app */
export type TotpSetup = {
  /** The URI as a QR code: a data URL of a PNG image */
  imageUrl: Scalars['String']['output'];
  /** The secret as an otpauth:// URI */
  otpauthUri: Scalars['String']['output'];
  /** The secret in base 32, to be typed */
  totpSecret: Scalars['String']['output'];
};



export type ResolverTypeWrapper<T> = Promise<T> | T;


export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;





/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AdminImportUser: AdminImportUser;
  AdminUserInput: AdminUserInput;
  AnonymousOptions: AnonymousOptions;
  AuthConfig: ResolverTypeWrapper<AuthConfig>;
  AuthConfigProvider: ResolverTypeWrapper<AuthConfigProvider>;
  AuthUser: ResolverTypeWrapper<AuthUser>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  FirebaseHashParameters: FirebaseHashParameters;
  Impersonation: ResolverTypeWrapper<Impersonation>;
  ImportOutcome: ResolverTypeWrapper<ImportOutcome>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  LinkProviderOptions: LinkProviderOptions;
  MfaChallenge: ResolverTypeWrapper<MfaChallenge>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PersonalAccessToken: ResolverTypeWrapper<PersonalAccessToken>;
  ProviderOptions: ProviderOptions;
  ProviderTokens: ResolverTypeWrapper<ProviderTokens>;
  ProviderUrl: ResolverTypeWrapper<ProviderUrl>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecoveryCodes: ResolverTypeWrapper<RecoveryCodes>;
  RedirectOptions: RedirectOptions;
  SecurityKey: ResolverTypeWrapper<SecurityKey>;
  Session: ResolverTypeWrapper<Session>;
  SignInResult: ResolverTypeWrapper<SignInResult>;
  SignUpOptions: SignUpOptions;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  TotpSetup: ResolverTypeWrapper<TotpSetup>;
  jsonb: ResolverTypeWrapper<Scalars['jsonb']['output']>;
  timestamptz: ResolverTypeWrapper<Scalars['timestamptz']['output']>;
  uuid: ResolverTypeWrapper<Scalars['uuid']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AdminImportUser: AdminImportUser;
  AdminUserInput: AdminUserInput;
  AnonymousOptions: AnonymousOptions;
  AuthConfig: AuthConfig;
  AuthConfigProvider: AuthConfigProvider;
  AuthUser: AuthUser;
  Boolean: Scalars['Boolean']['output'];
  FirebaseHashParameters: FirebaseHashParameters;
  Impersonation: Impersonation;
  ImportOutcome: ImportOutcome;
  Int: Scalars['Int']['output'];
  LinkProviderOptions: LinkProviderOptions;
  MfaChallenge: MfaChallenge;
  Mutation: Record<PropertyKey, never>;
  PersonalAccessToken: PersonalAccessToken;
  ProviderOptions: ProviderOptions;
  ProviderTokens: ProviderTokens;
  ProviderUrl: ProviderUrl;
  Query: Record<PropertyKey, never>;
  RecoveryCodes: RecoveryCodes;
  RedirectOptions: RedirectOptions;
  SecurityKey: SecurityKey;
  Session: Session;
  SignInResult: SignInResult;
  SignUpOptions: SignUpOptions;
  String: Scalars['String']['output'];
  TotpSetup: TotpSetup;
  jsonb: Scalars['jsonb']['output'];
  timestamptz: Scalars['timestamptz']['output'];
  uuid: Scalars['uuid']['output'];
};

export type AuthConfigResolvers<ContextType = any, ParentType extends ResolversParentTypes['AuthConfig'] = ResolversParentTypes['AuthConfig']> = {
  anonymous?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  emailOtp?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  emailPassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  locales?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  magicLink?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  passkey?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  passwordMinLength?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  phonePassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  providers?: Resolver<Array<ResolversTypes['AuthConfigProvider']>, ParentType, ContextType>;
  signUp?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  smsOtp?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  usernamePassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  verifiedEmailRequired?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AuthConfigProviderResolvers<ContextType = any, ParentType extends ResolversParentTypes['AuthConfigProvider'] = ResolversParentTypes['AuthConfigProvider']> = {
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type AuthUserResolvers<ContextType = any, ParentType extends ResolversParentTypes['AuthUser'] = ResolversParentTypes['AuthUser']> = {
  activeMfaType?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  allowedRoles?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  avatarUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['timestamptz'], ParentType, ContextType>;
  defaultRole?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  displayName?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  email?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  emailVerified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['uuid'], ParentType, ContextType>;
  isAnonymous?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  locale?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  metadata?: Resolver<Maybe<ResolversTypes['jsonb']>, ParentType, ContextType>;
  phoneNumber?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  phoneNumberVerified?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['timestamptz'], ParentType, ContextType>;
  username?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ImpersonationResolvers<ContextType = any, ParentType extends ResolversParentTypes['Impersonation'] = ResolversParentTypes['Impersonation']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sessionId?: Resolver<ResolversTypes['uuid'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['AuthUser'], ParentType, ContextType>;
};

export type ImportOutcomeResolvers<ContextType = any, ParentType extends ResolversParentTypes['ImportOutcome'] = ResolversParentTypes['ImportOutcome']> = {
  code?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  details?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<Maybe<ResolversTypes['uuid']>, ParentType, ContextType>;
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MfaChallengeResolvers<ContextType = any, ParentType extends ResolversParentTypes['MfaChallenge'] = ResolversParentTypes['MfaChallenge']> = {
  ticket?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = any, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  activateTotp?: Resolver<ResolversTypes['RecoveryCodes'], ParentType, ContextType, RequireFields<MutationActivateTotpArgs, 'code'>>;
  adminCreateUser?: Resolver<ResolversTypes['AuthUser'], ParentType, ContextType, RequireFields<MutationAdminCreateUserArgs, 'user'>>;
  adminDeleteUser?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationAdminDeleteUserArgs, 'id'>>;
  adminImpersonate?: Resolver<ResolversTypes['Impersonation'], ParentType, ContextType, RequireFields<MutationAdminImpersonateArgs, 'id'>>;
  adminImportUsers?: Resolver<Array<ResolversTypes['ImportOutcome']>, ParentType, ContextType, RequireFields<MutationAdminImportUsersArgs, 'users'>>;
  adminInviteUser?: Resolver<ResolversTypes['AuthUser'], ParentType, ContextType, RequireFields<MutationAdminInviteUserArgs, 'email'>>;
  adminSignOutUser?: Resolver<ResolversTypes['Int'], ParentType, ContextType, RequireFields<MutationAdminSignOutUserArgs, 'id'>>;
  adminUpdateUser?: Resolver<ResolversTypes['AuthUser'], ParentType, ContextType, RequireFields<MutationAdminUpdateUserArgs, 'changes' | 'id'>>;
  changeEmail?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationChangeEmailArgs, 'newEmail'>>;
  changePassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationChangePasswordArgs, 'newPassword'>>;
  changePhone?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationChangePhoneArgs, 'newPhoneNumber'>>;
  confirmPhoneChange?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationConfirmPhoneChangeArgs, 'otp'>>;
  confirmTicket?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationConfirmTicketArgs, 'ticket'>>;
  createPat?: Resolver<ResolversTypes['PersonalAccessToken'], ParentType, ContextType, RequireFields<MutationCreatePatArgs, 'expiresAt'>>;
  deanonymize?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDeanonymizeArgs, 'signInMethod'>>;
  deleteAccount?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, Partial<MutationDeleteAccountArgs>>;
  disableTotp?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationDisableTotpArgs, 'code'>>;
  elevate?: Resolver<ResolversTypes['Session'], ParentType, ContextType, Partial<MutationElevateArgs>>;
  exchangeCode?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationExchangeCodeArgs, 'code' | 'codeVerifier'>>;
  finishAddPasskey?: Resolver<ResolversTypes['SecurityKey'], ParentType, ContextType, RequireFields<MutationFinishAddPasskeyArgs, 'credential'>>;
  finishPasskeySignIn?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationFinishPasskeySignInArgs, 'credential'>>;
  finishPasskeySignUp?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationFinishPasskeySignUpArgs, 'credential'>>;
  generateTotp?: Resolver<ResolversTypes['TotpSetup'], ParentType, ContextType>;
  linkIdToken?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationLinkIdTokenArgs, 'idToken' | 'provider'>>;
  linkProvider?: Resolver<ResolversTypes['ProviderUrl'], ParentType, ContextType, RequireFields<MutationLinkProviderArgs, 'options' | 'provider'>>;
  providerTokens?: Resolver<ResolversTypes['ProviderTokens'], ParentType, ContextType, RequireFields<MutationProviderTokensArgs, 'provider'>>;
  refresh?: Resolver<ResolversTypes['Session'], ParentType, ContextType, Partial<MutationRefreshArgs>>;
  replaceRecoveryCodes?: Resolver<ResolversTypes['RecoveryCodes'], ParentType, ContextType>;
  revokeSession?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationRevokeSessionArgs, 'id'>>;
  sendElevationCode?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationSendElevationCodeArgs, 'method'>>;
  sendEmailOtp?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationSendEmailOtpArgs, 'email'>>;
  sendMagicLink?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationSendMagicLinkArgs, 'email'>>;
  sendPasswordReset?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationSendPasswordResetArgs, 'email'>>;
  sendSmsOtp?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationSendSmsOtpArgs, 'phoneNumber'>>;
  sendVerificationEmail?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationSendVerificationEmailArgs, 'email'>>;
  setPassword?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationSetPasswordArgs, 'password'>>;
  signIn?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInArgs, 'email' | 'password'>>;
  signInAnonymous?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, Partial<MutationSignInAnonymousArgs>>;
  signInEmailOtp?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInEmailOtpArgs, 'email' | 'otp'>>;
  signInIdToken?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInIdTokenArgs, 'idToken' | 'provider'>>;
  signInPat?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInPatArgs, 'personalAccessToken'>>;
  signInPhone?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInPhoneArgs, 'password' | 'phoneNumber'>>;
  signInRecoveryCode?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInRecoveryCodeArgs, 'code' | 'ticket'>>;
  signInSmsOtp?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInSmsOtpArgs, 'otp' | 'phoneNumber'>>;
  signInTotp?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInTotpArgs, 'otp' | 'ticket'>>;
  signInUsername?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInUsernameArgs, 'password' | 'username'>>;
  signInWith?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignInWithArgs, 'data' | 'provider'>>;
  signOut?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, Partial<MutationSignOutArgs>>;
  signUp?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignUpArgs, 'email' | 'password'>>;
  signUpPhone?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignUpPhoneArgs, 'password' | 'phoneNumber'>>;
  signUpUsername?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignUpUsernameArgs, 'password' | 'username'>>;
  signUpWith?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationSignUpWithArgs, 'data' | 'provider'>>;
  startAddPasskey?: Resolver<ResolversTypes['jsonb'], ParentType, ContextType>;
  startPasskeyElevation?: Resolver<ResolversTypes['jsonb'], ParentType, ContextType>;
  startPasskeySignIn?: Resolver<ResolversTypes['jsonb'], ParentType, ContextType, Partial<MutationStartPasskeySignInArgs>>;
  startPasskeySignUp?: Resolver<ResolversTypes['jsonb'], ParentType, ContextType, RequireFields<MutationStartPasskeySignUpArgs, 'email'>>;
  startProvider?: Resolver<ResolversTypes['ProviderUrl'], ParentType, ContextType, RequireFields<MutationStartProviderArgs, 'provider'>>;
  unlinkProvider?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType, RequireFields<MutationUnlinkProviderArgs, 'id'>>;
  verifyPhone?: Resolver<ResolversTypes['SignInResult'], ParentType, ContextType, RequireFields<MutationVerifyPhoneArgs, 'otp' | 'phoneNumber'>>;
};

export type PersonalAccessTokenResolvers<ContextType = any, ParentType extends ResolversParentTypes['PersonalAccessToken'] = ResolversParentTypes['PersonalAccessToken']> = {
  id?: Resolver<ResolversTypes['uuid'], ParentType, ContextType>;
  personalAccessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ProviderTokensResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProviderTokens'] = ResolversParentTypes['ProviderTokens']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['timestamptz']>, ParentType, ContextType>;
  expiresIn?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  refreshToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ProviderUrlResolvers<ContextType = any, ParentType extends ResolversParentTypes['ProviderUrl'] = ResolversParentTypes['ProviderUrl']> = {
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = any, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  authConfig?: Resolver<ResolversTypes['AuthConfig'], ParentType, ContextType>;
  elevationMethods?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  exportMyData?: Resolver<ResolversTypes['jsonb'], ParentType, ContextType>;
  me?: Resolver<ResolversTypes['AuthUser'], ParentType, ContextType>;
};

export type RecoveryCodesResolvers<ContextType = any, ParentType extends ResolversParentTypes['RecoveryCodes'] = ResolversParentTypes['RecoveryCodes']> = {
  recoveryCodes?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SecurityKeyResolvers<ContextType = any, ParentType extends ResolversParentTypes['SecurityKey'] = ResolversParentTypes['SecurityKey']> = {
  id?: Resolver<ResolversTypes['uuid'], ParentType, ContextType>;
  nickname?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SessionResolvers<ContextType = any, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  accessToken?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  accessTokenExpiresIn?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refreshToken?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  refreshTokenId?: Resolver<ResolversTypes['uuid'], ParentType, ContextType>;
  user?: Resolver<ResolversTypes['AuthUser'], ParentType, ContextType>;
};

export type SignInResultResolvers<ContextType = any, ParentType extends ResolversParentTypes['SignInResult'] = ResolversParentTypes['SignInResult']> = {
  mfa?: Resolver<Maybe<ResolversTypes['MfaChallenge']>, ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
};

export type TotpSetupResolvers<ContextType = any, ParentType extends ResolversParentTypes['TotpSetup'] = ResolversParentTypes['TotpSetup']> = {
  imageUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  otpauthUri?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  totpSecret?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface JsonbScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['jsonb'], any> {
  name: 'jsonb';
}

export interface TimestamptzScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['timestamptz'], any> {
  name: 'timestamptz';
}

export interface UuidScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['uuid'], any> {
  name: 'uuid';
}

export type Resolvers<ContextType = any> = {
  AuthConfig?: AuthConfigResolvers<ContextType>;
  AuthConfigProvider?: AuthConfigProviderResolvers<ContextType>;
  AuthUser?: AuthUserResolvers<ContextType>;
  Impersonation?: ImpersonationResolvers<ContextType>;
  ImportOutcome?: ImportOutcomeResolvers<ContextType>;
  MfaChallenge?: MfaChallengeResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PersonalAccessToken?: PersonalAccessTokenResolvers<ContextType>;
  ProviderTokens?: ProviderTokensResolvers<ContextType>;
  ProviderUrl?: ProviderUrlResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  RecoveryCodes?: RecoveryCodesResolvers<ContextType>;
  SecurityKey?: SecurityKeyResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SignInResult?: SignInResultResolvers<ContextType>;
  TotpSetup?: TotpSetupResolvers<ContextType>;
  jsonb?: GraphQLScalarType;
  timestamptz?: GraphQLScalarType;
  uuid?: GraphQLScalarType;
};

