import fs from 'node:fs';

/** Pause between two looks at the processes. Short against a run, long against a look (well below 1 ms). */
const LOOK_EVERY_MS = 20;
/** Unit of the times in `/proc/PID/stat`: USER_HZ is 100 on every Linux. @see proc(5) */
const TICKS_PER_SECOND = 100;

/**
 * Looks at all processes of a group until told to stop.
 *
 * A command that starts workers and ends without waiting for them hides what they used from its own parent; looking on
 * from outside finds it, short of what happened after the last look at each.
 * @param {number} group its process group; the leader and its own children, who only start the command and measure it,
 * are not counted
 * @returns {() => { cpuSeconds: number, rssKib: number }} stops; gives the CPU time of all, and the sum of the most memory
 * each had at a time
 */
export function watchProcessGroup(group) {
  const strangers = new Set([group]);
  const members = new Map();
  const look = () => lookOnce(group, strangers, members);
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    const seen = [...members.values()];
    return { cpuSeconds: sum(seen, 'ticks') / TICKS_PER_SECOND, rssKib: sum(seen, 'rssKib') };
  };
}

/** CPU time of one process so far, seconds. */
export function processCpuSeconds(pid) {
  return (readStat(pid)?.ticks ?? 0) / TICKS_PER_SECOND;
}

function lookOnce(group, strangers, members) {
  for (const name of fs.readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || strangers.has(pid)) continue;
    const stat = readStat(pid);
    if (stat === null) continue;
    if (stat.group !== group || stat.parent === group) strangers.add(pid);
    else members.set(pid, { ticks: stat.ticks, rssKib: readPeakKib(pid) ?? members.get(pid)?.rssKib ?? 0 });
  }
}

// The command's name stands in brackets and may hold anything, spaces and brackets too.
function readStat(pid) {
  const text = readOrNull(`/proc/${pid}/stat`);
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return { parent: Number(fields[1]), group: Number(fields[2]), ticks: Number(fields[11]) + Number(fields[12]) };
}

function readPeakKib(pid) {
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readOrNull(`/proc/${pid}/status`) ?? '');
  return peak === null ? null : Number(peak[1]);
}

function readOrNull(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    // It has ended since the folder was listed.
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return null;
    throw error;
  }
}

function sum(entries, field) {
  return entries.reduce((total, entry) => total + entry[field], 0);
}
