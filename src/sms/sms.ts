/** Every kind of text message, by the name of its template (`<locale>/<kind>/body.txt`). */
export const smsKinds = [
  'signin-passwordless-sms',
  'signup-sms',
  'phone-confirm-change',
  'elevate-sms',
  'account-exists-sms',
] as const;

export type SmsKind = (typeof smsKinds)[number];

/** A text message that is ready to be sent. */
export interface Sms {
  /** Number in E.164 form. */
  readonly to: string;
  readonly body: string;
  /** Whether it carries a code; a service that makes codes itself sends its own text then. */
  readonly hasCode: boolean;
}

/** What takes text messages. */
export interface SmsTransport {
  /** Resolves when the message was taken over. @throws DeliveryError */
  send(sms: Sms): Promise<void>;
  /**
   * There only when the service makes the codes: whether `code` is the one that it sent to `to`. A code is right once.
   *
   * @throws DeliveryError when the service does not answer.
   */
  readonly checkCode?: (to: string, code: string) => Promise<boolean>;
}
