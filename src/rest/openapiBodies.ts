import type { ActionRoute } from './routes.js';

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 has them. */
export type Schema = Readonly<Record<string, unknown>>;

export interface ObjectSchema {
  readonly type: 'object';
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties: boolean;
}

const text: Schema = { type: 'string' };
const code: Schema = { type: 'string', description: 'Code of six digits' };

const base64url: Schema = { type: 'string', pattern: '^[A-Za-z0-9_-]+={0,2}$' };

/** What `PublicKeyCredential.toJSON()` gives (WebAuthn L3 section 5.1); what is not named here may be there. */
function credential(...required: readonly string[]): Schema {
  const response = Object.fromEntries(required.map((key) => [key, base64url]));
  return {
    type: 'object',
    description: 'What the browser gave, as toJSON() writes it',
    properties: {
      id: base64url,
      rawId: base64url,
      type: { enum: ['public-key'] },
      response: { type: 'object', properties: response, required },
    },
    required: ['id', 'rawId', 'type', 'response'],
  };
}

const newCredential = credential('clientDataJSON', 'attestationObject');
const assertion = credential('clientDataJSON', 'authenticatorData', 'signature');

function object(properties: ObjectSchema['properties'], required: readonly string[] = []): ObjectSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

function plus(schema: ObjectSchema, properties: ObjectSchema['properties']): ObjectSchema {
  return { ...schema, properties: { ...schema.properties, ...properties } };
}

function without({ properties, required = [], ...schema }: ObjectSchema, ...keys: string[]): ObjectSchema {
  return {
    ...schema,
    properties: Object.fromEntries(Object.entries(properties).filter(([key]) => !keys.includes(key))),
    required: required.filter((key) => !keys.includes(key)),
  };
}

const withoutSignUp = (input: ObjectSchema) => without(input, 'signUp');

/**
 * The routes whose body is not the input of their Action, by the path. A test sends what is described here through the
 * `input` of each route.
 */
const bodies: Readonly<Record<string, (input: ObjectSchema) => ObjectSchema>> = {
  '/signin/passwordless/email': withoutSignUp,
  '/signup/passwordless/email': withoutSignUp,
  '/signin/otp/email': withoutSignUp,
  '/signup/otp/email': withoutSignUp,
  '/signin/passwordless/sms': withoutSignUp,
  '/signup/passwordless/sms': withoutSignUp,
  '/signin/anonymous': ({ properties }) =>
    (properties.options?.anyOf as ObjectSchema[] | undefined)?.[0] ?? object({}),
  '/user/deanonymize': (input) =>
    plus(input, {
      connection: { ...text, description: '"sms" means a code by text message; else not looked at' },
    }),
  '/user/deanonymize/sms': (input) => without(input, 'signInMethod', 'email', 'password'),
  '/user/mfa': (input) =>
    plus(input, {
      activeMfaType: { enum: ['totp', '', null], description: '"totp" switches on, anything else off' },
    }),
  '/user/phone-number/change/verify': (input) => plus(input, { newPhoneNumber: text }),
  '/elevate/password': () => object({ password: text }, ['password']),
  '/elevate/totp': () => ({ ...object({ code, otp: code }), minProperties: 1 }),
  '/elevate/otp/email': () => object({}),
  '/elevate/otp/email/verify': () => object({ otp: code }, ['otp']),
  '/elevate/otp/sms': () => object({}),
  '/elevate/otp/sms/verify': () => object({ otp: code }, ['otp']),
  '/signup/webauthn/verify': (input) => plus(input, { credential: newCredential }),
  '/signin/webauthn/verify': (input) => plus(input, { credential: assertion, email: text }),
  '/user/webauthn/verify': (input) => plus(input, { credential: newCredential }),
  '/elevate/webauthn': () => object({ email: text }),
  '/elevate/webauthn/verify': () => object({ credential: assertion, email: text }, ['credential']),
  '/signin/idtoken': withoutSignUp,
  '/signup/idtoken': withoutSignUp,
  '/link/provider/{provider}': ({ properties }) => properties.options as unknown as ObjectSchema,
  '/token/provider/{provider}': (input) => without(input, 'provider'),
  '/signout': (input) => ({ ...input, additionalProperties: true }),
};

/** The body of a route, from the input of its Action. */
export function bodyOf({ path }: ActionRoute, input: ObjectSchema): ObjectSchema {
  return bodies[path]?.(input) ?? input;
}
