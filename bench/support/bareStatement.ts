/** A statement for the bare handler: its text, and where each parameter comes from. */
export interface BareStatement {
  readonly text: string;
  /** Name of the one root field. */
  readonly root: string;
  readonly values: readonly { readonly variable?: string; readonly constant?: string | null }[];
}
