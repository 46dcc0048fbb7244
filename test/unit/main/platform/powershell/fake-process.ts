import type {
  ShellEnd,
  ShellEvents,
  ShellLaunch,
  StartShell,
} from '../../../../../main/platform/powershell/shell-process.ts';

type Request = { readonly id: number; readonly op: string; readonly input: Readonly<Record<string, unknown>> };

/** A PowerShell driven by hand: what it was sent, and the lines it is made to write. */
export class FakeProcess {
  readonly launch: ShellLaunch;
  readonly sent: string[] = [];
  isFinished = false;
  isKilled = false;
  readonly #events: ShellEvents;
  #seq = 0;

  constructor(launch: ShellLaunch, events: ShellEvents) {
    this.launch = launch;
    this.#events = events;
  }

  get requests(): Request[] {
    return this.sent.map((line): Request => JSON.parse(line));
  }

  write(text: string | Uint8Array): void {
    this.#events.onOutput(typeof text === 'string' ? Buffer.from(text) : text);
  }

  say(record: Readonly<Record<string, unknown>>): void {
    this.#seq += 1;
    this.write(`${JSON.stringify({ v: 1, seq: this.#seq, ...record })}\n`);
  }

  hello(facts: Readonly<Record<string, unknown>> = {}): void {
    this.say({ kind: 'hello', edition: 'Core', version: '7.6.9', is64Bit: true, ...facts });
  }

  /** The answer to what it was sent last. */
  answer(output: unknown): void {
    const id = this.requests.at(-1)?.id;
    this.say({ kind: 'begun', id });
    this.say({ kind: 'done', id, output });
  }

  end(end: Partial<ShellEnd> = {}): void {
    this.#events.onEnd({ failure: null, exitCode: 1, signal: null, errorText: '', ...end });
  }
}

/** Starts fakes, and tells which. Each dies when it is killed, and when its input ends. */
export function fakeStart(onStart: (started: FakeProcess) => void = () => undefined): {
  readonly start: StartShell;
  readonly started: FakeProcess[];
} {
  const started: FakeProcess[] = [];
  const start: StartShell = (launch, events) => {
    const fake = new FakeProcess(launch, events);
    started.push(fake);
    onStart(fake);
    const die = () => queueMicrotask(() => fake.end({ exitCode: 0 }));
    return {
      send: (line) => void fake.sent.push(line),
      finish: () => {
        fake.isFinished = true;
        die();
      },
      kill: () => {
        fake.isKilled = true;
        die();
      },
    };
  };
  return { start, started };
}
