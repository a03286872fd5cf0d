// Plain JavaScript on purpose: it must parse on any Node, to say what is missing.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const major = Number(process.versions.node.split('.')[0]);

if (!existsSync(join(root, 'node_modules', 'zod'))) {
  console.error('The packages are not installed. Run "npm ci", then "npm start" again.');
  process.exitCode = 1;
} else if (major < 24) {
  console.error(
    `Breakwater needs Node 24 or newer; this is Node ${process.versions.node}.\n` +
      'Start it with "npm start": npm ci brought the right Node along.',
  );
  process.exitCode = 1;
} else {
  await import('./launcher/main.ts');
}
