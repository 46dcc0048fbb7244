import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli/folders.ts';
import { checkScripts, productScript } from '../../support/powershell/script-rules.ts';

const EXCHANGE = ['New', 'Get', 'Set', 'Suspend', 'Resume', 'Remove'].map((verb) => `${verb}-O365MailboxImportRequest`);

/** What each script of the product may call beside its own functions. */
const ALLOWED = {
  'connection-cost.ps1': ['Set-StrictMode'],
  'file-marks.ps1': ['Set-StrictMode', 'ConvertFrom-Json', 'ConvertTo-Json'],
  'exchange-host.ps1': [
    ...[
      'Set-StrictMode',
      'ConvertFrom-Json',
      'ForEach-Object',
      'Where-Object',
      'Get-Command',
      'Get-Module',
      'Import-Module',
    ],
    ...['Connect-ExchangeOnline', 'Disconnect-ExchangeOnline', 'Get-ConnectionInformation'],
    ...['New-PSSession', 'Import-PSSession', 'Remove-PSSession'],
    ...EXCHANGE,
    ...['Get-O365MailboxImportRequestStatistics', 'Get-O365Mailbox', 'Get-O365MailboxStatistics'],
  ],
};

/** Scripts with one thing wrong in their second line each, and what is to be found there. */
const BAD: readonly (readonly [text: string, finding: string])[] = [
  ['if (1) {', "Missing closing '}' in statement block or type definition."],
  ['$a = $true ? 1 : 2', 'a ? b : c'],
  ['$a = $null ?? 1', '??'],
  ['$a = 1; $a ??= 2', '??='],
  ['(Get-Allowed)?.Length', '?.'],
  ['(Get-Allowed)?[0]', '?[]'],
  ['Get-Allowed && Get-Allowed', '&& or ||'],
  ['Get-Allowed || Get-Allowed', '&& or ||'],
  ['Get-Allowed &', '& at the end'],
  ['function Get-It { clean { $null } }', 'clean'],
  ["'a' -replace 'a', { $_.Value }", '-replace with a script block'],
  ['"`u{1F600}"', '`u{} or `e'],
  ['"`e[0m"', '`u{} or `e'],
  ['$a = 0b101', 'a new kind of number'],
  ['$a = 5u', 'a new kind of number'],
  ["Invoke-Expression '1'", 'command Invoke-Expression'],
  ["iex '1'", 'command iex'],
  ["& 'iex' '1'", 'command iex'],
  ["Add-Type 'class A {}'", 'command Add-Type'],
  ['Start-Process calc', 'command Start-Process'],
  ['$a = "x"; & $a', 'a command named by a value'],
  ['$a = "x"; . $a', 'a command named by a value'],
  ['& (Get-Allowed)', 'a command named by a value'],
  ['& "Get-$(1)"', 'a command named by a value'],
  ["[scriptblock]::Create('1')", 'type scriptblock'],
  ["[System.Management.Automation.ScriptBlock]::Create('1')", 'type System.Management.Automation.ScriptBlock'],
  ['[powershell]::Create()', 'type powershell'],
  ["[System.Diagnostics.Process]::Start('calc')", 'type System.Diagnostics.Process'],
  ["$ExecutionContext.InvokeCommand.InvokeScript('1')", '.InvokeScript()'],
  ["$ExecutionContext.InvokeCommand.ExpandString('1')", '.ExpandString()'],
  ['{ 1 }.Invoke()', '.Invoke()'],
  ["$a = 'Trim'; 'x'.$a()", 'a method named by a value'],
  ['Get-Allowed -AsHashtable', '-AsHashtable'],
  ["Get-Allowed -String 'x' -AsPlainText", '-AsPlainText'],
  ['Get-Allowed -EncodedCommand AA', '-EncodedCommand'],
  ["Get-Allowed 'powershell -EncodedCommand AA'", 'EncodedCommand'],
  ['foreach ($line in $input) { $line }', '$input'],
  ['if ($IsWindows) { 1 }', '$IsWindows'],
  ["Get-O365Mailbox -Identity 'anna'", 'Get-O365Mailbox with more than splatted values'],
  ["'\u00fc'", 'not ASCII'],
];

/** Nothing of this is forbidden. */
const GOOD = `
function Get-Own([string] $text) { return "$text \`n \`\`e 5u" }
$values = @{ Identity = 'anna' }
$number = 0xE5 + 1e3 + 5L
$evaluator = [System.Text.RegularExpressions.MatchEvaluator] { param($found) $found.Value }
& { Get-Own 'x' }
Get-O365Mailbox @values *>&1
if ($true -and -not $false) { get-allowed -Name 'x' } else { 'a'.Trim() }
`;

describe('The scripts of the product', () => {
  it('speak the language of Windows PowerShell 5.1, turn no value into code, call what is listed', async () => {
    const names = (await readdir(productScript(''))).filter((name) => name.endsWith('.ps1')).sort();
    expect(names).toEqual(Object.keys(ALLOWED).sort());
    expect(await checkScripts(names.map(productScript), ALLOWED)).toEqual([]);
  });
});

describe('The rules for scripts', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let findings: readonly string[];

  const nameOf = (index: number) => `bad-${index}.ps1`;

  beforeAll(async () => {
    folder = await temporaryFolder();
    const commands = ['Get-Allowed', 'Get-O365Mailbox'];
    const scripts = [
      ...BAD.map(([text], index) => [nameOf(index), `# A script.\n${text}\n`]),
      ['good.ps1', GOOD],
    ] as const;
    for (const [name = '', text = ''] of scripts) await writeFile(join(folder.path, name), text);
    const names = scripts.map(([name = '']) => name);
    const paths = names.map((name) => join(folder.path, name));
    findings = await checkScripts(paths, Object.fromEntries(names.map((name) => [name, commands])));
  });
  afterAll(() => folder.remove());

  it.each(BAD.map(([text, finding], index) => ({ text, finding, index })))('refuse $text', ({ finding, index }) => {
    expect(findings).toContain(`${nameOf(index)}:2 ${finding}`);
  });

  it('leave everything else alone', () => {
    expect(findings.filter((finding) => finding.startsWith('good.ps1'))).toEqual([]);
  });
});
