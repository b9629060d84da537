import type { Json, JsonObject } from '../json.js';
import { stringifyJson } from '../jsonText.js';

export type ProtocolName = 'graphql-transport-ws' | 'graphql-ws';

/** What a client says, whichever words its sub-protocol has for it. */
export type ClientMessage =
  | { readonly kind: 'init'; readonly payload: Json | undefined }
  | { readonly kind: 'start'; readonly id: string; readonly payload: Json | undefined }
  | { readonly kind: 'stop'; readonly id: string }
  | { readonly kind: 'ping'; readonly payload: Json | undefined }
  | { readonly kind: 'pong' }
  | { readonly kind: 'terminate' };

/** How one sub-protocol writes things, and where the two differ in what they do. */
export interface Protocol {
  readonly name: ProtocolName;
  readonly words: Readonly<Record<string, ClientMessage['kind']>>;
  /** After connection_ack and then every few seconds. */
  readonly keepAlive: string;
  next(id: string, payload: string): string;
  /** The operation was never run. */
  refused(id: string, errors: readonly JsonObject[]): string;
  /** The operation was run and failed. */
  failed(id: string, errors: readonly JsonObject[]): string;
  /** A fault in how operations are started. */
  startFailed(id: string, error: JsonObject): string;
}

export const acknowledged = '{"type":"connection_ack"}';
export const complete = (id: string): string => message({ type: 'complete', id });
export const connectionError = (text: string): string => message({ type: 'connection_error', payload: text });
export const pong = (payload: Json | undefined): string => message({ type: 'pong', payload });

const message = (fields: JsonObject): string => stringifyJson(fields);

const withPayload = (type: string, id: string, payload: string): string =>
  `{"type":"${type}","id":${JSON.stringify(id)},"payload":${payload}}`;

/** https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md */
const transportWs: Protocol = {
  name: 'graphql-transport-ws',
  words: {
    connection_init: 'init',
    subscribe: 'start',
    complete: 'stop',
    ping: 'ping',
    pong: 'pong',
  },
  keepAlive: message({ type: 'ping', payload: { message: 'keepalive' } }),
  next: (id, payload) => withPayload('next', id, payload),
  refused: (id, errors) => message({ type: 'error', id, payload: errors }),
  failed: (id, errors) => message({ type: 'error', id, payload: errors }),
  startFailed: (id, error) => message({ type: 'error', id, payload: [error] }),
};

/** https://github.com/apollographql/subscriptions-transport-ws/blob/master/PROTOCOL.md */
const legacyWs: Protocol = {
  name: 'graphql-ws',
  words: {
    connection_init: 'init',
    start: 'start',
    stop: 'stop',
    connection_terminate: 'terminate',
  },
  keepAlive: message({ type: 'ka' }),
  next: (id, payload) => withPayload('data', id, payload),
  refused: (id, errors) => message({ type: 'error', id, payload: { errors } }),
  failed: (id, errors) => message({ type: 'data', id, payload: { data: null, errors } }),
  startFailed: (id, error) => message({ type: 'error', id, payload: error }),
};

/** The sub-protocol that was agreed on; without any it is the legacy one. */
export const protocolOf = (name: string): Protocol =>
  name === 'graphql-transport-ws' ? transportWs : legacyWs;

/** Reads a frame. @throws Error with what is wrong */
export function parseClientMessage(
  text: string,
  protocol: Protocol,
  parse: (text: string) => Json,
): ClientMessage {
  const json = parseFrame(text, parse);
  const { type, id, payload } = json;
  if (typeof type !== 'string') throw new Error("the key 'type' was not present");
  const kind = Object.hasOwn(protocol.words, type) ? protocol.words[type] : undefined;
  switch (kind) {
    case undefined:
      throw new Error(`unexpected type for ClientMessage: ${type}`);
    case 'start':
      return { kind, id: textId(id), payload };
    case 'stop':
      return { kind, id: textId(id) };
    case 'init':
    case 'ping':
      return { kind, payload };
    default:
      return { kind };
  }
}

function parseFrame(text: string, parse: (text: string) => Json): JsonObject {
  let json: Json;
  try {
    json = parse(text);
  } catch {
    throw new Error('not a valid json value');
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Error('expected an object');
  return json as JsonObject;
}

function textId(id: Json | undefined): string {
  if (typeof id !== 'string') throw new Error("the key 'id' was not present");
  return id;
}
