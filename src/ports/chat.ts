/** The chat is the channel where stakeholders listen: one parent message per incident that is kept current, the rest in its thread. */

export interface ChatMessage {
  /** Stands out as the first line; empty: there is none. */
  readonly heading: string;
  /** Plain text of one or more lines: nothing in it becomes a link, a mention or formatting. */
  readonly text: string;
  /** Addresses of ours and of the vendors; other than http(s) they are left out. */
  readonly links: readonly { readonly href: string; readonly text: string }[];
}

/** A message that was posted: the vendor's id of its channel, and of the message in it. */
export interface ChatRef {
  readonly channel: string;
  readonly ref: string;
}

/** Every method throws PortError, and answers or throws within its deadline. */
export interface Chat {
  /** What took the message, for logs: `slack`, `slack webhook`. */
  readonly via: string;
  /** False: what is posted is never seen again, so nothing is edited and there are no threads. */
  readonly threads: boolean;
  /** Returns null where `threads` is false. */
  post(message: ChatMessage): Promise<ChatRef | null>;
  /** Puts the message in the place of what was posted. Where `threads` is false it does nothing. */
  edit(posted: ChatRef, message: ChatMessage): Promise<void>;
  /** Posts into the thread below a message; where `threads` is false, into the channel. */
  reply(parent: ChatRef, message: ChatMessage): Promise<void>;
}
