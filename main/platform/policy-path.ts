import { posix, win32 } from 'node:path';
import { readVariable } from './system-program.ts';

const NAME = 'policy.json';

/** Where an organisation puts the policy of a PC: a folder that administrators write to. */
export function policyPath(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === 'win32') {
    return win32.join(readVariable(environment, 'ProgramData') || 'C:\\ProgramData', 'PST Ferry', NAME);
  }
  if (platform === 'darwin') return posix.join('/Library/Application Support/PST Ferry', NAME);
  return posix.join('/etc/pst-ferry', NAME);
}
