import { isDeepStrictEqual } from 'node:util';
import {
  AppError,
  type Connection,
  Connection as ConnectionSchema,
  type ConnectionView,
  type FerryChange,
  type ProbeStep,
  type SecretName,
  type SecretView,
  toWireError,
  type WireError,
} from '../../preload/contract/index.ts';
import type { ProbeQuestion } from '../import/engine.ts';
import type { ConnectionSetting } from '../settings/connection.ts';
import type { SecretFacts, SecretStore } from '../settings/secrets.ts';
import { acceptSas, lookAtSas, type SasName } from './connection-secrets.ts';
import { isOfContainer, otherContainer, withContainer, withoutLineEnd } from './given-secrets.ts';
import type { Clock } from './ports.ts';
import type { Runner } from './runner.ts';
import { type Connected, createNoConnection, type Switchboard } from './switchboard.ts';

export type DeskPorts = {
  readonly setting: ConnectionSetting;
  readonly secrets: SecretStore;
  readonly hasSandbox: boolean;
  readonly switchboard: Switchboard;
  readonly runner: Pick<Runner, 'isBusy' | 'retryBlocked' | 'renewImports'>;
  readonly open: (connection: Connection) => Promise<Connected>;
  readonly test: (connected: Connected, question: ProbeQuestion, signal: AbortSignal) => AsyncIterable<ProbeStep>;
  readonly clock: Pick<Clock, 'now'>;
  /** Hears of what went wrong with imports under way when they were given a new permission. */
  readonly onUnrenewed: (error: AppError) => void;
};

/** Where the mail goes: shows it, changes it, keeps its secrets, and tries it. */
export class ConnectionDesk {
  readonly #ports: DeskPorts;
  readonly #listeners = new Set<(change: FerryChange) => void>();
  #test: AbortController | null = null;
  #problem: WireError | null;
  /** Settles with the last change. */
  #last: Promise<unknown> = Promise.resolve();

  /** `problem`: why the connection that is set could not be opened. */
  constructor(ports: DeskPorts, problem: WireError | null = null) {
    this.#ports = ports;
    this.#problem = problem;
  }

  async view(): Promise<ConnectionView> {
    const { setting, secrets, hasSandbox } = this.#ports;
    const { connection, isManaged } = setting.get();
    const problem = this.#problem ?? (connection ? null : toWireError(new AppError('connectionMissing')));
    return {
      connection: connection ?? ConnectionSchema.parse({ engine: 'exchange' }),
      isManaged,
      hasSandbox,
      canRemember: secrets.canRemember,
      secrets: await Promise.all((await secrets.view()).map((facts) => this.#viewSecret(facts))),
      problem,
    };
  }

  /** @throws AppError connectionBusy, connectionManaged, requestInvalid, stateUnwritable */
  set(connection: Connection): Promise<ConnectionView> {
    return this.#inTurn(async () => {
      const { setting, runner, switchboard } = this.#ports;
      if (runner.isBusy) throw new AppError('connectionBusy');
      setting.set(connection);
      // The same once more: nothing is opened twice, the embedded tenant least of all.
      if (!isDeepStrictEqual(switchboard.current().connection, setting.get().connection)) await this.#reopen();
      return this.view();
    });
  }

  /** Keeps a secret and goes on with what waited for it. @throws AppError sasInvalid, connectionManaged, connectionBusy */
  take(name: SecretName, text: string): Promise<ConnectionView> {
    return this.#inTurn(async () => {
      const { secrets, runner } = this.#ports;
      if (name === 'certificatePassword') await secrets.set(name, withoutLineEnd(text));
      else await this.#takeSas(name, text);
      if (name === 'importSas') for (const problem of await runner.renewImports()) this.#ports.onUnrenewed(problem);
      await runner.retryBlocked();
      return this.view();
    });
  }

  async forget(name: SecretName): Promise<ConnectionView> {
    await this.#ports.secrets.forget(name);
    return this.view();
  }

  /** Looks at everything a move needs; the test before, if it still runs, is called off. @throws the signal's reason */
  async test(question: ProbeQuestion): Promise<ProbeStep[]> {
    this.cancelTest();
    const own = new AbortController();
    this.#test = own;
    const steps: ProbeStep[] = [];
    try {
      for await (const step of this.steps(question, own.signal)) {
        steps.push(step);
        this.#announce({ kind: 'probed', step });
      }
    } catch (error) {
      if (!own.signal.aborted) throw error;
    } finally {
      if (this.#test === own) this.#test = null;
    }
    return steps;
  }

  /** The steps as they are taken. A mailbox of null is the default one. */
  steps(question: ProbeQuestion, signal: AbortSignal): AsyncIterable<ProbeStep> {
    const connected = this.#ports.switchboard.current();
    const mailbox = question.mailbox ?? connected.tenant.defaultMailbox;
    return this.#ports.test(connected, { ...question, mailbox }, signal);
  }

  cancelTest(): void {
    this.#test?.abort('cancel');
  }

  /** To be called when the sign-in asks the person something; null when it asks no more. */
  tellAsked(text: string | null): void {
    this.#announce({ kind: 'signInAsks', text });
  }

  /** Calls the listener for every change; the returned function ends that. */
  onChange(listener: (change: FerryChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** A SAS to upload that is of another container moves the connection there; the others must be of the one that is set. */
  async #takeSas(name: SasName, text: string): Promise<void> {
    const { setting, secrets, clock, runner } = this.#ports;
    const { container, sasToken } = acceptSas(name, text, clock.now().getTime());
    const isMove = container !== null && !isOfContainer(container, setting.get().connection);
    if (!isMove) return secrets.set(name, sasToken);
    if (name !== 'uploadSas') throw otherContainer(container, setting.get().connection);
    if (runner.isBusy) throw new AppError('connectionBusy');
    setting.set(withContainer(setting.get().connection, container));
    await secrets.set(name, sasToken);
    for (const other of ['importSas', 'cleanupSas'] as const) await secrets.forget(other);
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    const { setting, switchboard, runner, open } = this.#ports;
    const { connection } = setting.get();
    // Two embedded tenants over one folder would damage it.
    if (switchboard.current().connection?.engine === 'sandbox')
      await switchboard.replace(createNoConnection('changing'));
    let next = createNoConnection('not set');
    this.#problem = null;
    try {
      if (connection) next = await open(connection);
    } catch (error) {
      this.#problem = toWireError(error);
      next = createNoConnection(this.#problem.code);
      if (!(error instanceof AppError)) throw error;
    } finally {
      await switchboard.replace(next);
      this.#announce({ kind: 'tenantChanged', tenant: next.tenant });
    }
    await runner.retryBlocked();
  }

  /** One change after the other: each starts from what the last one left, and is in force when the next begins. */
  #inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(change);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #viewSecret(facts: SecretFacts): Promise<SecretView> {
    const { name } = facts;
    const sasToken = name === 'certificatePassword' ? null : await this.#ports.secrets.get(name);
    if (name === 'certificatePassword' || sasToken === null) return { ...facts, sas: null, findings: [] };
    const { connection } = this.#ports.setting.get();
    const container = connection && 'container' in connection ? connection.container : null;
    const { view, findings } = lookAtSas(name, { container, sasToken }, this.#ports.clock.now().getTime());
    return { ...facts, sas: view, findings: [...findings] };
  }

  #announce(change: FerryChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
