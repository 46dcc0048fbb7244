import { describe, expect, it } from 'vitest';
import { refuseSecrets } from '../../../../main/cli/sas-argument.ts';
import { describeError } from '../../../../preload/contract/index.ts';
import { ADDRESS, SIGNATURE, SIGNATURE_FORMS, sasAddress, sasToken } from '../../../support/upload/sas-text.ts';

function refusalOf(argv: readonly string[]): unknown {
  try {
    refuseSecrets(argv);
    return null;
  } catch (error) {
    return error;
  }
}

describe('a command line with a SAS', () => {
  it.each([
    [['sas', sasAddress()]],
    [['sas', sasToken()]],
    [['sas', `?${sasToken()}`]],
    [['sas', ADDRESS]],
    [['sas', 'http://x/']],
    [['sas', `sig=${SIGNATURE}`]],
    [['sas', SIGNATURE]],
    [['sas', encodeURIComponent(SIGNATURE)]],
    [['sas', `${'A'.repeat(86)}==`]],
    [['sas', `--sas=${sasAddress()}`]],
    [['sas', '--for', sasToken()]],
    [['--json', 'sas', ADDRESS]],
    [['migrate', sasAddress(), '--mailbox', 'ann']],
    [['scan', encodeURIComponent(sasAddress())]],
    [['migrate', '--state', `SharedAccessSignature=${sasToken()}`]],
    [['migrate', `AccountKey=${'A'.repeat(86)}==`]],
  ])('%# is refused without repeating it', (argv) => {
    const error = refusalOf(argv);
    expect(error).toMatchObject({ code: 'usage' });
    const all = `${JSON.stringify(error)}${String(error)}`;
    expect(SIGNATURE_FORMS.filter((form) => all.includes(form))).toEqual([]);
    expect(all).not.toContain('contoso');
  });

  it('is told why, and what to do, in full', () => {
    const error = refusalOf(['sas', ADDRESS]) as { readonly params: { readonly detail: string } };
    const { title } = describeError({ code: 'usage', params: error.params });
    expect(title).toBe(error.params.detail);
    expect(title).toMatch(/list of processes.*standard input\.$/);
  });
});

describe('a command line without one', () => {
  it.each([
    [['sas']],
    [['sas', '-']],
    [['sas', 'C:\\Users\\Ann\\sas.txt', '--for', 'import']],
    [['sas', '/home/ann/a b=c.txt', '--mode', 'technician', '--json']],
    [['scan', 'https://mail.example/']],
    [['migrate', '/mail/design=2.pst', '--mailbox', 'ann@contoso.example', '--folder', 'sp=1/x']],
    [[]],
  ])('%# is taken', (argv) => {
    expect(refusalOf(argv)).toBeNull();
  });
});
