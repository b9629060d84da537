/** A mail that is ready to be sent, to one recipient. */
export interface Mail {
  /** The same at every attempt, so that a receiver can drop a copy (RFC 5322 section 3.6.4). With angle brackets. */
  readonly messageId: string;
  /** One plain address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
  /** Further headers by name. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What takes mails. */
export interface MailTransport {
  /** Resolves when the mail was taken over. @throws DeliveryError */
  send(mail: Mail): Promise<void>;
  close(): Promise<void>;
}
