import type { z } from 'zod';
import type { CallContext } from './auth/auth.js';
import { parseInput } from './auth/parseInput.js';
import { runCall } from './auth/runCall.js';
import { AuthError } from './errors.js';
import type { Mutation, MutationResolvers, Query, QueryResolvers, ResolverFn } from './generated/actions.js';
import { isStorable } from './lib/text.js';

/** The Actions of `hasura/metadata/actions.graphql`: names, arguments and results follow from its generated types. */
type Results = Mutation & Query;
type Resolvers = MutationResolvers<unknown> & QueryResolvers<unknown>;

export type ActionName = keyof Results;

export type ActionResult<N extends ActionName> = Results[N];

/** The arguments as a client writes them; `{}` for an Action without any. */
export type ActionArgs<N extends ActionName> =
  Extract<Resolvers[N], (...args: never[]) => unknown> extends ResolverFn<
    infer _R,
    infer _P,
    infer _C,
    infer A
  >
    ? string extends keyof A
      ? Record<string, never>
      : A
    : never;

/** An Action that can be run on anything; `runAction` is the only way to call it. */
export interface Action<N extends ActionName = ActionName> {
  readonly name: N;
  readonly input: z.ZodType;
  readonly run: (input: never, context: CallContext) => Promise<ActionResult<N>>;
}

/** All object types spelled out, so that two ways to write one type are the same. */
type Flat<T> = T extends readonly (infer E)[]
  ? Flat<E>[]
  : T extends object
    ? { [K in keyof T]: Flat<T[K]> }
    : T;

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Demands that a schema reads exactly the declared arguments: drift from the SDL fails to compile. */
type Holds<S extends z.ZodType, Args> =
  Same<Flat<z.input<S>>, Flat<Args>> extends true
    ? unknown
    : { readonly 'the schema must read exactly': Args };

/**
 * Declares the Action `name` of the SDL.
 *
 * `run` gets the parsed input and answers the declared result; it throws `AuthError` to refuse.
 */
export function defineAction<const N extends ActionName, S extends z.ZodType>(definition: {
  readonly name: N;
  readonly input: S & Holds<S, ActionArgs<N>>;
  readonly run: (input: z.output<S>, context: CallContext) => Promise<ActionResult<N>>;
}): Action<N> {
  return definition;
}

/**
 * Runs the Action on `rawInput` inside of the server's stages, which see the call before its input is parsed.
 *
 * @throws AuthError `invalid-request` when the input has not the declared form, holds unknown keys, or holds text that
 *   can't be stored; and as `runCall`.
 */
export function runAction<N extends ActionName>(
  action: Action<N>,
  rawInput: unknown,
  context: CallContext,
): Promise<ActionResult<N>> {
  return runCall(context, { name: action.name, input: rawInput }, async (noted) => {
    if (!isStorable(rawInput))
      throw new AuthError('invalid-request', { details: 'holds text that is not storable' });
    return action.run(parseInput(action.input, rawInput) as never, noted);
  });
}
