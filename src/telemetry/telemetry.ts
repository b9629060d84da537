import type { Metrics, MetricsOptions } from './metrics.js';
import type { Tracing, TracingOptions } from './tracing.js';

/** What the server tells about itself besides its log; each part is there only when it is switched on. */
export interface Telemetry {
  readonly metrics: Metrics | undefined;
  readonly tracing: Tracing | undefined;
}

interface Options {
  readonly metrics: MetricsOptions | undefined;
  readonly tracing: TracingOptions | undefined;
}

/** Loads what is switched on: its packages take memory and time that others need not spend. */
export async function loadTelemetry({ metrics, tracing }: Options): Promise<Telemetry> {
  return {
    metrics: metrics && (await import('./metrics.js')).createMetrics(metrics),
    tracing: tracing && (await import('./tracing.js')).createTracing(tracing),
  };
}
