/**
 * A channel carries messages, in order, between two sides that share nothing else: threads, processes, a page and its workers, later two
 * machines. Client and serve work over any of them; a new kind is one file that implements this interface.
 */
export interface Channel {
  /** Memory inside a message (SharedArrayBuffer) is the same memory on the other side, so that a busy peer can be told to stop. */
  readonly sharesMemory: boolean;
  /** Copies a message to the other side. transfer: buffers in it to move instead of copying, where the channel can. */
  post(message: unknown, transfer?: readonly Transferable[]): void;
  /** Called once; messages that arrived before are delivered then. */
  listen(listener: ChannelListener): void;
  /** Ends the channel and, on the side that opened it, the peer. Resolves once that is done. */
  close(): Promise<void>;
}

export interface ChannelListener {
  readonly onMessage: (message: unknown) => void;
  /** The peer is gone. May be called more than once; the first call counts. */
  readonly onEnd: (end: PeerEnd) => void;
}

/** What is known of how a peer ended. */
export interface PeerEnd {
  /** In a few words: an exit code, a signal, the message of an error. */
  readonly how: string;
  readonly exitCode?: number | undefined;
  /** The last lines that a process wrote to its standard error. */
  readonly stderrTail?: string | undefined;
  readonly cause?: unknown;
}
