import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/cli/folders.ts';
import { findTestPowerShell } from '../../support/powershell/find.mjs';
import { PRODUCT_ARGUMENTS, runPowerShell, runScript } from '../../support/powershell/run-script.ts';
import { productScript } from '../../support/powershell/script-rules.ts';

const { kind } = await findTestPowerShell();

/** Everything that ever became script text, or a wildcard, a path, a number or a date, on its way into a cmdlet. */
const HOSTILE = [
  ...[
    '$(calc)',
    '`n',
    '$env:USERNAME',
    'x"; calc; "',
    "O'Brien",
    "a\"'; calc; '",
    '\u201d ; calc ; \u201c',
    '\u2019; calc; \u2018',
  ],
  ...[
    'two\nlines',
    'nul\0',
    '\u2028',
    '\u202eRTL',
    'x'.repeat(32_768),
    '-WhatIf',
    '--%',
    '@{a=1}',
    '%PATH%',
    '*',
    '[a-z]',
    '-',
  ],
  ...[
    'trailing. ',
    ' leading',
    '\u{1f600}',
    'a/b\\c',
    'e\u0301',
    '\u00e9',
    '',
    '1e3',
    '\ufeffmark',
    '<>&',
    '\x1b[31m',
    '\t',
  ],
];

/** Splats each line's parameters into a function that gives back what it was bound to, as numbers of UTF-16. */
const ECHO = `
function Get-Bound { param([string] $Name, [string] $Folder) ,@(@($Name, $Folder) | ForEach-Object { ,@($_.ToCharArray() | ForEach-Object { [int] $_ }) }) }
$utf8 = [System.Text.UTF8Encoding]::new($false)
$reader = [System.IO.StreamReader]::new([System.Console]::OpenStandardInput(), $utf8)
while ($null -ne ($line = $reader.ReadLine())) {
    $splat = @{}
    foreach ($property in (ConvertFrom-Json -InputObject $line).PSObject.Properties) { $splat[$property.Name] = $property.Value }
    [System.Console]::Out.WriteLine((ConvertTo-Json -InputObject (Get-Bound @splat) -Compress -Depth 4))
}
`;

const NOISE = `
Write-Host 'from Write-Host'
Write-Warning 'from Write-Warning'
$VerbosePreference = 'Continue'
Write-Verbose 'from Write-Verbose'
Write-Error 'from Write-Error' -ErrorAction Continue
[System.Console]::Out.WriteLine('from the console')
'from the pipeline'
`;

const MODULE = `
Get-Module -ListAvailable -Name Sample | ForEach-Object { $_.Version.ToString() }
Import-Module -Name Sample -Prefix O365 -ErrorAction Stop
Get-O365Sample -Value 'x'
(Get-Command -Name Get-O365Sample).Parameters.ContainsKey('Value')
`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

async function script(text: string): Promise<string> {
  const path = join(folder.path, 'a script.ps1');
  await writeFile(path, text);
  return path;
}

const linesOf = (text: string) => text.split(/\r?\n/).filter((line) => line !== '');

describe("The tests' PowerShell", () => {
  it('is a PowerShell 7 in full language', async () => {
    const path = await script(
      '"$($PSVersionTable.PSVersion.Major) $($PSVersionTable.PSEdition) $($ExecutionContext.SessionState.LanguageMode)"',
    );
    expect(await runScript(path)).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^7 Core FullLanguage\r?\n$/),
      stderr: '',
    });
  });

  it('reads and writes UTF-8', async () => {
    const path = await script('[System.Console]::Out.WriteLine([System.Console]::In.ReadLine())');
    const input = 'gr\u00fc\u00dfe \u{1f600} \u65e5\u672c';
    const { stdout } = await runScript(path, { input: `${input}\n`, env: { LANG: 'C.UTF-8' } });
    expect(linesOf(stdout)).toEqual([input]);
  });

  it('binds splatted strings unit by unit, whatever they hold', async () => {
    const pairs = HOSTILE.map((text, index) => ({ Name: text, Folder: HOSTILE.at(-1 - index) ?? '' }));
    const input = pairs.map((pair) => `${JSON.stringify(pair)}\n`).join('');
    const { code, stdout, stderr } = await runScript(await script(ECHO), { input });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const bound = linesOf(stdout).map((line) =>
      (JSON.parse(line) as number[][]).map((units) => String.fromCharCode(...units)),
    );
    expect(bound).toEqual(pairs.map(({ Name, Folder }) => [Name, Folder]));
  });

  it.each([
    { text: 'exit 3', code: 3 },
    { text: 'function Stop-It { exit 7 }; Stop-It', code: 7 },
    { text: "'done'", code: 0 },
    { text: "$ErrorActionPreference = 'Continue'; Write-Error 'told'", code: 0 },
    { text: "throw 'ended'", code: 1 },
    { text: "$ErrorActionPreference = 'Stop'; Get-Nothing", code: 1 },
  ])('ends with $code after `$text`', async ({ text, code }) => {
    expect(await runScript(await script(text))).toMatchObject({ code });
  });

  it.each([
    { given: 'a switch it does not know', argv: ['-Nonsense', '-File', 'x.ps1'] },
    { given: 'no such script', argv: [...PRODUCT_ARGUMENTS, join(tmpdir(), 'there is no such.ps1')] },
  ])('ends with 64 and runs nothing when given $given', async ({ argv }) => {
    expect(await runPowerShell(argv)).toMatchObject({ code: 64 });
  });

  it('writes what is not an error to standard output, between the lines of the script', async () => {
    const { code, stdout, stderr } = await runScript(await script(NOISE));
    expect(code).toBe(0);
    expect(linesOf(stdout)).toEqual([
      ...['from Write-Host', 'WARNING: from Write-Warning', 'VERBOSE: from Write-Verbose'],
      ...['from the console', 'from the pipeline'],
    ]);
    expect(stderr).toContain('from Write-Error');
  });

  it('asks nobody', async () => {
    const path = await script('function Get-It { param([Parameter(Mandatory = $true)] $Value) $Value }; Get-It');
    const { code, stderr } = await runScript(path, { input: 'an answer\n' });
    expect({ code, stderr }).toEqual({ code: expect.any(Number), stderr: expect.stringContaining('Value') });
  });

  it('finds modules in the folder of the person', async () => {
    const home = join(folder.path, 'home');
    const module = join(home, '.local', 'share', 'powershell', 'Modules', 'Sample');
    await mkdir(module, { recursive: true });
    await writeFile(join(module, 'Sample.psm1'), 'function Get-Sample { param([string] $Value) "sample $Value" }\n');
    const manifest = "@{ RootModule = 'Sample.psm1'; ModuleVersion = '1.2.3'; FunctionsToExport = @('Get-Sample') }\n";
    await writeFile(join(module, 'Sample.psd1'), manifest);
    const { stdout, stderr } = await runScript(await script(MODULE), { home });
    expect({ lines: linesOf(stdout), stderr }).toEqual({ lines: ['1.2.3', 'sample x', 'True'], stderr: '' });
  });

  it('runs the script that tells the marks of files', async () => {
    const questions = [folder.path, join(folder.path, 'not there')].map((path, id) => ({ id, path }));
    const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('');
    const { code, stdout } = await runScript(productScript('file-marks.ps1'), { input });
    const answers = linesOf(stdout).map((line) => JSON.parse(line) as unknown);
    // The attribute of a folder.
    expect({ code, answers }).toEqual({
      code: 0,
      answers: [
        { id: 0, attributes: 0x10, owner: null },
        { id: 1, attributes: null, owner: null },
      ],
    });
  });

  // A real one is locked down by a policy of the whole PC.
  it.runIf(kind === 'host')('starts locked down where a file in the folder of the person says so', async () => {
    const home = join(folder.path, 'locked');
    await mkdir(join(home, '.local', 'share'), { recursive: true });
    await writeFile(join(home, '.local', 'share', 'constrained'), '');
    const path = await script("[string] $ExecutionContext.SessionState.LanguageMode; [System.IO.File]::Exists('x')");
    const { stdout, stderr } = await runScript(path, { home });
    expect(linesOf(stdout)).toEqual(['ConstrainedLanguage']);
    expect(stderr).toContain('only on core types');
  });
});
