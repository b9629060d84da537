import type { MetricsOptions } from '../telemetry/metrics.js';
import type { TracingOptions } from '../telemetry/tracing.js';
import type { Config } from './config.js';

/** What is switched on of metrics and traces, and how. */
export function telemetryOptions(
  config: Config,
  version: string,
): { readonly metrics: MetricsOptions | undefined; readonly tracing: TracingOptions | undefined } {
  return {
    metrics: config.metricsEnabled ? { version } : undefined,
    tracing: tracingOptions(config, version),
  };
}

/** https://opentelemetry.io/docs/specs/otel/protocol/exporter/: the base URL gets a path, the one for traces is whole. */
function tracingOptions(config: Config, version: string): TracingOptions | undefined {
  const { otlpEndpoint, otelDisabled } = config;
  const url =
    config.otlpTracesEndpoint ?? (otlpEndpoint === undefined ? undefined : `${otlpEndpoint}/v1/traces`);
  if (url === undefined || otelDisabled) return undefined;
  return {
    version,
    url,
    headers: config.otlpHeaders,
    serviceName: config.otelServiceName,
    resource: config.otelResource,
    sampler: config.tracesSampler,
    share: config.tracesShare,
  };
}
