/** One request to a server. */
interface EndpointRequest {
  /** From the root of the API, for example `/v1/models`. */
  readonly path: string;
  /** Sent as JSON by POST; without it the request is a GET. */
  readonly body?: object;
  /** Most bytes of an answer. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Whatever a server answered for good: its body is JSON for a success, and JSON or null for a refusal. */
export interface EndpointAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** One server. Whoever makes it sees to the connection, to limits of time and size, and to the key. */
export interface Endpoint {
  /** Host and port, which may be shown and stored. */
  readonly host: string;
  /**
   * @throws RetryLaterError when the server cannot answer now (429, 5xx, silence, a connection that broke)
   * @throws UnavailableError when its answer cannot be used
   */
  send(request: EndpointRequest): Promise<EndpointAnswer>;
}

/** Does a piece of work again, after growing waits, while it fails with RetryLaterError. */
export type Patiently = <T>(work: () => Promise<T>, signal: AbortSignal) => Promise<T>;
