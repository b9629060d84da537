import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { type Cbor, encodeCbor } from './cbor.js';

/**
 * A browser and an authenticator in one, in software: makes keys and signs with them as WebAuthn L3 sections 6.1 and 6.5
 * say, and lies where it is told to.
 */
export interface SoftAuthenticator {
  /** What `navigator.credentials.create` and `toJSON` give. */
  create(options: CreationOptions, lies?: Lies): RegistrationJson;
  /** What `navigator.credentials.get` and `toJSON` give; with the newest key that may answer. */
  get(options: RequestOptions, lies?: Lies): AssertionJson;
  readonly keys: SoftKey[];
}

export interface SoftKey {
  /** In base64url. */
  readonly id: string;
  readonly rpId: string;
  readonly userHandle: string;
  readonly algorithm: Algorithm;
  readonly privateKey: KeyObject;
  /** In COSE form. */
  readonly publicKey: Buffer;
  counter: number;
}

export type Algorithm = 'ES256' | 'EdDSA' | 'RS256';

export interface Lies {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly userVerified?: boolean;
  readonly userPresent?: boolean;
  readonly counter?: number;
  readonly userHandle?: string | null;
  /** Another key signs. */
  readonly privateKey?: KeyObject;
  /** Id of the key that is said to have signed. */
  readonly id?: string;
}

interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials?: readonly { readonly id: string }[];
}

// What is sent is looked at, and altered, not typed.
type RegistrationJson = ReturnType<typeof registrationJson>;
type AssertionJson = ReturnType<typeof assertionJson>;

interface Make {
  readonly origin: string;
  readonly algorithm?: Algorithm;
  /** Whether it asks for a PIN or a finger. */
  readonly verifiesUser?: boolean;
  /** Whether it counts how often a key is used; synced passkeys don't. */
  readonly counts?: boolean;
  /** `packed` attests with the key itself. */
  readonly attestation?: 'none' | 'packed';
  readonly backedUp?: boolean;
  readonly transports?: readonly string[];
}

export function createAuthenticator(make: Make): SoftAuthenticator {
  const { origin, algorithm = 'ES256', verifiesUser = true, counts = false, backedUp = false } = make;
  const keys: SoftKey[] = [];
  const flagsOf = ({ userPresent = true, userVerified = verifiesUser }: Lies, isNew: boolean) =>
    (userPresent ? 1 : 0) | (userVerified ? 4 : 0) | (backedUp ? 8 | 16 : 0) | (isNew ? 64 : 0);

  return {
    keys,
    create(options, lies = {}) {
      const key = newKey(algorithm, options);
      keys.push(key);
      const { rpId = options.rp.id, counter = counts ? ++key.counter : 0 } = lies;
      const id = Buffer.from(key.id, 'base64url');
      const authenticatorData = Buffer.concat([
        authData(rpId, flagsOf(lies, true), counter),
        Buffer.alloc(16),
        Buffer.from([id.length >> 8, id.length & 0xff]),
        id,
        key.publicKey,
      ]);
      const clientData = clientDataOf('webauthn.create', { challenge: options.challenge, origin, ...lies });
      const { attestation = 'none' } = make;
      const statement: Cbor =
        attestation === 'none'
          ? new Map()
          : new Map<string, Cbor>([
              ['alg', coseAlgorithms[algorithm]],
              ['sig', signWith(key, authenticatorData, clientData)],
            ]);
      const attestationObject = encodeCbor(
        new Map<string, Cbor>([
          ['fmt', attestation],
          ['attStmt', statement],
          ['authData', authenticatorData],
        ]),
      );
      return registrationJson(key.id, { clientData, attestationObject, transports: make.transports });
    },
    get(options, lies = {}) {
      const key = findKey(keys, options);
      const { rpId = options.rpId, counter = counts ? ++key.counter : 0 } = lies;
      const authenticatorData = authData(rpId, flagsOf(lies, false), counter);
      const clientData = clientDataOf('webauthn.get', { challenge: options.challenge, origin, ...lies });
      const { privateKey = key.privateKey, id = key.id, userHandle = key.userHandle } = lies;
      const signature = signWith({ ...key, privateKey }, authenticatorData, clientData);
      return assertionJson(id, { clientData, authenticatorData, signature, userHandle });
    },
  };
}

function findKey(keys: readonly SoftKey[], { rpId, allowCredentials = [] }: RequestOptions): SoftKey {
  const isAllowed = ({ id }: SoftKey) =>
    allowCredentials.length === 0 || allowCredentials.some((each) => each.id === id);
  const key = keys.findLast((each) => each.rpId === rpId && isAllowed(each));
  if (!key) throw new Error('the authenticator has no such key');
  return key;
}

function clientDataOf(type: string, { challenge, origin, crossOrigin = false, ...lies }: Lies): Buffer {
  return Buffer.from(JSON.stringify({ type: lies.type ?? type, challenge, origin, crossOrigin }));
}

function authData(rpId: string, flags: number, counter: number): Buffer {
  const count = Buffer.alloc(4);
  count.writeUInt32BE(counter);
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count]);
}

function registrationJson(
  id: string,
  made: { clientData: Buffer; attestationObject: Buffer; transports: readonly string[] | undefined },
) {
  return {
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: made.clientData.toString('base64url'),
      attestationObject: made.attestationObject.toString('base64url'),
      transports: made.transports ?? ['internal'],
    },
  };
}

function assertionJson(
  id: string,
  made: { clientData: Buffer; authenticatorData: Buffer; signature: Buffer; userHandle: string | null },
) {
  return {
    id,
    rawId: id,
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: made.clientData.toString('base64url'),
      authenticatorData: made.authenticatorData.toString('base64url'),
      signature: made.signature.toString('base64url'),
      userHandle: made.userHandle,
    },
  };
}

const coseAlgorithms = { ES256: -7, EdDSA: -8, RS256: -257 } as const;

function newKey(algorithm: Algorithm, { rp, user }: CreationOptions): SoftKey {
  const { publicKey, privateKey } = newKeyPair(algorithm);
  return {
    id: randomBytes(20).toString('base64url'),
    rpId: rp.id,
    userHandle: user.id,
    algorithm,
    privateKey,
    publicKey: encodeCbor(coseOf(algorithm, publicKey)),
    counter: 0,
  };
}

function newKeyPair(algorithm: Algorithm): { publicKey: KeyObject; privateKey: KeyObject } {
  switch (algorithm) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
  }
}

/** RFC 9053 section 7, RFC 8230 section 4. */
function coseOf(algorithm: Algorithm, publicKey: KeyObject): Map<number, Cbor> {
  const jwk = publicKey.export({ format: 'jwk' });
  const bytes = (text: string | undefined) => Buffer.from(text ?? '', 'base64url');
  const alg: [number, Cbor] = [3, coseAlgorithms[algorithm]];
  switch (algorithm) {
    case 'ES256':
      return new Map([[1, 2], alg, [-1, 1], [-2, bytes(jwk.x)], [-3, bytes(jwk.y)]] as [number, Cbor][]);
    case 'EdDSA':
      return new Map([[1, 1], alg, [-1, 6], [-2, bytes(jwk.x)]] as [number, Cbor][]);
    case 'RS256':
      return new Map([[1, 3], alg, [-1, bytes(jwk.n)], [-2, bytes(jwk.e)]] as [number, Cbor][]);
  }
}

function signWith(
  { algorithm, privateKey }: Pick<SoftKey, 'algorithm' | 'privateKey'>,
  authenticatorData: Buffer,
  clientData: Buffer,
): Buffer {
  const data = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()]);
  return sign(algorithm === 'EdDSA' ? null : 'sha256', data, privateKey);
}
