import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['engine/**/*.test.ts', 'renderer/**/*.test.{ts,tsx}', 'electron/**/*.test.ts'],
    testTimeout: 60_000,
    // Modules keep no state between tests; a process for each file would double the time.
    isolate: false,
    maxWorkers: '100%',
  },
});
