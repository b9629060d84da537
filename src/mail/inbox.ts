/** A mail or text message as the inbox of development shows it. */
export interface InboxMessage {
  readonly id: string;
  readonly channel: 'email' | 'sms';
  readonly receivedAt: Date;
  readonly to: string;
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
  /** Where the mail's link leads. */
  readonly link: string | undefined;
}

/** The last messages, kept in memory. For development only: who can read it can use every link. */
export interface Inbox {
  add(message: InboxMessage): void;
  /** Newest first. */
  list(): readonly InboxMessage[];
  /** Tells of each message from now on. @returns how to stop. */
  subscribe(listener: (message: InboxMessage) => void): () => void;
}

const keptMessages = 200;

export function createInbox(): Inbox {
  const messages: InboxMessage[] = [];
  const listeners = new Set<(message: InboxMessage) => void>();
  return {
    add(message) {
      messages.unshift(message);
      messages.splice(keptMessages);
      for (const listener of listeners) listener(message);
    },
    list: () => [...messages],
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
