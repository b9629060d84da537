import type { WebSocket } from 'ws';
import type { RequestHeaders } from '../auth/session.js';
import { asHasuraError, graphqlError, type InternalErrors, showsInternal } from '../errorBody.js';
import { HasuraError } from '../errors.js';
import { parseGraphQLRequest } from '../graphqlRequest.js';
import type { Json } from '../json.js';
import { parseJson } from '../jsonText.js';
import type { Session } from '../session.js';
import type { LiveQueries } from './liveQueries.js';
import {
  acknowledged,
  type ClientMessage,
  complete,
  connectionError,
  type Protocol,
  parseClientMessage,
  pong,
  protocolOf,
} from './protocol.js';
import type { GraphQLService, PreparedOperation } from './service.js';

export interface ConnectionOptions {
  readonly service: GraphQLService;
  readonly liveQueries: LiveQueries;
  readonly internalErrors: InternalErrors;
  /** HASURA_GRAPHQL_WEBSOCKET_KEEPALIVE */
  readonly keepAliveSeconds: number;
  /** HASURA_GRAPHQL_WEBSOCKET_CONNECTION_INIT_TIMEOUT */
  readonly initTimeoutSeconds: number;
  readonly onError: (error: unknown) => void;
}

interface Operation {
  stop(): void;
}

/** A client that doesn't read is dropped once this much waits for it. */
const maxBufferedBytes = 32 * 1024 * 1024;
const maxEarlyMessages = 100;
/** setTimeout can't wait longer. */
const maxTimeoutMilliseconds = 2 ** 31 - 1;

/** Close codes and reasons as Hasura sends them. */
const closings = {
  terminated: [1000, ''],
  initTimeout: [4408, '4408: Connection initialisation timeout'],
  forbidden: [4403, '4403: Forbidden'],
  tooManyInits: [4429, '4429: Too many initialisation requests'],
} as const;

/** One WebSocket, from its opening to its end. Authentication happens once, at connection_init. */
export class Connection {
  readonly #socket: WebSocket;
  readonly #upgradeHeaders: RequestHeaders;
  readonly #options: ConnectionOptions;
  readonly #protocol: Protocol;
  readonly #operations = new Map<string, Operation>();
  readonly #initTimer: NodeJS.Timeout;
  #keepAliveTimer: NodeJS.Timeout | undefined;
  #expiryTimer: NodeJS.Timeout | undefined;
  /** What arrived while authentication was under way: clients needn't wait for connection_ack. */
  #early: string[] = [];
  #state: 'new' | 'authenticating' | { readonly session: Session; readonly headers: RequestHeaders } = 'new';

  constructor(socket: WebSocket, upgradeHeaders: RequestHeaders, options: ConnectionOptions) {
    this.#socket = socket;
    this.#upgradeHeaders = upgradeHeaders;
    this.#options = options;
    this.#protocol = protocolOf(socket.protocol);
    this.#initTimer = setTimeout(() => this.#close(closings.initTimeout), options.initTimeoutSeconds * 1000);
    socket.on('message', (data) => void this.#receive(data.toString()));
    socket.on('close', () => this.#end());
    // 'close' follows; faults of the peer's frames are no faults of ours.
    socket.on('error', () => {});
  }

  /** Ends it from the server's side. Reasons are at most 123 bytes long (RFC 6455 section 5.5). */
  close(code: number, reason: string): void {
    this.#end();
    this.#socket.close(code, Buffer.from(reason).subarray(0, 123).toString('utf8'));
  }

  #close([code, reason]: readonly [number, string]): void {
    this.close(code, reason === '' ? '' : serverError(reason));
  }

  #end(): void {
    clearTimeout(this.#initTimer);
    clearInterval(this.#keepAliveTimer);
    clearTimeout(this.#expiryTimer);
    for (const operation of this.#operations.values()) operation.stop();
    this.#operations.clear();
  }

  #send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > maxBufferedBytes) this.#socket.terminate();
    else this.#socket.send(text);
  }

  async #receive(text: string): Promise<void> {
    if (this.#state === 'authenticating') {
      this.#early.push(text);
      if (this.#early.length > maxEarlyMessages) this.#badMessage('too many messages before connection_ack');
      return;
    }
    let message: ClientMessage;
    try {
      message = parseClientMessage(text, this.#protocol, parseJson);
    } catch (error) {
      this.#badMessage(`parsing ClientMessage failed: ${error instanceof Error ? error.message : 'invalid'}`);
      return;
    }
    switch (message.kind) {
      case 'init':
        return this.#initialise(message.payload);
      case 'start':
        return this.#start(message.id, message.payload);
      case 'stop':
        this.#operations.get(message.id)?.stop();
        this.#operations.delete(message.id);
        return;
      case 'ping':
        return this.#send(pong(message.payload));
      case 'pong':
        return;
      case 'terminate':
        return this.#close(closings.terminated);
    }
  }

  #badMessage(reason: string): void {
    if (this.#protocol.name === 'graphql-ws') this.#send(connectionError(reason));
    else this.#close([4400, `4400: ${reason}`]);
  }

  async #initialise(payload: Json | undefined): Promise<void> {
    if (this.#state !== 'new') {
      if (this.#protocol.name === 'graphql-transport-ws') this.#close(closings.tooManyInits);
      return;
    }
    this.#state = 'authenticating';
    clearTimeout(this.#initTimer);
    try {
      const headers = { ...this.#upgradeHeaders, ...payloadHeaders(payload) };
      const session = await this.#options.service.authenticate(headers);
      this.#state = { session, headers };
      this.#closeAt(session.expiresAt);
    } catch (error) {
      const { message } = asHasuraError(error, this.#options.onError);
      if (this.#protocol.name === 'graphql-transport-ws') return this.#close(closings.forbidden);
      this.#send(connectionError(message));
      return this.#close([4400, `4400: ${message}`]);
    }
    if (this.#socket.readyState !== this.#socket.OPEN) return this.#end();
    this.#send(acknowledged);
    const keepAlive = () => this.#send(this.#protocol.keepAlive);
    keepAlive();
    this.#keepAliveTimer = setInterval(keepAlive, this.#options.keepAliveSeconds * 1000);
    for (const text of this.#early.splice(0)) void this.#receive(text);
  }

  /** The token's end is the connection's: clients come back with a new one. */
  #closeAt(end: Date | undefined): void {
    if (!end) return;
    const left = Math.max(0, end.getTime() - Date.now());
    this.#expiryTimer = setTimeout(
      () => (left > maxTimeoutMilliseconds ? this.#closeAt(end) : this.#close(closings.forbidden)),
      Math.min(left, maxTimeoutMilliseconds),
    );
  }

  async #start(id: string, payload: Json | undefined): Promise<void> {
    if (typeof this.#state === 'string') {
      const reason = 'start received before the connection is initialised';
      this.#startFailed(id, reason);
      if (this.#protocol.name === 'graphql-transport-ws') this.#close([4400, `4400: ${reason}`]);
      return;
    }
    if (this.#operations.has(id)) {
      this.#startFailed(id, `an operation already exists with this id: ${id}`);
      return;
    }
    const { session, headers } = this.#state;
    const operation: Operation = { stop: () => {} };
    this.#operations.set(id, operation);
    const isStopped = () => this.#operations.get(id) !== operation;

    let prepared: PreparedOperation;
    try {
      prepared = await this.#options.service.prepare(parseGraphQLRequest(payload), session, headers);
    } catch (error) {
      if (!isStopped()) this.#finish(id, this.#protocol.refused(id, [this.#show(error)]));
      return;
    }
    if (isStopped()) return;
    if (prepared.kind === 'subscription') {
      operation.stop = this.#options.liveQueries.subscribe(prepared.source, {
        next: (data) => this.#send(this.#protocol.next(id, `{"data":${data}}`)),
        error: (error) => {
          const errors = JSON.stringify([this.#show(error)]);
          this.#send(this.#protocol.next(id, `{"data":null,"errors":${errors}}`));
        },
      });
      return;
    }
    let last: string;
    try {
      const { data } = await prepared.run();
      last = this.#protocol.next(id, `{"data":${data}}`);
    } catch (error) {
      last = this.#protocol.failed(id, [this.#show(error)]);
    }
    if (!isStopped()) this.#finish(id, last);
  }

  #finish(id: string, last: string): void {
    this.#operations.delete(id);
    this.#send(last);
    this.#send(complete(id));
  }

  #startFailed(id: string, message: string): void {
    const error = new HasuraError('start-failed', message);
    this.#send(this.#protocol.startFailed(id, graphqlError(error, false)));
  }

  #show(error: unknown) {
    const role = typeof this.#state === 'string' ? undefined : this.#state.session.role;
    const { internalErrors, onError } = this.#options;
    return graphqlError(asHasuraError(error, onError), showsInternal(internalErrors, role));
  }
}

const serverError = (message: string): string => JSON.stringify({ server_error_msg: message });

/** `{"headers": {…}}` of connection_init, names in lower case. @throws HasuraError */
function payloadHeaders(payload: Json | undefined): RequestHeaders {
  const given = (payload as { headers?: Json } | null | undefined)?.headers;
  if (given === undefined || given === null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw new HasuraError('parse-failed', 'the headers of connection_init are not an object');
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'string') {
      throw new HasuraError('parse-failed', `the header ${name} of connection_init is not a string`);
    }
    headers[name.toLowerCase()] = value;
  }
  return headers;
}
