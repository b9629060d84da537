import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, type Sampler } from '@opentelemetry/sdk-trace-base';
import { outcomeOf } from './outcome.js';
import { createSampler, type SamplerName } from './sampler.js';
import { type Headers, parentOf, propagationHeaders } from './traceContext.js';

export interface TracingOptions {
  readonly version: string;
  readonly serviceName: string;
  /** More that is said about this service. */
  readonly resource: Readonly<Record<string, string>>;
  /** Where spans are posted. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sampler: SamplerName;
  readonly share: number;
}

/** Spans of OpenTelemetry, sent over OTLP. */
export interface Tracing {
  /**
   * Runs `work` as a request that came in: a part of the trace that `headers` name (W3C or B3), or the begin of one.
   *
   * @param work gets the id of the trace, and answers whatever a request is answered with.
   */
  serve<T extends { readonly status: number }>(
    name: string,
    headers: Headers,
    work: (traceId: string) => Promise<T>,
  ): Promise<T>;
  /** Runs `work` as a part of what is under way; when it throws, the span says with which code, and nothing else. */
  span<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T>;
  /** The same for a request to another service. */
  call<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T>;
  /** What a request to another service has to carry, so that its spans join; nothing outside of a span. */
  headers(): Readonly<Record<string, string>>;
  /** Sends what has not been sent yet. Never throws. */
  flush(): Promise<void>;
  /** The same for the last time, for as long as `closeMs` at most. */
  close(): Promise<void>;
}

const closeMs = 1000;

/** Spans hold names, codes and statuses: no input, no id of a user, no address. */
export function createTracing(options: TracingOptions): Tracing {
  const exporter = new OTLPTraceExporter({ url: options.url, headers: { ...options.headers } });
  const sampler: Sampler = createSampler(options.sampler, options.share);
  const provider = new BasicTracerProvider({
    sampler,
    resource: resourceFromAttributes({
      'service.name': options.serviceName,
      'service.version': options.version,
      ...options.resource,
    }),
    spanProcessors: [new BatchSpanProcessor(exporter, { scheduledDelayMillis: 2000 })],
  });
  const tracer = provider.getTracer('hasura-actions-auth', options.version);
  /** The one place where a context follows the calls: here alone its cost is paid. */
  const current = new AsyncLocalStorage<Span>();

  function start(name: string, kind: SpanKind, attributes: Attributes, parent: Context): Span {
    return tracer.startSpan(name, { kind, attributes }, parent);
  }

  function own(): Context {
    const span = current.getStore();
    return span ? trace.setSpan(ROOT_CONTEXT, span) : ROOT_CONTEXT;
  }

  async function within<T>(span: Span, work: () => Promise<T>): Promise<T> {
    try {
      return await current.run(span, work);
    } catch (error) {
      const { outcome, code } = outcomeOf(error);
      span.setAttribute('error.type', code);
      // A refusal is what was meant to happen; only failures count as errors.
      if (outcome === 'failed') span.setStatus({ code: SpanStatusCode.ERROR, message: code });
      throw error;
    } finally {
      span.end();
    }
  }

  return {
    serve(name, headers, work) {
      const given = parentOf(headers);
      const parent = given ? trace.setSpanContext(ROOT_CONTEXT, given) : ROOT_CONTEXT;
      const span = start(name, SpanKind.SERVER, {}, parent);
      return within(span, async () => {
        const answer = await work(span.spanContext().traceId);
        span.setAttribute('http.response.status_code', answer.status);
        if (answer.status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        return answer;
      });
    },
    span: (name, attributes, work) => within(start(name, SpanKind.INTERNAL, attributes, own()), work),
    call: (name, attributes, work) => within(start(name, SpanKind.CLIENT, attributes, own()), work),
    headers() {
      const span = current.getStore();
      return span ? propagationHeaders(span.spanContext()) : {};
    },
    flush: () => provider.forceFlush().catch(() => {}),
    async close() {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, closeMs);
      });
      // A collector that does not answer is no reason to hold up the end.
      await Promise.race([provider.shutdown().catch(() => {}), late]);
      clearTimeout(timer);
    },
  };
}
