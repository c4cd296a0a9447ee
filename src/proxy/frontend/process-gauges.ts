/** What all frontends of a process count together: the figures of `show info`, and the numbers of streams. */
export class ProcessGauges {
  /** Connections open now. */
  connections = 0;
  /** Accepted so far. */
  totalConnections = 0;
  /** HTTP requests, and TCP streams, so far. */
  totalRequests = 0;
  streams = 0;
  totalStreams = 0;
  tlsConnections = 0;
  totalTlsConnections = 0;
  /** Bytes sent to clients. */
  bytesOut = 0;
  #lastId = 0;

  /** A number for a session or a stream, unique in the process. */
  nextId(): number {
    return ++this.#lastId;
  }
}
