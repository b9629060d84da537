import { describe, expect, it } from 'vitest';
import { parentOf, propagationHeaders } from '../../src/telemetry/traceContext.js';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('parentOf', () => {
  it.each([
    [{ traceparent: `00-${traceId}-${spanId}-01` }, 1],
    [{ traceparent: `00-${traceId}-${spanId}-00` }, 0],
    [{ traceparent: `01-${traceId}-${spanId}-03-more` }, 1],
    [{ 'x-b3-traceid': traceId.toUpperCase(), 'x-b3-spanid': spanId }, 1],
    [{ 'x-b3-traceid': traceId, 'x-b3-spanid': spanId, 'x-b3-sampled': '0' }, 0],
  ])('reads %j', (headers, traceFlags) => {
    expect(parentOf(headers)).toEqual({ traceId, spanId, traceFlags, isRemote: true });
  });

  it('makes a short id of B3 a long one', () => {
    expect(parentOf({ 'x-b3-traceid': spanId, 'x-b3-spanid': spanId })?.traceId).toBe(
      `${'0'.repeat(16)}${spanId}`,
    );
  });

  it.each([
    {},
    { traceparent: '' },
    { traceparent: `ff-${traceId}-${spanId}-01` },
    { traceparent: `00-${'0'.repeat(32)}-${spanId}-01` },
    { traceparent: `00-${traceId}-${'0'.repeat(16)}-01` },
    { traceparent: `00-${traceId.toUpperCase()}-${spanId}-01` },
    { traceparent: `00-${traceId}-${spanId}-01x` },
    { traceparent: `00-${traceId}-${spanId}` },
    { 'x-b3-traceid': 'none', 'x-b3-spanid': spanId },
    { 'x-b3-traceid': traceId },
  ])('takes nothing from %j', (headers) => {
    expect(parentOf(headers)).toBeUndefined();
  });

  it('reads what is passed on', () => {
    const context = { traceId, spanId, traceFlags: 1 };
    const { traceparent, ...b3 } = propagationHeaders(context);
    for (const headers of [{ traceparent }, b3]) {
      expect(parentOf(headers)).toEqual({ ...context, isRemote: true });
    }
  });
});
