import { describe, expect, test } from 'vitest';
import { type Command, runCommand } from '../../../../main/platform/command-output.ts';

const program = process.execPath;
const node = (script: string, options: Partial<Command> = {}) =>
  runCommand({ program, args: ['-e', script], exitCodes: [0], timeoutMs: 30_000, ...options });

describe('runCommand', () => {
  test('gives the bytes as they were written', async () => {
    const { exitCode, stdout } = await node('process.stdout.write(Buffer.from([0x81, 0, 0xff]))');
    expect({ exitCode, bytes: [...stdout] }).toEqual({ exitCode: 0, bytes: [0x81, 0, 0xff] });
  });

  test('hands arguments over as they are: there is no shell', async () => {
    const args = ['-e', 'process.stdout.write(process.argv[1])', '$(date) "; & %PATH%'];
    const { stdout } = await runCommand({ program, args, exitCodes: [0], timeoutMs: 30_000 });
    expect(stdout.toString()).toBe('$(date) "; & %PATH%');
  });

  test('writes the input and ends it', async () => {
    const { stdout } = await node('process.stdin.pipe(process.stdout)', { input: 'by hand' });
    expect(stdout.toString()).toBe('by hand');
  });

  test('a program that does not want its input is judged by its exit code', async () => {
    const { exitCode } = await node('process.exit(0)', { input: 'x'.repeat(1_000_000) });
    expect(exitCode).toBe(0);
  });

  test('an expected exit code is an answer, another is not', async () => {
    expect((await node('process.exit(1)', { exitCodes: [0, 1] })).exitCode).toBe(1);
    await expect(node('process.exit(3)', { exitCodes: [0, 1] })).rejects.toThrow(`${program}: ended with 3`);
  });

  test('what does not exist is an error that names it, not its arguments', async () => {
    const command = { program: '/nowhere/tool', args: ['secret'], exitCodes: [0], timeoutMs: 30_000 };
    await expect(runCommand(command)).rejects.toThrow(/^\/nowhere\/tool: ENOENT$/);
  });

  test('one that does not end is stopped', async () => {
    await expect(node('setInterval(() => {}, 1000)', { timeoutMs: 50 })).rejects.toThrow('no answer within 50 ms');
  });

  test('one that writes without end is stopped', async () => {
    const script = 'const more = () => process.stdout.write("x".repeat(1e6), more); more()';
    await expect(node(script)).rejects.toThrow('too much output');
  });
});
