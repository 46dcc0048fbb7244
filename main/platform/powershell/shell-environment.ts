import { workerEnvironment } from '../worker-process.ts';

/** What PowerShell, its modules and a sign-in window need beyond what our workers get. */
const PASSED_ON = [
  // Where Windows and its programs are, and who is signed in.
  ...['PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMW6432', 'PROGRAMDATA', 'SYSTEMDRIVE', 'WINDIR', 'PATHEXT'],
  ...['COMPUTERNAME', 'USERNAME', 'USERDOMAIN', 'HOMEDRIVE', 'HOMEPATH', 'PROCESSOR_ARCHITECTURE'],
  // Where modules and .NET are elsewhere, and the screen a browser is to open on.
  ...['XDG_DATA_HOME', 'DOTNET_ROOT', 'DISPLAY', 'WAYLAND_DISPLAY', 'XAUTHORITY', 'XDG_RUNTIME_DIR'],
  ...['DBUS_SESSION_BUS_ADDRESS', 'HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY'],
];

/** Escape codes would get between the lines, and what PowerShell reports home or looks up is not ours to allow. */
const FIXED = { TERM: 'dumb', NO_COLOR: '1', POWERSHELL_TELEMETRY_OPTOUT: '1', POWERSHELL_UPDATECHECK: 'Off' };

/**
 * The part of our environment that PowerShell is given. No `PSModulePath`: each edition builds its own, and loads what the
 * other cannot when it inherits that of the other.
 */
export function shellEnvironment(environment: NodeJS.ProcessEnv): Record<string, string> {
  const more = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && PASSED_ON.includes(name.toUpperCase()) ? [[name, value]] : [],
  );
  return { ...workerEnvironment(environment), ...Object.fromEntries(more), ...FIXED };
}
