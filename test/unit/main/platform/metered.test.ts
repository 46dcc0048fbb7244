import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../../../main/platform/command-output.ts';
import { createAskMetered, parseConnectionCost, parseNmcli } from '../../../../main/platform/metered.ts';

/*
 * The form is that of `nmcli -t -f … device show` (nmcli(1), terse mode: `FIELD:value`, colons in values escaped), the
 * words those of its function `nmc_device_metered_to_string`, the values those of published listings of
 * `nmcli -f all device show` of PCs with Ethernet and with Docker.
 */
const device = (name: string, metered: string, gateway = '', gateway6 = '') =>
  [`GENERAL.DEVICE:${name}`, `GENERAL.METERED:${metered}`, `IP4.GATEWAY:${gateway}`, `IP6.GATEWAY:${gateway6}`].join(
    '\n',
  );
const output = (...devices: readonly string[]) => `${devices.join('\n\n')}\n`;

const LOOPBACK = device('lo', 'unknown', '', '');
const DOCKER = device('docker0', 'no (guessed)', '');

describe('what NetworkManager says', () => {
  it.each([
    ['an office', output(device('eth0', 'no (guessed)', '192.168.1.1'), LOOPBACK), false],
    ['a phone, beside a bridge', output(device('wlan0', 'yes (guessed)', '192.168.43.1'), DOCKER, LOOPBACK), true],
    ['a connection the person marked', output(device('wlan0', 'yes', '10.0.0.1', 'fe80\\:\\:1'), LOOPBACK), true],
    ['a connection the person marked as free', output(device('wlan0', 'no', '10.0.0.1')), false],
    ['IPv6 alone', output(device('wwan0', 'yes (guessed)', '', 'fe80\\:\\:1')), true],
    [
      'a phone beside the office',
      output(device('wlan0', 'yes', '192.168.43.1'), device('eth0', 'no', '10.0.0.1')),
      false,
    ],
    [
      'a VPN over a phone',
      output(device('tun0', 'unknown', ''), device('wlan0', 'yes (guessed)', '192.168.43.1')),
      true,
    ],
    [
      'a VPN with a gateway of its own',
      output(device('tun0', 'unknown', '10.8.0.1'), device('wlan0', 'yes', '10.0.0.1')),
      null,
    ],
    ['a gateway written as none', output(device('wlan0', 'yes', '--', '--')), null],
    ['nothing connected', output(device('wlan0', 'unknown'), LOOPBACK), null],
    [
      'lines that end as on Windows',
      output(device('wlan0', 'yes', '10.0.0.1'), LOOPBACK).replaceAll('\n', '\r\n'),
      true,
    ],
    ['an older version without the field', 'GENERAL.DEVICE:eth0\nIP4.GATEWAY:10.0.0.1\n', null],
    ['an error', 'Error: NetworkManager is not running.\n', null],
    ['nothing', '', null],
  ])('%s', (_name, text, expected) => {
    expect(parseNmcli(text)).toBe(expected);
  });
});

/* Lines as the script writes them; the words are those of Windows' `NetworkCostType`. */
describe('what Windows says', () => {
  it.each([
    ['{"cost":"Unrestricted","roaming":false,"overLimit":false}\r\n', false],
    ['{"cost":"Fixed","roaming":false,"overLimit":false}\r\n', true],
    ['{"cost":"Variable","roaming":false,"overLimit":false}\r\n', true],
    ['{"cost":"Unrestricted","roaming":true,"overLimit":false}\r\n', true],
    ['{"cost":"Unknown","roaming":false,"overLimit":true}\r\n', true],
    ['{"cost":"Unknown","roaming":false,"overLimit":false}\r\n', null],
    ['{"cost":"None","roaming":false,"overLimit":false}\r\n', null],
    ['{"cost":1}', null],
    ['null', null],
    ['Unable to find type.', null],
    ['', null],
  ])('%j is metered: %j', (text, expected) => {
    expect(parseConnectionCost(text)).toBe(expected);
  });

  it('is said by a script that gives these fields and takes nothing', () => {
    const script = readFileSync(join(import.meta.dirname, '../../../../assets/powershell/connection-cost.ps1'), 'utf8');
    const written = [...script.matchAll(/WriteLine\('(\{.*\})'\)/g)].map(([, line = '']) => JSON.parse(line));
    expect(written).toEqual([{ cost: 'None', roaming: false, overLimit: false }]);
    expect(script).toContain(`'{{"cost":"{0}","roaming":{1},"overLimit":{2}}}' -f`);
    expect(script).not.toMatch(/\$args|param\s*\(|Read-Host|Invoke-Expression/i);
  });
});

describe('asking', () => {
  const fake = (stdout: string) => {
    const commands: Command[] = [];
    const run = async (command: Command) => {
      commands.push(command);
      return { exitCode: 0, stdout: Buffer.from(stdout) };
    };
    return { commands, run };
  };

  it('is done on Linux without the words of another language', async () => {
    const { commands, run } = fake(output(device('wlan0', 'yes', '10.0.0.1')));
    expect(await createAskMetered({ platform: 'linux', run })()).toBe(true);
    expect(commands.map(({ program, args }) => [program, ...args.slice(0, 2)])).toEqual([
      ['/usr/bin/env', 'LC_ALL=C', '/usr/bin/nmcli'],
    ]);
  });

  it('is done on Windows by the PowerShell that is part of it, with the script alone', async () => {
    const { commands, run } = fake('{"cost":"Fixed"}');
    const env = { SYSTEMROOT: 'D:\\Windows' };
    expect(await createAskMetered({ platform: 'win32', env, scriptPath: 'C:\\app\\connection-cost.ps1', run })()).toBe(
      true,
    );
    expect(commands).toMatchObject([
      { program: 'D:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe', exitCodes: [0] },
    ]);
    expect(commands[0]?.args.slice(-2)).toEqual(['-File', 'C:\\app\\connection-cost.ps1']);
  });

  it.each(['darwin', 'win32'] as const)('is not done on %s without a way to', async (platform) => {
    const { commands, run } = fake('yes');
    expect([await createAskMetered({ platform, run })(), commands.length]).toEqual([null, 0]);
  });

  it('a system that has no answer tells nothing', async () => {
    const run = () => Promise.reject(new Error('/usr/bin/env: ended with 127'));
    expect(await createAskMetered({ platform: 'linux', run })()).toBeNull();
  });
});
