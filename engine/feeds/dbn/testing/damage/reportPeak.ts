/** Loaded before a measured command: at its end, writes the peak of its memory in KiB to channel 3. */
import { readFileSync, writeSync } from 'node:fs';

/** Linux counts a child's `maxRSS` from its parent's: the process's own peak stands in its status. */
function peakKib(): number {
  try {
    const status = readFileSync('/proc/self/status', 'utf8');
    const own = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
    if (own !== undefined) return Number(own);
  } catch {
    // Other systems have no such file, and their figure is the process's own.
  }
  return process.resourceUsage().maxRSS;
}

process.on('exit', () => writeSync(3, `${peakKib()}\n`));
