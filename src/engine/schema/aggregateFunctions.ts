import type { AggregateFunction } from './types.js';

/** Over numbers. */
export const statisticalFunctions = [
  'sum',
  'avg',
  'stddev',
  'stddev_pop',
  'stddev_samp',
  'var_pop',
  'var_samp',
  'variance',
] as const satisfies readonly AggregateFunction[];

/** Over everything that has an order. */
export const orderedFunctions = ['max', 'min'] as const satisfies readonly AggregateFunction[];
