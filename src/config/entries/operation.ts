import { defaulted, type Entry, optional } from '../entry.js';
import {
  assignments,
  duration,
  flag,
  fraction,
  httpUrl,
  integer,
  oneOf,
  port,
  secret,
  text,
} from '../readers.js';

const samplers = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** How the server is watched, and how much it asks of Hasura at once. */
export const operationEntries = {
  logRequests: defaulted({
    env: 'AUTH_LOG_REQUESTS',
    read: oneOf('off', 'debug', 'info'),
    default: 'debug',
    doc: 'At which level a line is written for each request and each call of an Action; `off` for none.',
  }),
  hasuraTimeoutMs: defaulted({
    env: 'AUTH_HASURA_TIMEOUT',
    read: duration,
    default: '10s',
    doc: 'How long Hasura may take to answer a request before it counts as down.',
  }),
  hasuraInFlight: defaulted({
    env: 'AUTH_HASURA_MAX_IN_FLIGHT',
    read: integer(1, 10_000),
    default: '64',
    doc: 'How many requests to Hasura are under way at once, at most; each has a connection.',
  }),
  hasuraWaiting: defaulted({
    env: 'AUTH_HASURA_MAX_WAITING',
    read: integer(0, 100_000),
    default: '1000',
    doc: 'How many more may wait for one of those to end; further ones are answered 503 at once.',
  }),
  hasuraWaitMs: defaulted({
    env: 'AUTH_HASURA_MAX_WAIT',
    read: duration,
    default: '5s',
    doc: 'How long one waits before it is answered 503.',
  }),
  metricsEnabled: defaulted({
    env: 'AUTH_METRICS_ENABLED',
    read: flag,
    default: 'false',
    doc: 'Serves `GET /metrics` for Prometheus; needs AUTH_METRICS_PORT or AUTH_METRICS_TOKEN, so that it is not public by accident.',
  }),
  metricsPort: optional({
    env: 'AUTH_METRICS_PORT',
    read: port,
    doc: 'A port of its own for `/metrics`, which is then not served anywhere else; 0 takes a free one.',
  }),
  metricsToken: optional({
    env: 'AUTH_METRICS_TOKEN',
    read: secret,
    secret: true,
    doc: 'What `Authorization: Bearer …` has to say to read `/metrics`.',
  }),
  otelDisabled: defaulted({
    env: 'OTEL_SDK_DISABLED',
    read: flag,
    default: 'false',
    doc: 'Sends no traces, whatever else is set.',
  }),
  otlpEndpoint: optional({
    env: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    read: httpUrl,
    doc: 'Base URL of an OpenTelemetry collector (OTLP over HTTP, as `http://collector:4318`). Traces are made only with it or the next.',
  }),
  otlpTracesEndpoint: optional({
    env: 'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
    read: httpUrl,
    doc: 'Where traces are posted, when that is not `/v1/traces` of the former.',
  }),
  otlpHeaders: defaulted({
    env: ['OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'OTEL_EXPORTER_OTLP_HEADERS'],
    read: assignments,
    default: '',
    secret: true,
    doc: 'Headers of what is sent to the collector, as `authorization=Bearer%20abc,x-tenant=1`.',
  }),
  otelServiceName: defaulted({
    env: 'OTEL_SERVICE_NAME',
    read: text,
    default: 'hasura-actions-auth',
    doc: 'The name of this service in traces.',
  }),
  otelResource: defaulted({
    env: 'OTEL_RESOURCE_ATTRIBUTES',
    read: assignments,
    default: '',
    doc: 'More that is said about this service in traces, as `deployment.environment=production`.',
  }),
  tracesSampler: defaulted({
    env: 'OTEL_TRACES_SAMPLER',
    read: oneOf(...samplers),
    default: 'parentbased_always_on',
    doc: 'Which requests are traced; those `parentbased` do as the caller did, if it traces.',
  }),
  tracesShare: defaulted({
    env: 'OTEL_TRACES_SAMPLER_ARG',
    read: fraction,
    default: '1',
    doc: 'For the samplers `traceidratio`: the share of requests that are traced, from 0 to 1.',
  }),
} satisfies Record<string, Entry<unknown>>;
