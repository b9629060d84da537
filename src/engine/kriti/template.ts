import type { Json, JsonObject } from '../json.js';

/** Where a part of a template stands, as Hasura counts: lines from 0, columns from 1, the end excluded. */
export interface Span {
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A template of Hasura's JSON language Kriti (https://github.com/hasura/kriti-lang), parsed. */
export type Template = Part & { readonly at: Span };

export type Part =
  | { readonly kind: 'literal'; readonly value: Json }
  /** A string with `{{…}}` in it. */
  | { readonly kind: 'text'; readonly parts: readonly (string | Template)[] }
  | { readonly kind: 'list'; readonly items: readonly Template[] }
  | { readonly kind: 'object'; readonly members: readonly (readonly [Template, Template])[] }
  | { readonly kind: 'variable'; readonly name: string }
  /** `of.key`, `of[key]`; optional (`?.`, `?[`) is null where nothing stands, and so is all that follows it. */
  | { readonly kind: 'member'; readonly of: Template; readonly key: Template; readonly optional: boolean }
  | {
      readonly kind: 'if';
      readonly branches: readonly { readonly condition: Template; readonly value: Template }[];
      readonly otherwise: Template;
    }
  | {
      readonly kind: 'range';
      readonly index: string | null;
      readonly item: string;
      readonly of: Template;
      readonly body: Template;
    }
  | { readonly kind: 'call'; readonly name: string; readonly argument: Template }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Template;
      readonly right: Template;
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
  readonly at: Span;

  constructor(code: KritiErrorCode, message: string, at: Span) {
    super(message);
    this.code = code;
    this.at = at;
  }

  /** As Hasura shows it to admins. */
  toJSON(): JsonObject {
    const { startLine, startColumn, endLine, endColumn } = this.at;
    return {
      error_code: this.code,
      message: this.message,
      source_position: {
        start_line: startLine,
        start_column: startColumn,
        end_line: endLine,
        end_column: endColumn,
      },
    };
  }
}
