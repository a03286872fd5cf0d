#!/usr/bin/env node
// Plain JavaScript on purpose: it must parse on any Node, to say which one is needed.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
  console.error(
    `breakwater needs Node 24 or newer; this is Node ${process.versions.node}.\n` +
      'Run it as "npx breakwater" inside the project: npm ci brings the right Node along.',
  );
  process.exitCode = 1;
} else {
  await import('./main.ts');
}
