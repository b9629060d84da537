import type { SpanContext } from '@opentelemetry/api';

/** The one flag of https://www.w3.org/TR/trace-context/#trace-flags; OpenTelemetry's own is loaded with tracing alone. */
const sampledFlag = 1;

/** Headers of a request, names in lower case. */
export type Headers = Readonly<Record<string, string | undefined>>;

/** https://www.w3.org/TR/trace-context/#traceparent-header; later versions may have more behind. */
const traceparent = /^(?!ff)[\da-f]{2}-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(?:-|$)/;

/** The span that a request says it was sent from: W3C's header, or else B3's, which Hasura always sends. */
export function parentOf(headers: Headers): SpanContext | undefined {
  const [, traceId, spanId, flags] = traceparent.exec(headers.traceparent ?? '') ?? [];
  if (traceId !== undefined && spanId !== undefined)
    return valid(traceId, spanId, (Number.parseInt(flags ?? '0', 16) & 1) === 1);
  return b3Parent(headers);
}

/** https://github.com/openzipkin/b3-propagation#multiple-headers. Undecided counts as sampled: the sampler decides. */
function b3Parent(headers: Headers): SpanContext | undefined {
  const traceId = headers['x-b3-traceid']?.toLowerCase() ?? '';
  const spanId = headers['x-b3-spanid']?.toLowerCase() ?? '';
  if (!/^([\da-f]{16}|[\da-f]{32})$/.test(traceId) || !/^[\da-f]{16}$/.test(spanId)) return undefined;
  const sampled = headers['x-b3-sampled'];
  return valid(traceId.padStart(32, '0'), spanId, sampled !== '0' && sampled !== 'false');
}

function valid(traceId: string, spanId: string, sampled: boolean): SpanContext | undefined {
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return undefined;
  return { traceId, spanId, traceFlags: sampled ? sampledFlag : 0, isRemote: true };
}

/** The same in both forms: which one Hasura reads is a setting of its own. */
export function propagationHeaders({ traceId, spanId, traceFlags }: SpanContext): Record<string, string> {
  const sampled = (traceFlags & sampledFlag) === sampledFlag;
  return {
    traceparent: `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`,
    'x-b3-traceid': traceId,
    'x-b3-spanid': spanId,
    'x-b3-sampled': sampled ? '1' : '0',
  };
}
