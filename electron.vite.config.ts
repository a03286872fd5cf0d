import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const root = import.meta.dirname;

/** Bundled, because the engine's thread runs outside the archive that holds node_modules. */
const bundled = ['zod', '@msgpack/msgpack'];

export default defineConfig({
  main: {
    build: {
      outDir: 'out/electron',
      emptyOutDir: true,
      target: 'node24',
      minify: false,
      externalizeDeps: { exclude: bundled },
      rolldownOptions: {
        input: {
          main: join(root, 'electron/main.ts'),
          browserHost: join(root, 'electron/browserHost.ts'),
          worker: join(root, 'engine/worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunk-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/electron',
      emptyOutDir: false,
      minify: false,
      rolldownOptions: {
        input: { preload: join(root, 'electron/preload.ts') },
        // A sandboxed preload script is one CommonJS file (Electron's documentation).
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: join(root, 'renderer'),
    plugins: [react()],
    build: {
      outDir: join(root, 'out/renderer'),
      emptyOutDir: true,
      // The content security policy allows no data: fonts or scripts.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: join(root, 'renderer/index.html') } },
    },
  },
});
