/** What a request to the scripted store is for. `facts` is a HEAD, `share` a change of metadata. */
export type StoreOperation = 'stage' | 'commit' | 'list' | 'facts' | 'share' | 'download' | 'other';

/** A request as it arrived, before its body. */
export type StoreRequest = {
  /** From 1, in the order of arrival. */
  readonly number: number;
  readonly operation: StoreOperation;
  readonly blobName: string;
  /** Null unless a block is staged. */
  readonly blockId: string | null;
  /** How often this block of this blob was asked for before; 0 for other requests. */
  readonly earlierTries: number;
  /** `performance.now()` of the arrival. */
  readonly atMs: number;
  /** The signature it came with, decoded. */
  readonly signature: string;
};

/** An answer that is not the store's own. `code` becomes the service's error header and body; `body` is sent as it is. */
export type StrangeAnswer = {
  readonly status: number;
  readonly code?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** True to leave out what marks the service, as a portal or proxy does. */
  readonly isStranger?: boolean;
};

/** What goes wrong with one request. */
export type Fault =
  /** Takes the body, does nothing, answers this. */
  | ({ readonly kind: 'answer' } & StrangeAnswer)
  /** Answers this before the body has come, and closes. */
  | ({ readonly kind: 'answerEarly' } & StrangeAnswer)
  /** Resets the connection after so many bytes of the body. */
  | { readonly kind: 'reset'; readonly afterBytes: number }
  /** Takes the body and says nothing, for ever. */
  | { readonly kind: 'silent' }
  /** Does not even take the body. */
  | { readonly kind: 'blackHole' }
  /** Takes the body at this rate. */
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  /** Does what was asked and resets the connection instead of answering. */
  | { readonly kind: 'loseAnswer' }
  /** One bit of the body is another when it arrives. */
  | { readonly kind: 'flip' }
  /** Waits before it does what was asked. */
  | { readonly kind: 'delay'; readonly delayMs: number };
