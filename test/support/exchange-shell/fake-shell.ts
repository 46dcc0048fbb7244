import {
  type CallOptions,
  type ExchangeShell,
  ShellError,
  type ShellErrorFacts,
  type ShellFacts,
  type ShellNotice,
  type ShellOperation,
} from '../../../main/import/exchange/ports.ts';
import { AppError } from '../../../preload/contract/index.ts';

type Properties = Record<string, unknown>;
type Input = Readonly<Record<string, unknown>>;
type Call = { readonly operation: ShellOperation; readonly cmdlet: string; readonly input: Input };

const CMDLETS = [
  'New-MailboxImportRequest',
  'Get-MailboxImportRequest',
  'Set-MailboxImportRequest',
  'Suspend-MailboxImportRequest',
  'Resume-MailboxImportRequest',
  'Remove-MailboxImportRequest',
  'Get-MailboxImportRequestStatistics',
  'Get-Mailbox',
  'Get-MailboxStatistics',
] as const;

/** An error record; what is not named is empty. */
export function errorFacts(facts: Partial<ShellErrorFacts>): ShellErrorFacts {
  return { message: '', errorId: '', category: 'NotSpecified', types: [], ...facts };
}

/** The n-th request id. */
export function guid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

const NOT_SIGNED_IN = errorFacts({
  message: "The term 'Get-O365MailboxImportRequest' is not recognized as a name of a cmdlet.",
  errorId: 'CommandNotFoundException',
  category: 'ObjectNotFound',
  types: ['System.Management.Automation.CommandNotFoundException'],
});

const NOT_FOUND = errorFacts({
  message:
    "Ex0A1B2C|Microsoft.Exchange.Configuration.Tasks.ManagementObjectNotFoundException|The operation couldn't be performed because object 'x' couldn't be found on 'DC1'.",
  errorId: '[Server=S,RequestId=R,TimeStamp=T],Write-ErrorMessage',
  category: 'NotSpecified',
  types: ['System.Exception'],
});

const NAME_TAKEN = errorFacts({
  message:
    'Ex0A1B2D|Microsoft.Exchange.MailboxReplicationService.NameMustBeUniquePermanentException|The name must be unique.',
});

/**
 * A PowerShell with the fixed script and Exchange behind it, in this process. Sign-in and watches belong to one PowerShell and
 * end with it; requests do not.
 */
export class FakeShell implements ExchangeShell {
  facts: ShellFacts = { edition: 'Desktop', version: '5.1.19041.5247', is64Bit: true };
  modules: string[] = ['3.9.2'];
  loadedModule: string | null = null;
  commands = new Map<string, readonly string[]>(
    CMDLETS.map((name) => [
      name,
      name.startsWith('New-')
        ? ['Mailbox', 'AzureBlobStorageAccountUri', 'AzureSharedAccessSignatureToken']
        : ['Identity'],
    ]),
  );
  mailboxes = new Map<string, Properties>();
  usage: Properties = { TotalItemSize: '1 GB (1,073,741,824 bytes)' };
  readonly requests = new Map<string, Properties>();
  readonly calls: Call[] = [];
  /** Names that exist and that a look does not find, as on a server that lags behind. */
  readonly unseen = new Set<string>();
  /** Answers for the next calls of a cmdlet or an operation, in their order; null lets that one pass. */
  readonly failures = new Map<string, (ShellErrorFacts | AppError | null)[]>();
  /** What a sign-in tells. */
  note: string | null = null;
  /** Held by a test to keep an operation or a cmdlet waiting. */
  readonly gates = new Map<string, Promise<void>>();
  /** Ends PowerShell before or after the next call of this cmdlet is carried out, without an answer. */
  endsAt: { readonly cmdlet: string; readonly when: 'before' | 'after' } | null = null;
  /** Gives every request to every look. */
  isBlindToNames = false;
  isClosed = false;
  isSignedIn = false;
  watched: string[] = [];
  everyMs = 0;

  readonly #notices = new Set<(notice: ShellNotice) => void>();
  readonly #ends = new Set<() => void>();
  #ended = new AbortController();
  #queue: Promise<unknown> = Promise.resolve();
  #seq = 0;
  readonly #last = new Map<string, string>();

  async hello(): Promise<ShellFacts> {
    this.#failIfTold('hello');
    return this.facts;
  }

  call(operation: ShellOperation, input: Input, options: CallOptions): Promise<unknown> {
    const { signal } = options;
    const cmdlet = typeof input.cmdlet === 'string' ? input.cmdlet : '';
    const answer = this.#queue.then(async () => {
      signal.throwIfAborted();
      const ended = this.#ended.signal;
      this.calls.push({ operation, cmdlet, input });
      const gate = this.gates.get(cmdlet || operation);
      if (gate) await Promise.race([gate, new Promise((resolve) => ended.addEventListener('abort', resolve))]);
      if (this.#shallEnd(cmdlet, 'before')) this.end();
      if (!ended.aborted) {
        const output = this.#perform(operation, input, options);
        if (this.#shallEnd(cmdlet, 'after')) this.end();
        if (!ended.aborted) return output;
      }
      throw new AppError('powerShellBroken', { reason: 'ended' }, { isRetryable: true });
    });
    this.#queue = answer.catch(() => undefined);
    return new Promise((resolve, reject) => {
      const leave = () => reject(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    });
  }

  onNotice(listener: (notice: ShellNotice) => void): () => void {
    this.#notices.add(listener);
    return () => this.#notices.delete(listener);
  }

  onEnd(listener: () => void): () => void {
    this.#ends.add(listener);
    return () => this.#ends.delete(listener);
  }

  async close(): Promise<void> {
    this.isClosed = true;
    this.end();
  }

  get listenerCount(): number {
    return this.#notices.size + this.#ends.size;
  }

  /** PowerShell ends; the next call starts another. */
  end(): void {
    this.isSignedIn = false;
    this.loadedModule = null;
    this.watched = [];
    this.#last.clear();
    this.#ended.abort();
    this.#ended = new AbortController();
    for (const listener of this.#ends) listener();
  }

  /** Asks for every watched request and tells what has changed, or fails with `facts`. */
  poll(facts: ShellErrorFacts | null = null): void {
    for (const requestId of this.watched) {
      const found = this.requests.get(requestId);
      const error = facts ?? (this.isSignedIn ? (found ? null : NOT_FOUND) : NOT_SIGNED_IN);
      const text = JSON.stringify(error ?? found);
      if (this.#last.get(requestId) === text) continue;
      this.#last.set(requestId, text);
      this.tell({ requestId, statistics: error ? null : { ...found }, error });
    }
  }

  tell(notice: Omit<ShellNotice, 'seq'>): void {
    this.#seq += 1;
    for (const listener of this.#notices) listener({ ...notice, seq: this.#seq });
  }

  /** A request somebody made. */
  add(number: number, properties: Properties = {}): string {
    const id = guid(number);
    this.requests.set(id, {
      RequestGuid: id,
      Name: `job-${number}`,
      BatchName: `job-${number}`,
      Status: 'Queued',
      ...properties,
    });
    return id;
  }

  set(id: string, properties: Properties): void {
    this.requests.set(id, { ...this.requests.get(id), ...properties });
  }

  /** Names of the cmdlets that were called, `New-` for `New-MailboxImportRequest`. */
  get cmdlets(): string[] {
    return this.calls
      .filter(({ cmdlet }) => cmdlet !== '')
      .map(({ cmdlet }) => cmdlet.replace('MailboxImportRequest', ''));
  }

  /** How often an operation was asked for. */
  count(operation: ShellOperation): number {
    return this.calls.filter((call) => call.operation === operation).length;
  }

  /** The parameters of the latest call of a cmdlet. */
  parametersOf(cmdlet: string): unknown {
    return this.calls.findLast((call) => call.cmdlet === cmdlet)?.input.parameters;
  }

  #shallEnd(cmdlet: string, when: 'before' | 'after'): boolean {
    if (this.endsAt?.cmdlet !== cmdlet || this.endsAt.when !== when) return false;
    this.endsAt = null;
    return true;
  }

  #failIfTold(name: string): void {
    const failure = this.failures.get(name)?.shift();
    if (failure) throw failure instanceof AppError ? failure : new ShellError(failure);
  }

  #perform(operation: ShellOperation, input: Input, { onNote }: CallOptions): unknown {
    this.#failIfTold(operation);
    switch (operation) {
      case 'module':
        return { versions: this.modules, loaded: this.loadedModule };
      case 'connect':
      case 'connectOnPremises':
        if (this.note !== null) onNote?.(this.note);
        this.isSignedIn = true;
        return operation === 'connect' ? { account: 'admin@contoso.example', organization: 'contoso' } : {};
      case 'commands':
        return { commands: [...this.commands].map(([name, parameters]) => ({ name, parameters })) };
      case 'watch':
        this.watched = [...(input.requestIds as string[])];
        this.everyMs = input.everyMs as number;
        this.#last.clear();
        // The script tells of each as soon as it has answered.
        queueMicrotask(() => this.poll());
        return {};
      case 'run':
        return { objects: this.#run(String(input.cmdlet), input.parameters as Properties), warnings: [] };
      default:
        this.isSignedIn = false;
        return {};
    }
  }

  #run(cmdlet: string, parameters: Properties): Properties[] {
    if (!this.isSignedIn) throw new ShellError(NOT_SIGNED_IN);
    this.#failIfTold(cmdlet);
    if (cmdlet === 'Get-Mailbox' || cmdlet === 'Get-MailboxStatistics') {
      const mailbox = this.mailboxes.get(String(parameters.Identity));
      if (mailbox === undefined) throw new ShellError(NOT_FOUND);
      return [cmdlet === 'Get-Mailbox' ? mailbox : this.usage];
    }
    if (cmdlet === 'New-MailboxImportRequest') return this.#create(parameters);
    if (cmdlet === 'Get-MailboxImportRequest') {
      return [...this.requests.values()].filter(
        ({ BatchName, Status }) =>
          (parameters.BatchName === undefined ||
            this.isBlindToNames ||
            (parameters.BatchName === BatchName && !this.unseen.delete(String(BatchName)))) &&
          (parameters.Status === undefined || parameters.Status === Status),
      );
    }
    return this.#act(cmdlet, String(parameters.Identity), parameters);
  }

  #create(parameters: Properties): Properties[] {
    if (parameters.WhatIf === true) return [];
    if ([...this.requests.values()].some(({ Name }) => Name === parameters.Name)) throw new ShellError(NAME_TAKEN);
    const id = this.add(0xabc + this.requests.size, {
      Name: parameters.Name,
      BatchName: parameters.BatchName,
      TargetAlias: parameters.Mailbox,
      token: parameters.AzureSharedAccessSignatureToken,
    });
    return [{ RequestGuid: id, Name: parameters.Name, Status: 'Queued' }];
  }

  #act(cmdlet: string, id: string, parameters: Properties): Properties[] {
    const request = this.requests.get(id);
    if (request === undefined) throw new ShellError(NOT_FOUND);
    const isStanding = request.Status === 'Suspended' || request.Status === 'Completed' || request.Status === 'Failed';
    if (
      cmdlet === 'Suspend-MailboxImportRequest' ? isStanding : cmdlet === 'Resume-MailboxImportRequest' && !isStanding
    ) {
      throw new ShellError(errorFacts({ message: 'The request is in another state.' }));
    }
    if (cmdlet === 'Get-MailboxImportRequestStatistics') return [{ ...request, token: undefined }];
    if (cmdlet === 'Set-MailboxImportRequest') this.set(id, { token: parameters.AzureSharedAccessSignatureToken });
    if (cmdlet === 'Suspend-MailboxImportRequest') this.set(id, { Status: 'Suspended' });
    if (cmdlet === 'Resume-MailboxImportRequest') this.set(id, { Status: 'Queued' });
    if (cmdlet === 'Remove-MailboxImportRequest') this.requests.delete(id);
    return [];
  }
}
