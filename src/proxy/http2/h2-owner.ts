import type { H2Output } from "./h2-sender.ts";
import type { H2Stream, H2User } from "./h2-stream.ts";

/** Who has a connection. */
export interface H2Owner extends H2Output {
  /** A client begins a stream: who uses it? Servers only; undefined refuses it. */
  begun?(stream: H2Stream): H2User | undefined;
  /** A stream is over, on both sides or broken off. */
  streamClosed(stream: H2Stream): void;
  /** The peer does what it should not, or what costs more than it is worth. */
  glitch(): void;
  /** Nothing more can be read: a GOAWAY has been sent, if `code` says that it was the peer's fault. */
  failed(code: number): void;
  /** The peer wants no new streams. */
  goingAway(): void;
}

/** What a connection announces. */
export interface H2Settings {
  readonly role: "server" | "client";
  readonly maxConcurrentStreams: number;
}
