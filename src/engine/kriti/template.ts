import type { Json } from '../json.js';

/**
 * A template of Hasura's JSON language Kriti (https://github.com/hasura/kriti-lang), parsed. `at` is where in the text
 * a part begins, for messages.
 */
export type Template =
  | { readonly kind: 'literal'; readonly value: Json }
  /** A string with `{{…}}` in it. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Template)[] }
  | { readonly kind: 'list'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [Template, Template])[] }
  | { readonly kind: 'variable'; readonly name: string; readonly at: number }
  /** `of.key`, `of[key]`; optional (`?.`, `?[`) answers null where nothing stands. */
  | {
      readonly kind: 'member';
      readonly of: Template;
      readonly key: Template;
      readonly optional: boolean;
      readonly at: number;
    }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Template; readonly value: Template }[];
      readonly otherwise: Template;
      readonly at: number;
    }
  | {
      readonly kind: 'range';
      readonly index: string | null;
      readonly item: string;
      readonly of: Template;
      readonly body: Template;
      readonly at: number;
    }
  | { readonly kind: 'call'; readonly name: string; readonly argument: Template; readonly at: number }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Template;
      readonly right: Template;
      readonly at: number;
    };

export type BinaryOperator = '??' | '||' | '&&' | '==' | '!=' | '<=' | '>=' | '<' | '>' | 'in';

export type KritiErrorCode =
  | 'Parse Error'
  | 'Attribute Error'
  | 'Type Error'
  | 'Index Error'
  | 'Function Error';

/** A template that can't be read or that its data doesn't suit. */
export class KritiError extends Error {
  override readonly name = 'KritiError';
  readonly code: KritiErrorCode;
  /** Offset into the template. */
  readonly at: number;

  constructor(code: KritiErrorCode, message: string, at: number) {
    super(message);
    this.code = code;
    this.at = at;
  }
}
